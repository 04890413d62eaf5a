/* SPDX-License-Identifier: Apache-2.0 */
/* request_gym.c: see request_gym.h. */
#include "daemon/front/request_gym.h"

#include <stdio.h>

#include "daemon/front/request_response.h"
#include "proto/ring.h"

static bool wrong(struct request_trouble *trouble, const char *place, const char *message)
{
    return trouble_set(trouble, "bad_request", place, "%s", message);
}

/* ---- The row -------------------------------------------------------------------------------- */

/* The row's field that says what is judged, or the row itself. NULL: none does. */
static const struct value *find_label(const struct value *row, const struct trainer_rules *rules)
{
    static const char *const fields[] = {"instance", "resynd", "verifier_metadata", "label"};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        const struct value *value = value_get(row, fields[i]);
        if (label_is(value, rules))
            return value;
    }
    return label_is(row, rules) ? row : NULL;
}

static bool no_label(struct request_trouble *trouble)
{
    wrong(trouble, "", "the row does not say what is judged");
    snprintf(trouble->hint, sizeof trouble->hint,
             "an instance's address in instance, resynd, verifier_metadata or label");
    return false;
}

/* ---- The response --------------------------------------------------------------------------- */

static bool is_answer(const struct value *item)
{
    const struct value *type = value_get(item, "type");
    return value_equals(value_get(item, "role"), "assistant") &&
           (!type || value_equals(type, "message"));
}

static bool is_call(const struct value *item, const char *tool)
{
    return tool && value_equals(value_get(item, "type"), "function_call") &&
           value_equals(value_get(item, "name"), tool);
}

/* What was generated last counts: a model that answers twice has changed its mind. */
static bool find_output(const struct value *output, const char *tool, const struct value **found,
                        struct request_trouble *trouble)
{
    const struct value *end = value_next(output);
    *found = NULL;
    for (const struct value *item = value_first(output); item < end; item = value_next(item)) {
        if (!value_is(item, VALUE_OBJECT))
            return wrong(trouble, "response.output", "an item of the output is an object");
        if (tool ? is_call(item, tool) : is_answer(item))
            *found = item;
    }
    return true;
}

static bool read_call(const struct value *call, struct span *out, bool *found,
                      struct request_trouble *trouble)
{
    const struct value *arguments = value_get(call, "arguments");
    if (!value_is(arguments, VALUE_STRING))
        return wrong(trouble, "response.output", "a function call's arguments are a string");
    *out = (struct span){arguments->text, arguments->size};
    *found = true;
    return true;
}

/* Generation has failed: there is nothing that could be judged. */
static bool check_status(const struct value *response, struct request_trouble *trouble)
{
    const struct value *status = value_get(response, "status"),
                       *error = value_get(response, "error");
    if (value_equals(status, "failed") || value_equals(status, "cancelled") ||
        (error && !value_is(error, VALUE_NULL)))
        return wrong(trouble, "response", "it says that it failed: there is nothing to judge");
    return true;
}

static bool is_complete(const struct value *response)
{
    const struct value *details = value_get(response, "incomplete_details");
    return value_equals(value_get(response, "status"), "completed") &&
           (!details || value_is(details, VALUE_NULL));
}

static bool read_response(const struct value *response, struct item_reading *reading,
                          struct span *out, struct request_trouble *trouble)
{
    const struct value *output = value_get(response, "output"), *last;
    bool found = false;
    *out = (struct span){"", 0};
    if (!response)
        return wrong(trouble, "response", "this is missing");
    if (!value_is(output, VALUE_ARRAY))
        return wrong(trouble, "response", "it is an object with a list output (Responses API)");
    if (!check_status(response, trouble) || !find_output(output, reading->tool, &last, trouble))
        return false;
    if (last && !(reading->tool ? read_call(last, out, &found, trouble)
                                : response_read_content(last, out, &found, trouble)))
        return false;
    if (reading->tool) /* the arguments are the answer; a call that was not made is none */
        reading->item.extract = found ? RS_WHOLE : RS_TAGGED;
    if (is_complete(response))
        reading->item.flags |= JOB_FINISHED;
    return true;
}

/* ---- The request ---------------------------------------------------------------------------- */

static bool read_row(struct score_request *request, const struct value *row, struct document *inner,
                     const struct trainer_rules *rules, bool responds,
                     struct request_trouble *trouble)
{
    struct item_reading reading;
    struct span response = {"", 0};
    if (!value_is(row, VALUE_OBJECT))
        return wrong(trouble, "", "the body is a row: an object");
    const struct value *label = find_label(row, rules);
    if (!label)
        return no_label(trouble);
    if (!label_read(&reading, label, inner, rules, trouble) ||
        (responds && !read_response(value_get(row, "response"), &reading, &response, trouble)) ||
        !score_request_reserve(request, 1, trouble))
        return false;
    score_request_add(request, &reading, response);
    return true;
}

static bool load(struct score_request *request, struct document *document, char *text, size_t size,
                 const struct trainer_rules *rules, bool responds, struct request_trouble *trouble)
{
    struct document inner;
    document_init(&inner, document->secret);
    document->values_max = GYM_VALUES_MAX;
    const struct value *root = request_load(document, text, size, trouble);
    bool fine = root && read_row(request, root, &inner, rules, responds, trouble);
    document->values_max = 0;
    document_trim(document);
    document_deinit(&inner);
    if (!fine)
        score_request_clear(request);
    return fine;
}

bool gym_request_verify(struct score_request *request, struct document *document, char *text,
                        size_t size, const struct trainer_rules *rules,
                        struct request_trouble *trouble)
{
    return load(request, document, text, size, rules, true, trouble);
}

bool gym_request_seed(struct score_request *request, struct document *document, char *text,
                      size_t size, const struct trainer_rules *rules,
                      struct request_trouble *trouble)
{
    return load(request, document, text, size, rules, false, trouble);
}
