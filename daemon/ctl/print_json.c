/* SPDX-License-Identifier: Apache-2.0 */
/* print_json.c: see print_json.h. */
#include "daemon/ctl/print_json.h"

#include <stdio.h>

static void write_object(struct json *json, const json_t *object)
{
    json_put_open(json, '{');
    /* jansson's iterators take a pointer to non-const and change nothing. */
    json_t *mutable = (json_t *)(uintptr_t)object;
    for (void *at = json_object_iter(mutable); at; at = json_object_iter_next(mutable, at)) {
        json_put_key(json, json_object_iter_key(at));
        write_json(json, json_object_iter_value(at));
    }
    json_put_close(json, '}');
}

static void write_array(struct json *json, const json_t *array)
{
    json_put_open(json, '[');
    for (size_t i = 0; i < json_array_size(array); i++)
        write_json(json, json_array_get(array, i));
    json_put_close(json, ']');
}

void write_json(struct json *json, const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        write_object(json, value);
        break;
    case JSON_ARRAY:
        write_array(json, value);
        break;
    case JSON_STRING:
        json_put_string(json, json_string_value(value), json_string_length(value));
        break;
    case JSON_INTEGER:
        json_put_integer(json, json_integer_value(value));
        break;
    case JSON_REAL:
        json_put_real(json, json_real_value(value));
        break;
    case JSON_TRUE:
    case JSON_FALSE:
        json_put_bool(json, json_is_true(value));
        break;
    case JSON_NULL:
        json_put_null(json);
        break;
    }
}

void print_json_line(const json_t *value)
{
    struct buffer out = BUFFER_INIT;
    struct json json = {.out = &out};
    write_json(&json, value);
    buffer_append(&out, "\n", 1);
    if (!out.failed)
        fwrite(out.data, 1, out.size, stdout);
    buffer_deinit(&out);
}
