/* SPDX-License-Identifier: Apache-2.0 */
/* request_instances.c: see request_instances.h. */
#include "daemon/front/request_instances.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Weights that add up without overflow or loss. */
#define WEIGHT_MAX 1e9

/* The members as they come. */
struct reading {
    struct instances_request *request;
    struct mix_entry single;
    const struct value *mix;
    bool has_env, has_level, has_seed, has_split, held_out;
    uint64_t seed;
};

static bool wrong(struct request_trouble *trouble, const char *place, const char *message)
{
    return trouble_set(trouble, "bad_request", place, "%s", message);
}

static bool read_bool(const struct value *value, bool *out, struct request_trouble *trouble)
{
    *out = value_is(value, VALUE_TRUE);
    return *out || value_is(value, VALUE_FALSE) || wrong(trouble, "", "this must be true or false");
}

/* One of the names, as its index. */
static bool read_name(const struct value *value, const char *const *names, unsigned count,
                      unsigned *out, struct request_trouble *trouble)
{
    for (*out = 0; *out < count; ++*out)
        if (value_equals(value, names[*out]))
            return true;
    trouble_set(trouble, "bad_request", "", "this must be one of");
    size_t at = strlen(trouble->message);
    for (unsigned i = 0; i < count; i++)
        at += (size_t)snprintf(trouble->message + at, sizeof trouble->message - at, "%s \"%s\"",
                               i ? "," : "", names[i]);
    return false;
}

static bool read_address(const struct value *value, struct address *out, bool star,
                         struct request_trouble *trouble)
{
    struct error error;
    *out = (struct address){0};
    if (!value_is(value, VALUE_STRING))
        return wrong(trouble, "", "this must be a string");
    if (star && value_equals(value, "*"))
        return true;
    if (address_parse_environment(value->text, value->size, out, &error) < 0)
        return trouble_set(trouble, "bad_request", "", "%.230s", error.text);
    return true;
}

/* ---- An entry of a mix ---------------------------------------------------------------------- */

static bool read_entry_env(void *context, const struct value *value,
                           struct request_trouble *trouble)
{
    return read_address(value, &((struct mix_entry *)context)->address, true, trouble);
}

static bool read_entry_levels(void *context, const struct value *value,
                              struct request_trouble *trouble)
{
    struct mix_entry *entry = context;
    int64_t low, high;
    if (!value_is(value, VALUE_ARRAY) || value->size != 2)
        return wrong(trouble, "", "this must be two levels: the lowest and the highest");
    const struct value *first = value_first(value);
    if (!request_read_integer(first, 1, ADDRESS_LEVEL_MAX, &low, trouble) ||
        !request_read_integer(value_next(first), low, ADDRESS_LEVEL_MAX, &high, trouble))
        return false;
    entry->low = (unsigned)low;
    entry->high = (unsigned)high;
    return true;
}

static bool read_entry_weight(void *context, const struct value *value,
                              struct request_trouble *trouble)
{
    double weight = value->kind == VALUE_REAL      ? value->real
                    : value->kind == VALUE_INTEGER ? (double)value->integer
                                                   : 0;
    if (!(weight > 0) || weight > WEIGHT_MAX)
        return wrong(trouble, "", "this must be a number above 0");
    ((struct mix_entry *)context)->weight = weight;
    return true;
}

static bool read_mix_entry(struct mix_entry *entry, const struct value *object, size_t index,
                           struct request_trouble *trouble)
{
    static const struct request_field fields[] = {
        {"env", read_entry_env}, {"levels", read_entry_levels}, {"weight", read_entry_weight}};
    char prefix[32];
    *entry = (struct mix_entry){.weight = 1};
    if (!value_get(object, "env"))
        wrong(trouble, "env", "an entry of the mix is an object with env");
    else if (request_read_fields(object, fields, sizeof fields / sizeof *fields, entry, trouble))
        return true;
    snprintf(prefix, sizeof prefix, "mix[%zu].", index);
    trouble_within(trouble, prefix);
    return false;
}

/* ---- The request ---------------------------------------------------------------------------- */

static bool read_env(void *context, const struct value *value, struct request_trouble *trouble)
{
    struct reading *reading = context;
    reading->has_env = true;
    return read_address(value, &reading->single.address, false, trouble);
}

static bool read_level(void *context, const struct value *value, struct request_trouble *trouble)
{
    struct reading *reading = context;
    int64_t level;
    if (!request_read_integer(value, 0, ADDRESS_LEVEL_MAX, &level, trouble))
        return false;
    reading->has_level = true;
    reading->single.low = reading->single.high = (unsigned)level;
    return true;
}

