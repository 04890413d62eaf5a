/* SPDX-License-Identifier: Apache-2.0 */
/* request_json.c: see request_json.h. */
#include "daemon/front/request_json.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool trouble_set(struct request_trouble *trouble, const char *code, const char *place,
                 const char *format, ...)
{
    va_list arguments;
    snprintf(trouble->code, sizeof trouble->code, "%s", code);
    snprintf(trouble->place, sizeof trouble->place, "%s", place);
    trouble->hint[0] = '\0';
    va_start(arguments, format);
    vsnprintf(trouble->message, sizeof trouble->message, format, arguments);
    va_end(arguments);
    return false;
}

static void load_trouble(const struct document *document, int status,
                         struct request_trouble *trouble)
{
    char place[32];
    snprintf(place, sizeof place, "byte %zu", document->offset);
    switch (status) {
    case DOCUMENT_MALFORMED:
        trouble_set(trouble, "bad_json", place, "the body is not JSON: %s", document->sentence);
        break;
    case DOCUMENT_TOO_DEEP:
        trouble_set(trouble, "bad_json", place, "nesting is deeper than %d", DOCUMENT_DEPTH_MAX);
        break;
    case DOCUMENT_TOO_MANY_VALUES:
        trouble_set(trouble, "too_large", place, "the body has more than %d values",
                    DOCUMENT_VALUES_MAX);
        snprintf(trouble->hint, sizeof trouble->hint, "send fewer items in one request");
        break;
    default:
        trouble_set(trouble, "internal", "", "no memory for the request");
    }
}

const struct value *request_load(struct document *document, char *body, size_t size,
                                 struct request_trouble *trouble)
{
    int status = document_read(document, body, size);
    if (status == 0)
        return document->values;
    load_trouble(document, status, trouble);
    return NULL;
}

/* A name from outside, for a place: printable ASCII, shortened. */
static const char *printable(const char *name, char out[40])
{
    size_t size = 0;
    for (; name[size] && size < 39; size++)
        out[size] = name[size] >= ' ' && name[size] <= '~' ? name[size] : '?';
    out[size] = '\0';
    return out;
}

static const struct request_field *find_field(const struct request_field *fields, size_t count,
                                              const struct value *name)
{
    for (size_t i = 0; i < count; i++)
        if (value_equals(name, fields[i].name))
            return &fields[i];
    return NULL;
}

static bool unknown_field(const struct request_field *fields, size_t count,
                          const struct value *name, struct request_trouble *trouble)
{
    char shown[40];
    trouble_set(trouble, "bad_request", printable(name->text, shown), "there is no such field");
    size_t at = (size_t)snprintf(trouble->hint, sizeof trouble->hint, "fields:");
    for (size_t i = 0; i < count && at < sizeof trouble->hint; i++)
        at +=
            (size_t)snprintf(trouble->hint + at, sizeof trouble->hint - at, " %s", fields[i].name);
    return false;
}

bool request_read_fields(const struct value *object, const struct request_field *fields,
                         size_t count, void *context, struct request_trouble *trouble)
{
    const struct value *end = value_next(object), *key;
    const struct request_field
        *found[REQUEST_FIELDS_MAX]; /* each at most once: keys are distinct */
    size_t members = 0;
    /* Unknown names first: a misspelt field is the likeliest cause of whatever else is missing. */
    for (key = value_first(object); key < end; key = value_next(key + 1)) {
        const struct request_field *field = find_field(fields, count, key);
        if (!field)
            return unknown_field(fields, count, key, trouble);
        found[members++] = field;
    }
    members = 0;
    for (key = value_first(object); key < end; key = value_next(key + 1)) {
        const struct request_field *field = found[members++];
        if (field->read(context, key + 1, trouble))
            continue;
        snprintf(trouble->place, sizeof trouble->place, "%s", field->name);
        return false;
    }
    return true;
}

void trouble_within(struct request_trouble *trouble, const char *prefix)
{
    char place[sizeof trouble->place];
    snprintf(place, sizeof place, "%.40s%.50s", prefix, trouble->place);
    /* The object itself: "items[3]" without its point. */
    size_t size = strlen(place);
    if (size && place[size - 1] == '.')
        place[size - 1] = '\0';
    memcpy(trouble->place, place, sizeof place);
}

bool request_read_integer(const struct value *value, int64_t low, int64_t high, int64_t *out,
                          struct request_trouble *trouble)
{
    if (value_is(value, VALUE_INTEGER) && value->integer >= low && value->integer <= high) {
        *out = value->integer;
        return true;
    }
    return trouble_set(trouble, "bad_request", "",
                       "this must be an integer from %" PRId64 " to %" PRId64, low, high);
}
