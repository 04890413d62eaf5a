/* SPDX-License-Identifier: Apache-2.0 */
/* json_write.h: JSON text written by hand into a buffer. Commas and nesting are the writer's. */
#ifndef BASE_JSON_WRITE_H
#define BASE_JSON_WRITE_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "lib/base/buffer.h"

/* Put in place: `struct json json = {.out = &buffer};`. */
struct json {
    struct buffer *out;
    bool continued; /* the next value at this depth is not the first */
};

void json_put_open(struct json *json, char bracket);  /* '{' or '[' */
void json_put_close(struct json *json, char bracket); /* '}' or ']' */
void json_put_key(struct json *json, const char *key);
/* A string of UTF-8; bytes that are not are written as U+FFFD. */
void json_put_string(struct json *json, const char *text, size_t size);
void json_put_text(struct json *json, const char *text); /* NUL-terminated; NULL is null */
void json_put_integer(struct json *json, int64_t value);
void json_put_unsigned(struct json *json, uint64_t value);
void json_put_real(struct json *json,
                   double value); /* shortest that reads back; not finite: null */
void json_put_bool(struct json *json, bool value);
void json_put_null(struct json *json);
/* Text that is JSON already. */
void json_put_raw(struct json *json, const char *text, size_t size);

/* A key that is a literal without anything to escape: what is known when compiling is copied as it
 * is. For what is written for every verdict. */
#define json_put_name(json, name) \
    json_put_quoted((json), "\"" name "\":", sizeof("\"" name "\":") - 1)

/* ---- Of the writer itself ------------------------------------------------------------------- */

/* Where `more` bytes can be written; NULL: no memory. */
static inline char *json_room(struct json *json, size_t more)
{
    struct buffer *out = json->out;
    bool fits = more < out->capacity - out->size; /* and the NUL */
    return fits || buffer_reserve(out, more) ? out->data + out->size : NULL;
}

/* What was written ends before `end`. */
static inline void json_wrote(struct json *json, char *end)
{
    *end = '\0';
    json->out->size = (size_t)(end - json->out->data);
}

static inline void json_put_quoted(struct json *json, const char *key, size_t size)
{
    char *at = json_room(json, size + 1);
    if (!at)
        return;
    *at = ',';
    at += json->continued;
    memcpy(at, key, size);
    json->continued = false;
    json_wrote(json, at + size);
}

#endif
