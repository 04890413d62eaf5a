/* SPDX-License-Identifier: Apache-2.0 */
/* request_json.c: see request_json.h. */
#include "daemon/front/request_json.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "daemon/front/request_guard.h"
#include "lib/json/json_tree.h"

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

static bool guard_trouble(const struct guard_result *guard, struct request_trouble *trouble)
{
    char place[32];
    snprintf(place, sizeof place, "byte %zu", guard->offset);
    switch (guard->answer) {
    case GUARD_TOO_DEEP:
        return trouble_set(trouble, "bad_json", place, "nesting is deeper than %d", JSON_DEPTH_MAX);
    case GUARD_TOO_MANY_VALUES:
        trouble_set(trouble, "too_large", place, "the body has more than %d values",
                    JSON_VALUES_MAX);
        snprintf(trouble->hint, sizeof trouble->hint, "send fewer items in one request");
        return false;
    case GUARD_UNFINISHED_STRING:
        return trouble_set(trouble, "bad_json", place, "a string that begins here has no end");
    case GUARD_PASSED:
        break;
    }
    return true;
}

json_t *request_load(char *body, size_t size, struct request_trouble *trouble)
{
    struct guard_result guard = guard_check(body, size);
    if (!guard_trouble(&guard, trouble))
        return NULL;
    json_error_t error;
    json_t *root = json_loadb(body, size, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
    if (!root) {
        char place[64];
        snprintf(place, sizeof place, "byte %d (line %d, column %d)", error.position, error.line,
                 error.column);
        trouble_set(trouble, "bad_json", place, "the body is not JSON: %.160s", error.text);
    }
    return root;
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
                                              const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(fields[i].name, name) == 0)
            return &fields[i];
    return NULL;
}

static bool unknown_field(const struct request_field *fields, size_t count, const char *place,
                          struct request_trouble *trouble)
{
    trouble_set(trouble, "bad_request", place, "there is no such field");
    size_t at = (size_t)snprintf(trouble->hint, sizeof trouble->hint, "fields:");
    for (size_t i = 0; i < count && at < sizeof trouble->hint; i++)
        at +=
            (size_t)snprintf(trouble->hint + at, sizeof trouble->hint - at, " %s", fields[i].name);
    return false;
}

bool request_read_fields(json_t *object, const struct request_field *fields, size_t count,
                         const char *prefix, void *context, struct request_trouble *trouble)
{
    const char *name;
    json_t *value;
    char shown[40], place[sizeof trouble->place];
    /* Unknown names first: a misspelt field is the likeliest cause of whatever else is missing. */
    json_object_foreach(object, name, value)
    {
        snprintf(place, sizeof place, "%s%s", prefix, printable(name, shown));
        if (!find_field(fields, count, name))
            return unknown_field(fields, count, place, trouble);
    }
    json_object_foreach(object, name, value)
    {
        if (find_field(fields, count, name)->read(context, value, trouble))
            continue;
        snprintf(trouble->place, sizeof trouble->place, "%s%s", prefix, name);
        return false;
    }
    return true;
}

bool request_read_integer(const json_t *value, int64_t low, int64_t high, int64_t *out,
                          struct request_trouble *trouble)
{
    if (json_is_integer(value) && json_integer_value(value) >= low &&
        json_integer_value(value) <= high) {
        *out = json_integer_value(value);
        return true;
    }
    return trouble_set(trouble, "bad_request", "",
                       "this must be an integer from %" PRId64 " to %" PRId64, low, high);
}

void request_write(const json_t *value, struct buffer *out)
{
    struct json json = {.out = out};
    json_put_tree(&json, value);
}
