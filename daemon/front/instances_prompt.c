/* SPDX-License-Identifier: Apache-2.0 */
/* instances_prompt.c: see instances_prompt.h. The forms are those that extraction finds
 * (lib/runtime/extract.c). */
#include "daemon/front/instances_prompt.h"

static const char *instruction(enum instance_format format)
{
    switch (format) {
    case FORMAT_ANSWER:
        return "\n\nWrite your final answer between <answer> and </answer>.";
    case FORMAT_BOXED:
        return "\n\nWrite your final answer in \\boxed{}.";
    case FORMAT_BARE:
    case FORMAT_NONE:
        break;
    }
    return "";
}

static const char *system_text(enum instance_system system)
{
    switch (system) {
    case SYSTEM_THINK:
        return "Think about the problem first, between <think> and </think>. Then write your final "
               "answer between <answer> and </answer>.";
    case SYSTEM_BOXED:
        return "Think step by step. Then write your final answer in \\boxed{}.";
    case SYSTEM_NONE:
        break;
    }
    return NULL;
}

void prompt_put_question(struct json *json, enum instance_format format, const char *question,
                         size_t size)
{
    struct buffer text = BUFFER_INIT;
    buffer_append(&text, question, size);
    buffer_append_text(&text, instruction(format));
    json_put_string(json, text.data ? text.data : "", text.size);
    json->out->failed |= text.failed;
    buffer_deinit(&text);
}

static void open_message(struct json *json, const char *role)
{
    json_put_open(json, '{');
    json_put_name(json, "role");
    json_put_text(json, role);
    json_put_name(json, "content");
}

void prompt_put_messages(struct json *json, enum instance_format format,
                         enum instance_system system, const char *question, size_t size)
{
    json_put_open(json, '[');
    if (system_text(system)) {
        open_message(json, "system");
        json_put_text(json, system_text(system));
        json_put_close(json, '}');
    }
    open_message(json, "user");
    prompt_put_question(json, format, question, size);
    json_put_close(json, '}');
    json_put_close(json, ']');
}
