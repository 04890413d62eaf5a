/* SPDX-License-Identifier: Apache-2.0 */
/* request_slime.c: slime's and miles's part of request_reward.h. */
#include <stdio.h>

#include "daemon/front/request_response.h"
#include "daemon/front/request_reward.h"
#include "proto/ring.h"

static bool wrong(struct request_trouble *trouble, const char *place, const char *message)
{
    return trouble_set(trouble, "bad_request", place, "%s", message);
}

static bool read_response(struct score_request *request, const struct value *response,
                          struct item_reading *reading, struct span *out,
                          struct request_trouble *trouble)
{
    char *made;
    bool found;
    if (!response)
        return wrong(trouble, "response", "this is missing");
    if (!response_read(response, reading->tool, out, &made, &found, trouble)) {
        snprintf(trouble->place, sizeof trouble->place, "response");
        return false;
    }
    if (made && !score_request_keep(request, made))
        return trouble_set(trouble, "internal", "", "no memory for the response");
    if (reading->tool) /* the arguments are the answer; a call that was not made is none */
        reading->item.extract = found ? RS_WHOLE : RS_TAGGED;
    return true;
}

static bool read_sample(struct score_request *request, const struct value *root,
                        struct document *inner, const struct trainer_rules *rules,
                        struct request_trouble *trouble)
{
    const struct value *label = value_get(root, "label");
    struct item_reading reading;
    struct span response;
    if (!value_is(root, VALUE_OBJECT))
        return wrong(trouble, "", "the body is an object with response and label");
    if (!label || value_is(label, VALUE_NULL))
        return wrong(trouble, "label", "this is missing: it says what is judged");
    if (!label_read(&reading, label, inner, rules, trouble)) {
        trouble_within(trouble, "label.");
        return false;
    }
    if (!read_response(request, value_get(root, "response"), &reading, &response, trouble) ||
        !score_request_reserve(request, 1, trouble))
        return false;
    score_request_add(request, &reading, response);
    return true;
}

bool slime_request_read(struct score_request *request, struct document *document, char *text,
                        size_t size, const struct trainer_rules *rules,
                        struct request_trouble *trouble)
{
    struct document inner;
    document_init(&inner, document->secret);
    const struct value *root = request_load(document, text, size, trouble);
    bool fine = root && read_sample(request, root, &inner, rules, trouble);
    document_trim(document);
    document_deinit(&inner);
    if (!fine)
        score_request_clear(request);
    return fine;
}
