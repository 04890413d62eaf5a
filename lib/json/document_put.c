/* SPDX-License-Identifier: Apache-2.0 */
/* document_put.c: values become text again. */
#include "lib/json/document.h"

static void put_object(struct json *json, const struct value *object, size_t most)
{
    const struct value *end = value_next(object);
    json_put_open(json, '{');
    for (const struct value *key = value_first(object); key < end && json->out->size <= most;
         key = value_next(key + 1)) {
        json_put_key(json, key->text);
        value_put(json, key + 1, most);
    }
    json_put_close(json, '}');
}

static void put_array(struct json *json, const struct value *array, size_t most)
{
    const struct value *end = value_next(array);
    json_put_open(json, '[');
    for (const struct value *element = value_first(array); element < end && json->out->size <= most;
         element = value_next(element))
        value_put(json, element, most);
    json_put_close(json, ']');
}

/* Each byte takes one at least: a part is enough of what is too long, and escapes may make it six
 * times as long. */
static void put_string(struct json *json, const struct value *string, size_t most)
{
    json_put_string(json, string->text, string->size <= most ? string->size : most + 1);
}

void value_put(struct json *json, const struct value *value, size_t most)
{
    switch ((enum value_kind)value->kind) {
    case VALUE_OBJECT:
        put_object(json, value, most);
        break;
    case VALUE_ARRAY:
        put_array(json, value, most);
        break;
    case VALUE_STRING:
        put_string(json, value, most);
        break;
    case VALUE_INTEGER:
        json_put_integer(json, value->integer);
        break;
    case VALUE_REAL:
        json_put_real(json, value->real);
        break;
    case VALUE_TRUE:
    case VALUE_FALSE:
        json_put_bool(json, value->kind == VALUE_TRUE);
        break;
    case VALUE_NULL:
        json_put_null(json);
        break;
    }
}
