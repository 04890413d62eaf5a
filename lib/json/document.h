/* SPDX-License-Identifier: Apache-2.0 */
/* document.h: strict JSON, read in one pass over its bytes. The values lie in one array, in the
 * order of the text, and strings are unescaped where they stand: nothing is allocated for a value,
 * and nothing at all once the array has grown to what documents need.
 *
 *     {"a": [1, "x"], "b": null}
 *     object of 2 · "a" · array of 2 · 1 · "x" · "b" · null
 *
 * Accepted is what jansson accepts with JSON_REJECT_DUPLICATES and JSON_ALLOW_NUL, with the same
 * values (tests/fuzz/document.c compares them), but for two things: a lone surrogate, which
 * Python's json writes happily, becomes U+FFFD instead of refusing the document, and depth and the
 * number of values have limits. So: the text is an object or an array in UTF-8, integers fit in 64
 * bits, reals are finite, and the keys of an object are distinct and hold no NUL. */
#ifndef JSON_DOCUMENT_H
#define JSON_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/json_write.h"

enum {
    DOCUMENT_DEPTH_MAX = 32,
    /* Objects, arrays and their members: 8 MiB of values at worst; 64 for each item of the largest
     * batch. */
    DOCUMENT_VALUES_MAX = 256 * 1024,
};

enum value_kind {
    VALUE_NULL,
    VALUE_FALSE,
    VALUE_TRUE,
    VALUE_INTEGER,
    VALUE_REAL,
    VALUE_STRING,
    VALUE_ARRAY,
    VALUE_OBJECT,
};

struct value {
    uint32_t kind; /* enum value_kind */
    uint32_t size; /* of a string in bytes, of an array in elements, of an object in members */
    union {
        char *text; /* in the document's text; a NUL follows, others may lie within */
        int64_t integer;
        double real;
        size_t inside; /* of an array or object: how many of the values that follow belong to it */
    };
};

/* What one thread reads with, one document after the other. */
struct document {
    struct value *values; /* the first is the root; valid until the next document_read */
    size_t count, capacity;
    uint32_t *places; /* of keys, by hash: for large objects */
    size_t place_capacity;
    uint64_t secret;
    size_t values_max; /* of the readings to come; 0: DOCUMENT_VALUES_MAX */

    /* Where reading ended with a positive answer. */
    size_t offset;        /* of the trouble, in bytes from 0 */
    const char *sentence; /* what is wrong there */
};

/* `secret`: any number that clients cannot know, so that nobody can choose keys that collide. */
void document_init(struct document *document, uint64_t secret);
void document_deinit(struct document *document);

enum document_answer {
    DOCUMENT_MALFORMED = 1,
    DOCUMENT_TOO_DEEP,
    DOCUMENT_TOO_MANY_VALUES,
};

/* Reads `text`, which is changed in place and must live as long as the strings are looked at. 0; a
 * positive answer; −ENOMEM, or −EFBIG where the text has 4 GiB. */
int document_read(struct document *document, char *text, size_t size);

/* Gives back what an unusually large document has taken, when nobody looks at its values any more,
 * and sets values_max to 0. */
void document_trim(struct document *document);

/* ---- Values. NULL is taken for a value that is not there, and is of no kind. ---------------- */

static inline bool value_is(const struct value *value, enum value_kind kind)
{
    return value && value->kind == kind;
}

/* Whether it is this string. */
bool value_equals(const struct value *value, const char *text);

/* What follows the value, and all that belongs to it. */
static inline const struct value *value_next(const struct value *value)
{
    return value + 1 + (value->kind >= VALUE_ARRAY ? value->inside : 0);
}

/* The elements of an array, or the members of an object as key, value, key, value …:
 *
 *     for (v = value_first(array); v < value_next(array); v = value_next(v))
 *     for (key = value_first(object); key < value_next(object); key = value_next(key + 1)) */
static inline const struct value *value_first(const struct value *value)
{
    return value + 1;
}

/* The member of that name; NULL where there is none, or where this is no object. */
const struct value *value_get(const struct value *object, const char *name);

/* Writes the value as resynd writes: reals at their shortest. Nothing more is begun once `out` has
 * more than `most` bytes, so that what is too long anyway costs no memory. */
void value_put(struct json *json, const struct value *value, size_t most);

#endif
