/* SPDX-License-Identifier: Apache-2.0 */
/* request_score.c: see request_score.h. */
#include "daemon/front/request_score.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/front/request_item.h"
#include "daemon/front/request_response.h"
#include "proto/ring.h"

enum {
    ROOM_FIRST = 16,
    ITEMS_KEPT = 256, /* 64 KiB; batches are mostly smaller */
};

static bool wrong(struct request_trouble *trouble, const char *place, const char *message)
{
    return trouble_set(trouble, "bad_request", place, "%s", message);
}

/* ---- Memory --------------------------------------------------------------------------------- */

bool score_request_keep(struct score_request *request, void *what)
{
    if (request->made_count == request->made_capacity) {
        size_t capacity = request->made_capacity ? 2 * request->made_capacity : ROOM_FIRST;
        void **made = realloc(request->made, capacity * sizeof *made);
        if (!made) {
            free(what);
            return false;
        }
        request->made = made;
        request->made_capacity = capacity;
    }
    request->made[request->made_count++] = what;
    return true;
}

/* `array`, or another in its place that holds `count` elements; what was in it is lost. NULL: no
 * memory. */
static void *make_array(void *array, size_t *capacity, size_t count, size_t size)
{
    if (array && count <= *capacity)
        return array;
    *capacity = count < ROOM_FIRST ? ROOM_FIRST : count;
    free(array);
    return malloc(*capacity * size);
}

static bool make_room(struct score_request *request, size_t entries, size_t items,
                      struct request_trouble *trouble)
{
    request->entries =
        make_array(request->entries, &request->entry_capacity, entries, sizeof *request->entries);
    request->items =
        make_array(request->items, &request->item_capacity, items, sizeof *request->items);
    return (request->entries && request->items) ||
           trouble_set(trouble, "internal", "", "no memory for the request");
}

void score_request_clear(struct score_request *request)
{
    if (request->item_capacity > ITEMS_KEPT || request->entry_capacity > ITEMS_KEPT) {
        score_request_deinit(request);
        return;
    }
    for (size_t i = 0; i < request->made_count; i++)
        free(request->made[i]);
    request->entry_count = request->item_count = request->made_count = 0;
}

void score_request_deinit(struct score_request *request)
{
    for (size_t i = 0; i < request->made_count; i++)
        free(request->made[i]);
    free(request->made);
    free(request->entries);
    free(request->items);
    *request = (struct score_request){0};
}

/* ---- An item -------------------------------------------------------------------------------- */

/* An item that cannot be scored keeps its trouble; the outcome is BAD_REQUEST unless said. */
static void spoil(struct score_request *request, struct score_item *item,
                  const struct request_trouble *trouble)
{
    static const struct request_trouble no_memory = {.code = "internal",
                                                     .message = "no memory for the request"};
    struct request_trouble *kept = malloc(sizeof *kept);
    if (kept) {
        *kept = *trouble;
        kept = score_request_keep(request, kept) ? kept : NULL;
    }
    item->trouble = kept ? kept : &no_memory;
    if (item->refusal == OUTCOME_OK)
        item->refusal =
            strcmp(item->trouble->code, "internal") == 0 ? OUTCOME_INTERNAL : OUTCOME_BAD_REQUEST;
}

/* Numbers as the shortest text that reads back: another text would be another ground truth than
 * what was sent. */
static bool write_given(struct score_request *request, const struct value *given, struct span *out)
{
    struct buffer text = BUFFER_INIT;
    struct json json = {.out = &text};
    value_put(&json, given, GIVEN_MAX);
    char *made = buffer_take(&text, &out->size);
    out->data = made;
    return made && score_request_keep(request, made);
}

static bool settle_given(struct score_request *request, struct item_reading *reading,
                         struct request_trouble *trouble)
{
    struct score_item *item = &reading->item;
    const struct value *given = reading->given;
    if (!given)
        return true;
    item->has_given = true;
    if (value_is(given, VALUE_STRING))
        item->given = (struct span){given->text, given->size};
    else if (!write_given(request, given, &item->given))
        return trouble_set(trouble, "internal", "given", "no memory");
    if (item->given.size <= GIVEN_MAX)
        return true;
    item->refusal = OUTCOME_TOO_LARGE;
    return trouble_set(trouble, "too_large", "given", "a ground truth has at most %d bytes",
                       GIVEN_MAX);
}