static bool read_seed(void *context, const struct value *value, struct request_trouble *trouble)
{
    struct reading *reading = context;
    int64_t seed;
    if (!request_read_integer(value, 0, SEED_MAX, &seed, trouble))
        return false;
    reading->has_seed = true;
    reading->seed = (uint64_t)seed;
    return true;
}

static bool read_count(void *context, const struct value *value, struct request_trouble *trouble)
{
    int64_t count;
    if (!request_read_integer(value, 0, INSTANCES_STREAM_MAX, &count, trouble))
        return false;
    ((struct reading *)context)->request->count = (unsigned)count;
    return true;
}

static bool read_mix(void *context, const struct value *value, struct request_trouble *trouble)
{
    ((struct reading *)context)->mix = value;
    if (!value_is(value, VALUE_ARRAY) || !value->size || value->size > MIX_MAX)
        return trouble_set(trouble, "bad_request", "", "this must be a list of 1 to %d entries",
                           MIX_MAX);
    return true;
}

static bool read_split(void *context, const struct value *value, struct request_trouble *trouble)
{
    static const char *const names[] = {"train", "held_out"};
    struct reading *reading = context;
    unsigned index;
    if (!read_name(value, names, 2, &index, trouble))
        return false;
    reading->has_split = true;
    reading->held_out = index == 1;
    return true;
}

static bool read_cursor(void *context, const struct value *value, struct request_trouble *trouble)
{
    struct instances_request *request = ((struct reading *)context)->request;
    if (value_is(value, VALUE_NULL))
        return true;
    if (!value_is(value, VALUE_STRING) || value->size >= CURSOR_MAX || !value->size)
        return wrong(trouble, "", "this must be the cursor of an earlier answer");
    request->has_cursor = true;
    snprintf(request->cursor, sizeof request->cursor, "%s", value->text);
    return true;
}

static bool read_distinct(void *context, const struct value *value, struct request_trouble *trouble)
{
    return read_bool(value, &((struct reading *)context)->request->distinct, trouble);
}

static bool read_answers(void *context, const struct value *value, struct request_trouble *trouble)
{
    return read_bool(value, &((struct reading *)context)->request->answers, trouble);
}

static bool read_format(void *context, const struct value *value, struct request_trouble *trouble)
{
    static const char *const names[] = {"none", "answer", "boxed"};
    static const enum instance_format formats[] = {FORMAT_NONE, FORMAT_ANSWER, FORMAT_BOXED};
    unsigned index;
    if (!read_name(value, names, 3, &index, trouble))
        return false;
    ((struct reading *)context)->request->format = formats[index];
    return true;
}

static bool read_system(void *context, const struct value *value, struct request_trouble *trouble)
{
    static const char *const names[] = {"none", "think", "boxed"};
    static const enum instance_system systems[] = {SYSTEM_NONE, SYSTEM_THINK, SYSTEM_BOXED};
    unsigned index;
    if (!read_name(value, names, 3, &index, trouble))
        return false;
    ((struct reading *)context)->request->system = systems[index];
    return true;
}

static const struct request_field request_fields[] = {
    {"env", read_env},         {"level", read_level},       {"seed", read_seed},
    {"count", read_count},     {"mix", read_mix},           {"split", read_split},
    {"cursor", read_cursor},   {"distinct", read_distinct}, {"format", read_format},
    {"answers", read_answers}, {"system", read_system},
};

static bool settle_entries(struct reading *reading, struct request_trouble *trouble)
{
    struct instances_request *request = reading->request;
    size_t count = reading->mix ? reading->mix->size : 1;
    if (reading->mix && (reading->has_env || reading->has_level))
        return wrong(trouble, "mix", "a request has env and level, or mix");
    if (!reading->mix && !(reading->has_env && reading->has_level))
        return wrong(trouble, reading->has_env ? "level" : "env",
                     "this is missing: say env and level, or mix");
    request->entries = calloc(count, sizeof *request->entries);
    if (!request->entries)
        return trouble_set(trouble, "internal", "", "no memory for the request");
    request->entry_count = count;
    request->mixed = reading->mix != NULL;
    if (!reading->mix) {
        request->entries[0] = reading->single;
        request->entries[0].weight = 1;
        return true;
    }
    const struct value *entry = value_first(reading->mix);
    for (size_t i = 0; i < count; i++, entry = value_next(entry))
        if (!read_mix_entry(&request->entries[i], entry, i, trouble))
            return false;
    return true;
}

