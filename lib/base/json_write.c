/* SPDX-License-Identifier: Apache-2.0 */
/* json_write.c: see json_write.h. */
#include "lib/base/json_write.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/utf8.h"

static void separate(struct json *json)
{
    if (json->continued)
        buffer_append(json->out, ",", 1);
    json->continued = true;
}

void json_put_open(struct json *json, char bracket)
{
    separate(json);
    buffer_append(json->out, &bracket, 1);
    json->continued = false;
}

void json_put_close(struct json *json, char bracket)
{
    buffer_append(json->out, &bracket, 1);
    json->continued = true;
}

void json_put_key(struct json *json, const char *key)
{
    json_put_text(json, key);
    buffer_append(json->out, ":", 1);
    json->continued = false;
}

static void escape(struct buffer *out, unsigned char byte)
{
    static const char short_forms[][2] = {{'"', '"'},  {'\\', '\\'}, {'\n', 'n'}, {'\r', 'r'},
                                          {'\t', 't'}, {'\b', 'b'},  {'\f', 'f'}};
    for (size_t i = 0; i < sizeof short_forms / sizeof *short_forms; i++)
        if (byte == (unsigned char)short_forms[i][0]) {
            buffer_append(out, (char[]){'\\', short_forms[i][1]}, 2);
            return;
        }
    buffer_print(out, "\\u%04x", byte);
}

void json_put_string(struct json *json, const char *text, size_t size)
{
    separate(json);
    buffer_append(json->out, "\"", 1);
    size_t plain = 0; /* start of the run that can be copied as it is */
    for (size_t i = 0; i < size;) {
        unsigned char byte = (unsigned char)text[i];
        size_t step = byte < 0x80 ? 1 : utf8_length(text + i, size - i);
        if (step && byte >= 0x20 && byte != '"' && byte != '\\' && byte != 0x7f) {
            i += step;
            continue;
        }
        buffer_append(json->out, text + plain, i - plain);
        if (step)
            escape(json->out, byte);
        else
            buffer_append_text(json->out, "\\ufffd");
        plain = ++i;
    }
    buffer_append(json->out, text + plain, size - plain);
    buffer_append(json->out, "\"", 1);
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
    separate(json);
    buffer_print(json->out, "%" PRId64, value);
}

void json_put_unsigned(struct json *json, uint64_t value)
{
    separate(json);
    buffer_print(json->out, "%" PRIu64, value);
}

void json_put_real(struct json *json, double value)
{
    if (!isfinite(value)) {
        json_put_null(json);
        return;
    }
    char text[40];
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, value);
        if (strtod(text, NULL) == value)
            break;
    }
    separate(json);
    buffer_append_text(json->out, text);
    if (!strpbrk(text, ".e")) /* 1.0, so that every reader sees a real number */
        buffer_append_text(json->out, ".0");
}

void json_put_bool(struct json *json, bool value)
{
    separate(json);
    buffer_append_text(json->out, value ? "true" : "false");
}

void json_put_null(struct json *json)
{
    separate(json);
    buffer_append_text(json->out, "null");
}

void json_put_raw(struct json *json, const char *text, size_t size)
{
    separate(json);
    buffer_append(json->out, text, size);
}
