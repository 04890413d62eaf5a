/* SPDX-License-Identifier: Apache-2.0 */
/* json_tree.c: see json_tree.h. */
#include "lib/json/json_tree.h"

static void put_object(struct json *json, const json_t *object)
{
    const char *name;
    json_t *member;
    json_put_open(json, '{');
    /* jansson's iterator takes a pointer to non-const and changes nothing. */
    json_object_foreach((json_t *)(uintptr_t)object, name, member)
    {
        json_put_key(json, name);
        json_put_tree(json, member);
    }
    json_put_close(json, '}');
}

static void put_array(struct json *json, const json_t *array)
{
    size_t index;
    json_t *element;
    json_put_open(json, '[');
    json_array_foreach(array, index, element)
    {
        json_put_tree(json, element);
    }
    json_put_close(json, ']');
}

void json_put_tree(struct json *json, const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        put_object(json, value);
        break;
    case JSON_ARRAY:
        put_array(json, value);
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
