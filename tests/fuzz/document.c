/* SPDX-License-Identifier: Apache-2.0 */
/* document.c: JSON as lib/json/document reads it against jansson: the same texts are accepted, with
 * the same values, and what is written of them reads back as the same. */
#include "lib/json/document.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

/* ---- jansson, with document.h's two additions ---------------------------------------------- */

static bool is_hex(const char *at)
{
    return strspn(at, "0123456789abcdefABCDEF") >= 4;
}

static bool is_surrogate(const char *at, const char *seconds)
{
    return at[0] == '\\' && at[1] == 'u' && is_hex(at + 2) && (at[2] == 'd' || at[2] == 'D') &&
           strchr(seconds, at[3]);
}

/* Lone surrogates become \ufffd. `text` is NUL-terminated, and `end` is there. */
static void mend(char *text, const char *end)
{
    bool inside = false;
    for (char *at = text; at < end; at++) {
        if (*at == '"')
            inside = !inside;
        if (!inside || *at != '\\')
            continue;
        if (is_surrogate(at, "89abAB") && is_surrogate(at + 6, "cdefCDEF"))
            at += 11;
        else if (is_surrogate(at, "89abcdefABCDEF"))
            memcpy(at, "\\ufffd", 6), at += 5;
        else
            at++;
    }
}

/* Depth and number of values, as far as the text is JSON; and no NUL, which jansson loses behind a
 * number. */
static bool within_limits(const char *text, const char *end)
{
    size_t depth = 0, values = 1, deepest = 0;
    for (const char *at = text; at < end; at++) {
        if (*at == '"')
            for (at++; at < end && *at != '"'; at++)
                at += *at == '\\';
        else if (*at == '{' || *at == '[')
            values++, deepest = ++depth > deepest ? depth : deepest;
        else if (*at == '}' || *at == ']')
            depth -= depth > 0;
        else if (*at == ',')
            values++;
    }
    return deepest <= DOCUMENT_DEPTH_MAX && values <= DOCUMENT_VALUES_MAX &&
           !memchr(text, '\0', (size_t)(end - text));
}

static json_t *read_reference(const uint8_t *data, size_t size)
{
    char *text = calloc(1, size + 1);
    must(text != NULL);
    memcpy(text, data, size);
    mend(text, text + size);
    json_t *root = within_limits(text, text + size)
                       ? json_loadb(text, size, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL)
                       : NULL;
    free(text);
    return root;
}

/* ---- The same values ------------------------------------------------------------------------ */

static void same(const struct value *value, const json_t *expected);

static void same_string(const struct value *value, const char *text, size_t size)
{
    must(value->kind == VALUE_STRING && value->size == size);
    must(memcmp(value->text, text, size) == 0 && value->text[size] == '\0');
}

static void same_array(const struct value *value, const json_t *expected)
{
    const struct value *element = value_first(value);
    must(value->size == json_array_size(expected));
    for (size_t i = 0; i < value->size; i++, element = value_next(element))
        same(element, json_array_get(expected, i));
    must(element == value_next(value));
}

static void same_object(const struct value *value, json_t *expected)
{
    const struct value *key = value_first(value);
    const char *name;
    json_t *member;
    must(value->size == json_object_size(expected));
    json_object_foreach(expected, name, member)
    {
        same_string(key, name, strlen(name));
        same(key + 1, member);
        must(value->size > 100 || value_get(value, name) == key + 1);
        key = value_next(key + 1);
    }
    must(key == value_next(value));
}

static void same(const struct value *value, const json_t *expected)
{
    double real = json_real_value(expected);
    switch (json_typeof(expected)) {
    case JSON_OBJECT:
        must(value->kind == VALUE_OBJECT);
        same_object(value, (json_t *)(uintptr_t)expected);
        break;
    case JSON_ARRAY:
        must(value->kind == VALUE_ARRAY);
        same_array(value, expected);
        break;
    case JSON_STRING:
        same_string(value, json_string_value(expected), json_string_length(expected));
        break;
    case JSON_INTEGER:
        must(value->kind == VALUE_INTEGER && value->integer == json_integer_value(expected));
        break;
    case JSON_REAL:
        must(value->kind == VALUE_REAL && memcmp(&value->real, &real, sizeof real) == 0);
        break;
    case JSON_TRUE:
        must(value->kind == VALUE_TRUE);
        break;
    case JSON_FALSE:
        must(value->kind == VALUE_FALSE);
        break;
    case JSON_NULL:
        must(value->kind == VALUE_NULL);
        break;
    }
}

static void same_when_written(const struct value *root)
{
    struct buffer out = BUFFER_INIT;
    struct json json = {.out = &out};
    value_put(&json, root, SIZE_MAX);
    json_t *again = json_loadb(out.data, out.size, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
    must(again != NULL);
    same(root, again);
    json_decref(again);
    buffer_deinit(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* One for all inputs: what an earlier one has left must not show. */
    static struct document document = {.secret = 17};
    char *text = malloc(size ? size : 1); /* so that a sanitizer sees what is read beyond it */
    must(text != NULL);
    if (size)
        memcpy(text, data, size);
    json_t *expected = read_reference(data, size);
    int status = document_read(&document, text, size);
    must((status == 0) == (expected != NULL));
    if (status == 0) {
        must(value_next(document.values) == document.values + document.count);
        same(document.values, expected);
        same_when_written(document.values);
    } else {
        must(status > 0 && document.offset <= size && *document.sentence);
    }
    json_decref(expected);
    document_trim(&document);
    free(text);
    return 0;
}