static bool check_size(struct score_item *item, struct request_trouble *trouble)
{
    if (item->response.size <= RESPONSE_MAX)
        return true;
    item->refusal = OUTCOME_TOO_LARGE;
    return trouble_set(trouble, "too_large", "", "a response has at most %d bytes", RESPONSE_MAX);
}

/* The response of one item; `tool` as in struct item_reading. */
static bool settle_response(struct score_request *request, struct score_item *item,
                            const struct value *response, const char *tool,
                            struct request_trouble *trouble)
{
    char *made;
    bool found;
    if (!response)
        return wrong(trouble, "", "this is missing");
    if (!response_read(response, tool, &item->response, &made, &found, trouble))
        return false;
    if (made && !score_request_keep(request, made))
        return trouble_set(trouble, "internal", "", "no memory for the response");
    if (tool) /* the arguments are the answer; a call that was not made is none */
        item->extract = found ? RS_WHOLE : RS_TAGGED;
    return check_size(item, trouble);
}

/* Reads what all responses of the item share. */
static bool read_shared(struct score_request *request, struct item_reading *reading,
                        const struct value *object, struct request_trouble *trouble)
{
    if (!item_read(reading, object, trouble) || !settle_given(request, reading, trouble))
        return false;
    return !reading->responses || !reading->response ||
           wrong(trouble, "response", "an item has response or responses");
}

/* Adds the item with this response; all but that has been read. False: it cannot be scored. */
static bool read_one(struct score_request *request, const struct item_reading *reading,
                     const struct value *response, struct request_trouble *trouble)
{
    struct score_item *item = &request->items[request->item_count++];
    *item = reading->item;
    return settle_response(request, item, response, reading->tool, trouble);
}

/* Puts before the place which item it is in. `index`: of a batch's, NULL for the single one. */
static void place_in_item(struct request_trouble *trouble, const size_t *index)
{
    char prefix[32];
    if (!index)
        return;
    snprintf(prefix, sizeof prefix, "items[%zu].", *index);
    trouble_within(trouble, prefix);
}

/* The item that was added last cannot be scored for what is wrong with its response. */
static void spoil_last(struct score_request *request, struct request_trouble *trouble,
                       const char *place, const size_t *index)
{
    snprintf(trouble->place, sizeof trouble->place, "%s", place);
    place_in_item(trouble, index);
    spoil(request, &request->items[request->item_count - 1], trouble);
}

static void read_group(struct score_request *request, const struct item_reading *reading,
                       const struct value *responses, const size_t *index)
{
    struct request_trouble trouble;
    const struct value *response = value_first(responses);
    for (size_t i = 0; i < responses->size; i++, response = value_next(response)) {
        if (read_one(request, reading, response, &trouble))
            continue;
        char place[32];
        snprintf(place, sizeof place, "responses[%zu]", i);
        spoil_last(request, &trouble, place, index);
    }
}

/* An item with both is one wrong item. */
static const struct value *group_of(const struct value *object)
{
    const struct value *responses = value_get(object, "responses");
    return value_is(responses, VALUE_ARRAY) && !value_get(object, "response") ? responses : NULL;
}

/* Room was made by the caller. */
static void read_item(struct score_request *request, const struct value *object,
                      const size_t *index)
{
    struct request_trouble trouble;
    struct item_reading reading;
    const struct value *responses = group_of(object);
    struct score_entry *entry = &request->entries[request->entry_count++];
    *entry = (struct score_entry){.first = request->item_count,
                                  .count = responses ? responses->size : 1,
                                  .group = responses != NULL};
    if (!read_shared(request, &reading, object, &trouble)) {
        place_in_item(&trouble, index);
        spoil(request, &reading.item, &trouble);
        for (size_t i = 0; i < entry->count; i++)
            request->items[request->item_count++] = reading.item;
    } else if (responses) {
        read_group(request, &reading, responses, index);
    } else if (!read_one(request, &reading, reading.response, &trouble)) {
        spoil_last(request, &trouble, "response", index);
    }
}

/* ---- Items one by one ----------------------------------------------------------------------- */