/* Seeds of the two splits do not meet; without a split all seeds are allowed. */
static bool settle_seeds(struct reading *reading, struct request_trouble *trouble)
{
    struct instances_request *request = reading->request;
    uint64_t low = reading->held_out ? SEED_HELD_OUT : 0;
    request->end = reading->has_split && !reading->held_out ? SEED_HELD_OUT - 1 : SEED_MAX;
    request->start = reading->has_seed ? reading->seed : low;
    if (request->has_cursor && reading->has_seed)
        return wrong(trouble, "cursor", "a cursor says the next seed already");
    if (request->start < low || request->start > request->end)
        return wrong(trouble, "seed",
                     "held-out seeds start at 2^62 = 4611686018427387904, seeds for training stay "
                     "below");
    return true;
}

/* A model is not told two forms at once. */
static bool settle_forms(const struct instances_request *request, struct request_trouble *trouble)
{
    if ((request->system == SYSTEM_THINK && request->format == FORMAT_BOXED) ||
        (request->system == SYSTEM_BOXED && request->format == FORMAT_ANSWER))
        return wrong(trouble, "system", "this and format ask for the answer in two forms");
    return true;
}

bool instances_request_read(struct instances_request *request, struct document *document,
                            char *body, size_t size, struct request_trouble *trouble)
{
    struct reading reading = {.request = request};
    *request = (struct instances_request){.count = 1};
    const struct value *root = request_load(document, body, size, trouble);
    if (!root)
        return false;
    bool fine = value_is(root, VALUE_OBJECT) || wrong(trouble, "", "the body is an object");
    fine = fine &&
           request_read_fields(root, request_fields, sizeof request_fields / sizeof *request_fields,
                               &reading, trouble) &&
           settle_entries(&reading, trouble) && settle_seeds(&reading, trouble) &&
           settle_forms(request, trouble);
    document_trim(document);
    if (!fine)
        instances_request_deinit(request);
    return fine;
}

bool instances_request_fits(const struct instances_request *request, bool stream,
                            struct request_trouble *trouble)
{
    if (stream || request->count <= INSTANCES_MAX)
        return true;
    trouble_set(trouble, "bad_request", "count", "this must be an integer from 0 to %d",
                INSTANCES_MAX);
    snprintf(trouble->hint, sizeof trouble->hint,
             "a stream holds %d: send Accept: application/x-ndjson", INSTANCES_STREAM_MAX);
    return false;
}

bool instances_request_to_rows(struct instances_request *request, struct request_trouble *trouble)
{
    if (request->answers)
        return wrong(trouble, "answers", "a row that a model is trained on holds no answer");
    if (request->format == FORMAT_BARE)
        request->format = request->system == SYSTEM_NONE ? FORMAT_ANSWER : FORMAT_NONE;
    return true;
}

void instances_request_deinit(struct instances_request *request)
{
    free(request->entries);
    *request = (struct instances_request){0};
}

/* ---- Resolve -------------------------------------------------------------------------------- */

static bool read_list(void *context, const struct value *value, struct request_trouble *trouble)
{
    *(const struct value **)context = value;
    if (!value_is(value, VALUE_ARRAY) || value->size > INSTANCES_MAX)
        return trouble_set(trouble, "bad_request", "",
                           "this must be a list of at most %d instances", INSTANCES_MAX);
    return true;
}

static bool read_addresses(struct resolve_request *request, const struct value *list,
                           struct request_trouble *trouble)
{
    request->addresses = calloc((size_t)list->size + 1, sizeof *request->addresses);
    if (!request->addresses)
        return trouble_set(trouble, "internal", "", "no memory for the request");
    for (const struct value *value = value_first(list); request->count < list->size;
         value = value_next(value), request->count++) {
        struct error error = {0, "this must be a string"};
        if (value_is(value, VALUE_STRING) &&
            address_parse_instance(value->text, value->size, &request->addresses[request->count],
                                   &error) == 0)
            continue;
        char place[32];
        snprintf(place, sizeof place, "instances[%zu]", request->count);
        return trouble_set(trouble, "bad_request", place, "%.230s", error.text);
    }
    return true;
}

bool resolve_request_read(struct resolve_request *request, struct document *document, char *body,
                          size_t size, struct request_trouble *trouble)
{
    static const struct request_field fields[] = {{"instances", read_list}};
    const struct value *list = NULL;
    *request = (struct resolve_request){0};
    const struct value *root = request_load(document, body, size, trouble);
    if (!root)
        return false;
    bool fine = value_is(root, VALUE_OBJECT) || wrong(trouble, "", "the body is an object");
    fine = fine && request_read_fields(root, fields, 1, &list, trouble) &&
           (list || wrong(trouble, "instances", "this is missing")) &&
           read_addresses(request, list, trouble);
    document_trim(document);
    if (!fine)
        resolve_request_deinit(request);
    return fine;
}

void resolve_request_deinit(struct resolve_request *request)
{
    free(request->addresses);
    *request = (struct resolve_request){0};
}
