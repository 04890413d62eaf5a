/* SPDX-License-Identifier: Apache-2.0 */
/* request_score.c: see request_score.h. */
#include "daemon/front/request_score.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/front/request_item.h"
#include "daemon/front/request_response.h"
#include "proto/ring.h"

static bool wrong(struct request_trouble *trouble, const char *message)
{
    return trouble_set(trouble, "bad_request", "", "%s", message);
}

/* ---- Texts that items own together --------------------------------------------------------- */

static bool keep_text(struct score_request *request, char *text)
{
    if (request->text_count == request->text_capacity) {
        size_t capacity = request->text_capacity ? 2 * request->text_capacity : 16;
        char **texts = realloc(request->texts, capacity * sizeof *texts);
        if (!texts) {
            free(text);
            return false;
        }
        request->texts = texts;
        request->text_capacity = capacity;
    }
    request->texts[request->text_count++] = text;
    return true;
}

static bool settle_given(struct score_request *request, struct item_reading *reading,
                         struct request_trouble *trouble)
{
    struct score_item *item = &reading->item;
    if (!reading->given)
        return true;
    item->has_given = true;
    if (json_is_string(reading->given)) {
        item->given =
            (struct span){json_string_value(reading->given), json_string_length(reading->given)};
    } else {
        struct buffer text = BUFFER_INIT;
        request_write(reading->given, &text);
        char *made = buffer_take(&text, &item->given.size);
        if (!made || !keep_text(request, made))
            return trouble_set(trouble, "internal", "given", "no memory");
        item->given.data = made;
    }
    if (item->given.size > GIVEN_MAX) {
        trouble_set(trouble, "too_large", "given", "a ground truth has at most %d bytes",
                    GIVEN_MAX);
        item->refusal = OUTCOME_TOO_LARGE;
        return false;
    }
    return true;
}

/* The response of one item; `tool` as in struct item_reading. */
static bool settle_response(struct score_request *request, struct score_item *item,
                            const json_t *response, const char *tool,
                            struct request_trouble *trouble)
{
    char *made;
    bool found;
    if (!response_read(response, tool, &item->response, &made, &found, trouble))
        return false;
    if (made && !keep_text(request, made))
        return trouble_set(trouble, "internal", "", "no memory for the response");
    if (tool) /* the arguments are the answer; a call that was not made is none */
        item->extract = found ? RS_WHOLE : RS_TAGGED;
    if (item->response.size > RESPONSE_MAX) {
        trouble_set(trouble, "too_large", "", "a response has at most %d bytes", RESPONSE_MAX);
        item->refusal = OUTCOME_TOO_LARGE;
        return false;
    }
    return true;
}

/* An item that cannot be scored keeps its trouble; the outcome is BAD_REQUEST unless said. */
static void spoil(struct score_item *item, const struct request_trouble *trouble)
{
    if (item->refusal == OUTCOME_OK)
        item->refusal =
            strcmp(trouble->code, "internal") == 0 ? OUTCOME_INTERNAL : OUTCOME_BAD_REQUEST;
    item->trouble = *trouble;
}

/* Reads what all responses of the item share. */
static bool read_shared(struct score_request *request, struct item_reading *reading, json_t *object,
                        const char *prefix, struct request_trouble *trouble)
{
    if (!item_read(reading, object, prefix, trouble))
        return false;
    if (settle_given(request, reading, trouble))
        return true;
    item_place(trouble, prefix, "given");
    return false;
}

static void read_one(struct score_request *request, struct item_reading *reading,
                     const json_t *response, const char *prefix, const char *place)
{
    struct request_trouble trouble;
    struct score_item *item = &request->items[request->item_count++];
    *item = reading->item;
    if (!response)
        wrong(&trouble, "this is missing");
    else if (settle_response(request, item, response, reading->tool, &trouble))
        return;
    item_place(&trouble, prefix, place);
    spoil(item, &trouble);
}

/* An item with both is one wrong item. */
static json_t *group_of(const json_t *object)
{
    json_t *responses = json_object_get(object, "responses");
    return json_is_array(responses) && !json_object_get(object, "response") ? responses : NULL;
}