bool score_request_reserve(struct score_request *request, size_t count,
                           struct request_trouble *trouble)
{
    if (count <= VERDICTS_MAX)
        return make_room(request, count, count, trouble);
    return trouble_set(trouble, "too_large", "", "a request asks for at most %d verdicts",
                       VERDICTS_MAX);
}

static struct score_item *add_item(struct score_request *request,
                                   const struct item_reading *reading)
{
    struct score_item *item = &request->items[request->item_count];
    request->entries[request->entry_count++] =
        (struct score_entry){.first = request->item_count++, .count = 1};
    *item = reading->item;
    return item;
}

void score_request_add(struct score_request *request, struct item_reading *reading,
                       struct span response)
{
    struct request_trouble trouble;
    bool fine = settle_given(request, reading, &trouble);
    struct score_item *item = add_item(request, reading);
    item->response = response;
    if (!fine || !check_size(item, &trouble))
        spoil(request, item, &trouble);
}

void score_request_add_spoilt(struct score_request *request, struct item_reading *reading,
                              const struct request_trouble *trouble)
{
    spoil(request, add_item(request, reading), trouble);
}

/* ---- The request ---------------------------------------------------------------------------- */

static bool read_single(struct score_request *request, const struct value *root,
                        struct request_trouble *trouble)
{
    if (!value_is(root, VALUE_OBJECT))
        return wrong(trouble, "", "the body is an object");
    if (value_get(root, "responses"))
        return wrong(trouble, "responses", "a group of responses goes to /v1/score/batch");
    if (!make_room(request, 1, 1, trouble))
        return false;
    read_item(request, root, NULL);
    const struct score_item *item = &request->items[0];
    if (item->refusal != OUTCOME_OK)
        *trouble = *item->trouble;
    return item->refusal == OUTCOME_OK;
}

/* How many verdicts the items ask for. */
static size_t count_verdicts(const struct value *items)
{
    const struct value *end = value_next(items);
    size_t count = 0;
    for (const struct value *item = value_first(items); item < end; item = value_next(item)) {
        const struct value *responses = group_of(item);
        count += responses ? responses->size : 1;
    }
    return count;
}

static bool read_items(void *context, const struct value *value, struct request_trouble *trouble)
{
    *(const struct value **)context = value;
    return value_is(value, VALUE_ARRAY) || wrong(trouble, "", "this must be a list of items");
}

static bool read_batch(struct score_request *request, const struct value *root,
                       struct request_trouble *trouble)
{
    static const struct request_field fields[] = {{"items", read_items}};
    const struct value *items = NULL;
    if (!value_is(root, VALUE_OBJECT))
        return wrong(trouble, "", "the body is an object with items");
    if (!request_read_fields(root, fields, 1, &items, trouble))
        return false;
    if (!items)
        return wrong(trouble, "items", "this is missing");
    size_t verdicts = count_verdicts(items), entries = items->size;
    if (verdicts > VERDICTS_MAX || entries > VERDICTS_MAX) {
        trouble_set(trouble, "too_large", "items", "a request asks for at most %d verdicts",
                    VERDICTS_MAX);
        snprintf(trouble->hint, sizeof trouble->hint, "send several requests");
        return false;
    }
    if (!make_room(request, entries, verdicts, trouble))
        return false;
    const struct value *item = value_first(items);
    for (size_t i = 0; i < entries; i++, item = value_next(item))
        read_item(request, item, &i);
    return true;
}

static bool load(struct score_request *request, struct document *document, char *body, size_t size,
                 bool (*read)(struct score_request *, const struct value *,
                              struct request_trouble *),
                 struct request_trouble *trouble)
{
    const struct value *root = request_load(document, body, size, trouble);
    bool fine = root && read(request, root, trouble);
    document_trim(document);
    if (!fine)
        score_request_clear(request);
    return fine;
}

bool score_request_single(struct score_request *request, struct document *document, char *body,
                          size_t size, struct request_trouble *trouble)
{
    return load(request, document, body, size, read_single, trouble);
}

bool score_request_batch(struct score_request *request, struct document *document, char *body,
                         size_t size, struct request_trouble *trouble)
{
    return load(request, document, body, size, read_batch, trouble);
}
