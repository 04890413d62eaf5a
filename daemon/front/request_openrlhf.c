/* SPDX-License-Identifier: Apache-2.0 */
/* request_openrlhf.c: OpenRLHF's part of request_reward.h. */
#include <stdio.h>
#include <string.h>

#include "daemon/front/request_reward.h"

/* ---- The response --------------------------------------------------------------------------- */

/* So much of a prompt's end is enough to find it by; as in the client library. */
enum { TAIL_BYTES = 200 };

static const char *const begin_tokens[] = {
    "<|im_start|>assistant\n",
    "<|start_header_id|>assistant<|end_header_id|>\n\n",
    "<|assistant|>\n",
};
static const char *const end_tokens[] = {"<|im_end|>", "<|eot_id|>", "<|endoftext|>",
                                         "<|end_of_text|>", "</s>"};

static struct span span_of(const char *text)
{
    return (struct span){text, strlen(text)};
}

static bool is_space(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

/* What follows the last `mark` in the text; data NULL where there is none. From the end, once: a
 * text that is full of marks costs no more than another. */
static struct span behind_last(struct span text, struct span mark)
{
    if (!mark.size || mark.size > text.size)
        return (struct span){NULL, 0};
    const char *at = text.data + text.size - mark.size + 1;
    while ((at = memrchr(text.data, *mark.data, (size_t)(at - text.data))))
        if (memcmp(at, mark.data, mark.size) == 0) {
            at += mark.size;
            return (struct span){at, (size_t)(text.data + text.size - at)};
        }
    return (struct span){NULL, 0};
}

/* Of a cut that does not split a character: a part of one would be found nowhere. */
static struct span tail_of(struct span prompt)
{
    if (prompt.size <= TAIL_BYTES)
        return prompt;
    struct span tail = {prompt.data + prompt.size - TAIL_BYTES, TAIL_BYTES};
    while (tail.size && ((unsigned char)*tail.data & 0xc0) == 0x80) {
        tail.data++;
        tail.size--;
    }
    return tail;
}

static struct span behind_prompt(struct span query, struct span prompt)
{
    if (prompt.size && prompt.size <= query.size &&
        memcmp(query.data, prompt.data, prompt.size) == 0)
        return (struct span){query.data + prompt.size, query.size - prompt.size};
    struct span found = behind_last(query, tail_of(prompt));
    for (size_t i = 0; !found.data && i < sizeof begin_tokens / sizeof *begin_tokens; i++)
        found = behind_last(query, span_of(begin_tokens[i]));
    return found.data ? found : query;
}

static bool strip_end(struct span *text)
{
    struct span rest = *text;
    while (rest.size && is_space(rest.data[rest.size - 1]))
        rest.size--;
    for (size_t i = 0; i < sizeof end_tokens / sizeof *end_tokens; i++) {
        size_t size = strlen(end_tokens[i]);
        if (size > rest.size || memcmp(rest.data + rest.size - size, end_tokens[i], size) != 0)
            continue;
        *text = (struct span){rest.data, rest.size - size};
        return true;
    }
    return false;
}

struct span openrlhf_response(struct span query, struct span prompt)
{
    struct span response = behind_prompt(query, prompt);
    while (strip_end(&response))
        ;
    return response;
}

/* ---- The request ---------------------------------------------------------------------------- */

static void add_sample(struct score_request *request, const struct value *query,
                       const struct value *prompt, const struct value *label, size_t index,
                       const struct trainer_rules *rules, uint64_t secret)
{
    struct request_trouble trouble;
    struct item_reading reading;
    struct document inner;
    document_init(&inner, secret);
    if (label_read(&reading, label, &inner, rules, &trouble)) {
        struct span text = {query->text, query->size};
        struct span before = {prompt->text, prompt->size};
        score_request_add(request, &reading, openrlhf_response(text, before));
    } else {
        char prefix[32];
        snprintf(prefix, sizeof prefix, "labels[%zu].", index);
        trouble_within(&trouble, prefix);
        score_request_add_spoilt(request, &reading, &trouble);
    }
    document_deinit(&inner);
}

static bool only_strings(const struct value *list)
{
    const struct value *end = value_next(list);
    for (const struct value *element = value_first(list); element < end;
         element = value_next(element))
        if (!value_is(element, VALUE_STRING))
            return false;
    return true;
}

/* The list of that name, NULL and `trouble` where there is none. */
static const struct value *list_of(const struct value *root, const char *name, bool strings,
                                   struct request_trouble *trouble)
{
    const struct value *list = value_get(root, name);
    if (value_is(list, VALUE_ARRAY) && (!strings || only_strings(list)))
        return list;
    trouble_set(trouble, "bad_request", name, "this must be a list%s",
                strings ? " of strings" : "");
    return NULL;
}

static bool read_samples(struct score_request *request, const struct value *root, uint64_t secret,
                         const struct trainer_rules *rules, struct request_trouble *trouble)
{
    const struct value *query, *prompt, *label;
    if (!(query = list_of(root, "query", true, trouble)) ||
        !(prompt = list_of(root, "prompts", true, trouble)) ||
        !(label = list_of(root, "labels", false, trouble)))
        return false;
    size_t count = query->size;
    if (prompt->size != count || label->size != count)
        return trouble_set(trouble, "bad_request", "",
                           "query, prompts and labels must have the same length");
    if (!score_request_reserve(request, count, trouble))
        return false;
    query = value_first(query);
    prompt = value_first(prompt);
    label = value_first(label);
    for (size_t i = 0; i < count; i++) {
        add_sample(request, query, prompt, label, i, rules, secret);
        query = value_next(query);
        prompt = value_next(prompt);
        label = value_next(label);
    }
    return true;
}

bool openrlhf_request_read(struct score_request *request, struct document *document, char *text,
                           size_t size, const struct trainer_rules *rules,
                           struct request_trouble *trouble)
{
    const struct value *root = request_load(document, text, size, trouble);
    bool fine = root && read_samples(request, root, document->secret, rules, trouble);
    document_trim(document);
    if (!fine)
        score_request_clear(request);
    return fine;
}
