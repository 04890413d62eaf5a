/* SPDX-License-Identifier: Apache-2.0 */
/* json_write.c: see json_write.h. */
#include "lib/base/json_write.h"

#include <math.h>

#include "lib/base/decimal.h"
#include "lib/base/plain.h"
#include "lib/base/utf8.h"

static void put(struct json *json, const char *text, size_t size)
{
    char *at = json_room(json, size);
    if (at)
        json_wrote(json, (char *)memcpy(at, text, size) + size);
}

/* A value that needs no escapes, behind a comma where it is not the first. */
static void put_value(struct json *json, const char *text, size_t size)
{
    char *at = json_room(json, size + 1);
    if (!at)
        return;
    *at = ',';
    at += json->continued;
    memcpy(at, text, size);
    json->continued = true;
    json_wrote(json, at + size);
}

void json_put_open(struct json *json, char bracket)
{
    put_value(json, &bracket, 1);
    json->continued = false;
}

void json_put_close(struct json *json, char bracket)
{
    put(json, &bracket, 1);
    json->continued = true;
}

void json_put_key(struct json *json, const char *key)
{
    json_put_text(json, key);
    put(json, ":", 1);
    json->continued = false;
}

/* Writes what stands for a byte that cannot stand for itself; six bytes at most. */
static char *escape(char *at, unsigned char byte)
{
    static const char short_forms[][2] = {{'"', '"'},  {'\\', '\\'}, {'\n', 'n'}, {'\r', 'r'},
                                          {'\t', 't'}, {'\b', 'b'},  {'\f', 'f'}};
    static const char hex[] = "0123456789abcdef";
    for (size_t i = 0; i < sizeof short_forms / sizeof *short_forms; i++)
        if (byte == (unsigned char)short_forms[i][0])
            return mempcpy(at, (char[]){'\\', short_forms[i][1]}, 2);
    return mempcpy(at, (char[]){'\\', 'u', '0', '0', hex[byte >> 4], hex[byte & 15]}, 6);
}

/* The first of `size` bytes, which is not plain. Returns how many were read. */
static size_t put_special(struct json *json, const char *text, size_t size)
{
    unsigned char byte = (unsigned char)*text;
    char *at = json_room(json, 6);
    if (byte < 0x80) {
        if (at)
            json_wrote(json, escape(at, byte));
        return 1;
    }
    size_t length = utf8_length(text, size);
    if (at)
        json_wrote(json, length ? mempcpy(at, text, length) : mempcpy(at, "\\ufffd", 6));
    return length ? length : 1;
}

void json_put_string(struct json *json, const char *text, size_t size)
{
    put_value(json, "\"", 1);
    for (size_t i = 0; i < size;) {
        size_t plain = plain_length(text + i, size - i);
        put(json, text + i, plain);
        i += plain;
        if (i < size)
            i += put_special(json, text + i, size - i);
    }
    put(json, "\"", 1);
}

void json_put_text(struct json *json, const char *text)
{
    if (text)
        json_put_string(json, text, strlen(text));
    else
        json_put_null(json);
}

void json_put_integer(struct json *json, int64_t value)
{
    char text[DECIMAL_INTEGER_MAX];
    put_value(json, text, decimal_integer(value, text));
}

void json_put_unsigned(struct json *json, uint64_t value)
{
    char text[DECIMAL_INTEGER_MAX];
    put_value(json, text, decimal_unsigned(value, text));
}

void json_put_real(struct json *json, double value)
{
    char text[DECIMAL_REAL_MAX];
    if (isfinite(value))
        put_value(json, text, decimal_real(value, text));
    else
        json_put_null(json);
}

void json_put_bool(struct json *json, bool value)
{
    if (value)
        put_value(json, "true", 4);
    else
        put_value(json, "false", 5);
}

void json_put_null(struct json *json)
{
    put_value(json, "null", 4);
}

void json_put_raw(struct json *json, const char *text, size_t size)
{
    put_value(json, text, size);
}