/* Room was made by the caller. */
static void read_item(struct score_request *request, json_t *object, const char *prefix)
{
    struct request_trouble trouble;
    struct item_reading reading;
    struct score_entry *entry = &request->entries[request->entry_count++];
    bool fine = read_shared(request, &reading, object, prefix, &trouble);
    json_t *responses = group_of(object);
    if (fine && reading.responses && reading.response) {
        fine = wrong(&trouble, "an item has response or responses");
        item_place(&trouble, prefix, "response");
    }
    if (!fine)
        spoil(&reading.item, &trouble);
    entry->first = request->item_count;
    entry->group = responses != NULL;
    entry->count = responses ? json_array_size(responses) : 1;
    for (size_t i = 0; i < entry->count; i++) {
        char place[32] = "response";
        if (responses)
            snprintf(place, sizeof place, "responses[%zu]", i);
        if (fine)
            read_one(request, &reading, responses ? json_array_get(responses, i) : reading.response,
                     prefix, place);
        else
            request->items[request->item_count++] = reading.item;
    }
}

static bool make_room(struct score_request *request, size_t entries, size_t items,
                      struct request_trouble *trouble)
{
    request->entries = calloc(entries + 1, sizeof *request->entries);
    request->items = calloc(items + 1, sizeof *request->items);
    return (request->entries && request->items) ||
           trouble_set(trouble, "internal", "", "no memory for the request");
}

static bool read_single(struct score_request *request, struct request_trouble *trouble)
{
    if (!json_is_object(request->root))
        return wrong(trouble, "the body is an object");
    if (json_object_get(request->root, "responses"))
        return trouble_set(trouble, "bad_request", "responses",
                           "a group of responses goes to /v1/score/batch");
    if (!make_room(request, 1, 1, trouble))
        return false;
    read_item(request, request->root, "");
    const struct score_item *item = &request->items[0];
    if (item->refusal != OUTCOME_OK)
        *trouble = item->trouble;
    return item->refusal == OUTCOME_OK;
}

/* How many verdicts the items ask for. */
static size_t count_verdicts(const json_t *items)
{
    size_t count = 0, index;
    json_t *item;
    json_array_foreach(items, index, item)
    {
        const json_t *responses = group_of(item);
        count += responses ? json_array_size(responses) : 1;
    }
    return count;
}

static bool read_items(void *context, json_t *value, struct request_trouble *trouble)
{
    *(json_t **)context = value;
    return json_is_array(value) || wrong(trouble, "this must be a list of items");
}

static bool read_batch(struct score_request *request, struct request_trouble *trouble)
{
    static const struct request_field fields[] = {{"items", read_items}};
    json_t *items = NULL;
    if (!json_is_object(request->root))
        return wrong(trouble, "the body is an object with items");
    if (!request_read_fields(request->root, fields, 1, "", &items, trouble))
        return false;
    if (!items)
        return trouble_set(trouble, "bad_request", "items", "this is missing");
    size_t verdicts = count_verdicts(items), entries = json_array_size(items);
    if (verdicts > VERDICTS_MAX || entries > VERDICTS_MAX) {
        trouble_set(trouble, "too_large", "items", "a request asks for at most %d verdicts",
                    VERDICTS_MAX);
        snprintf(trouble->hint, sizeof trouble->hint, "send several requests");
        return false;
    }
    if (!make_room(request, entries, verdicts, trouble))
        return false;
    size_t index;
    json_t *item;
    json_array_foreach(items, index, item)
    {
        char prefix[32];
        snprintf(prefix, sizeof prefix, "items[%zu].", index);
        read_item(request, item, prefix);
    }
    return true;
}

static bool load(struct score_request *request, char *body, size_t size,
                 bool (*read)(struct score_request *, struct request_trouble *),
                 struct request_trouble *trouble)
{
    *request = (struct score_request){.root = request_load(body, size, trouble)};
    if (request->root && read(request, trouble))
        return true;
    score_request_deinit(request);
    return false;
}

bool score_request_single(struct score_request *request, char *body, size_t size,
                          struct request_trouble *trouble)
{
    return load(request, body, size, read_single, trouble);
}

bool score_request_batch(struct score_request *request, char *body, size_t size,
                         struct request_trouble *trouble)
{
    return load(request, body, size, read_batch, trouble);
}

void score_request_deinit(struct score_request *request)
{
    for (size_t i = 0; i < request->text_count; i++)
        free(request->texts[i]);
    free(request->texts);
    free(request->entries);
    free(request->items);
    json_decref(request->root);
    *request = (struct score_request){0};
}
