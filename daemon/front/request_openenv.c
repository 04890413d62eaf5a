/* SPDX-License-Identifier: Apache-2.0 */
/* request_openenv.c: see request_openenv.h. */
#include "daemon/front/request_openenv.h"

#include <stdio.h>
#include <string.h>

#include "daemon/front/request_response.h"
#include "proto/ring.h"

static bool wrong(struct request_trouble *trouble, const char *place, const char *message)
{
    return trouble_set(trouble, "bad_request", place, "%s", message);
}

static const struct value *member(const struct value *object, const char *name)
{
    const struct value *value = value_get(object, name);
    return value_is(value, VALUE_NULL) ? NULL : value;
}

/* ---- A reset -------------------------------------------------------------------------------- */

static bool read_address(struct item_reading *reading, const struct value *object,
                         struct request_trouble *trouble)
{
    static const char *const names[] = {"instance", "env", "level", "seed"};
    *reading = (struct item_reading){0};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct value *value = member(object, names[i]);
        if (!value || (i == 1 && value_equals(value, "*")))
            continue;
        if (!item_read_member(reading, names[i], value, trouble)) {
            snprintf(trouble->place, sizeof trouble->place, "%s", names[i]);
            return false;
        }
    }
    if (reading->has_address && (reading->has_env || reading->has_level))
        return wrong(trouble, "instance", "this stands alone: it names environment and level");
    return true;
}

static bool read_format(struct openenv_reset *reset, const struct value *value,
                        struct request_trouble *trouble)
{
    static const struct {
        const char *name;
        enum instance_format format;
    } names[] = {{"none", FORMAT_NONE}, {"answer", FORMAT_ANSWER}, {"boxed", FORMAT_BOXED}};
    for (size_t i = 0; value && i < sizeof names / sizeof *names; i++)
        if (value_equals(value, names[i].name)) {
            reset->format = names[i].format;
            return true;
        }
    return !value ||
           wrong(trouble, "format", "this must be one of \"none\", \"answer\", \"boxed\"");
}

static bool read_episode(struct openenv_reset *reset, const struct value *value,
                         struct request_trouble *trouble)
{
    if (!value)
        return true;
    if (!value_is(value, VALUE_STRING) || value->size > EPISODE_MAX ||
        memchr(value->text, '\0', value->size))
        return trouble_set(trouble, "bad_request", "episode_id",
                           "this must be a string of at most %d bytes", EPISODE_MAX);
    memcpy(reset->episode, value->text, value->size + 1);
    return true;
}

bool openenv_reset_read(struct openenv_reset *reset, const struct value *object,
                        struct request_trouble *trouble)
{
    struct item_reading reading = {0};
    *reset = (struct openenv_reset){.format = FORMAT_BARE};
    if (!object || value_is(object, VALUE_NULL))
        return true;
    if (!value_is(object, VALUE_OBJECT))
        return wrong(trouble, "", "the parameters of a reset are an object");
    if (!read_address(&reading, object, trouble) ||
        !read_format(reset, member(object, "format"), trouble) ||
        !read_episode(reset, member(object, "episode_id"), trouble))
        return false;
    reset->address = reading.item.address;
    reset->has_instance = reading.has_address;
    reset->has_level = reading.has_level;
    reset->has_seed = reading.has_seed;
    return true;
}

/* ---- A step --------------------------------------------------------------------------------- */

static bool read_label(struct item_reading *reading, const struct value *action, char *episode,
                       struct document *inner, const struct trainer_rules *rules,
                       struct request_trouble *trouble)
{
    const struct value *instance = member(action, "instance");
    struct value asked = {.kind = VALUE_STRING};
    if (label_is(instance, rules))
        return label_read(reading, instance, inner, rules, trouble);
    if (label_is(action, rules))
        return label_read(reading, action, inner, rules, trouble);
    if (!episode) {
        wrong(trouble, "action.instance", "this is missing: it says which question is answered");
        snprintf(trouble->hint, sizeof trouble->hint,
                 "send the instance of the reset's observation; no session is kept over HTTP");
        return false;
    }
    asked.text = episode;
    asked.size = (uint32_t)strlen(episode);
    return label_read(reading, &asked, inner, rules, trouble);
}

bool openenv_step_read(struct score_request *request, const struct value *action, char *episode,
                       struct document *inner, const struct trainer_rules *rules,
                       struct request_trouble *trouble)
{
    const struct value *response = member(action, "response");
    struct item_reading reading;
    struct span text;
    char *made;
    bool found;
    if (!value_is(action, VALUE_OBJECT))
        return wrong(trouble, "action", "this must be an object with response");
    if (!read_label(&reading, action, episode, inner, rules, trouble))
        return false;
    if (!response)
        return wrong(trouble, "action.response", "this is missing");
    if (!response_read(response, reading.tool, &text, &made, &found, trouble)) {
        snprintf(trouble->place, sizeof trouble->place, "action.response");
        return false;
    }
    if (made && !score_request_keep(request, made))
        return trouble_set(trouble, "internal", "", "no memory for the response");
    if (reading.tool) /* the arguments are the answer; a call that was not made is none */
        reading.item.extract = found ? RS_WHOLE : RS_TAGGED;
    if (!score_request_reserve(request, 1, trouble))
        return false;
    score_request_add(request, &reading, text);
    return true;
}
