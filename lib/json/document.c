/* SPDX-License-Identifier: Apache-2.0 */
/* document.c: see document.h. Calls itself as deep as the text is nested, which is bounded. */
#include "lib/json/document.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/json/document_own.h"

enum {
    VALUES_FIRST = 256, /* room at first: more than a score has */
    VALUES_KEPT = 16 * 1024,
};

void document_init(struct document *document, uint64_t secret)
{
    *document = (struct document){.secret = secret};
}

void document_deinit(struct document *document)
{
    free(document->values);
    free(document->places);
    *document = (struct document){0};
}

void document_trim(struct document *document)
{
    document->values_max = 0;
    if (document->capacity <= VALUES_KEPT && document->place_capacity <= VALUES_KEPT)
        return;
    uint64_t secret = document->secret;
    document_deinit(document);
    document_init(document, secret);
}

bool reading_fail(struct reading *reading, int answer, const char *at, const char *sentence)
{
    reading->status = answer;
    reading->document->offset = (size_t)(at - reading->start);
    reading->document->sentence = sentence;
    return false;
}

static bool malformed(struct reading *reading, const char *sentence)
{
    return reading_fail(reading, DOCUMENT_MALFORMED, reading->at,
                        reading->at == reading->end ? "the text ends too soon" : sentence);
}

/* ---- Between values ------------------------------------------------------------------------- */

/* The next byte that is no white space, not taken; 0 at the end. */
static char look(struct reading *reading)
{
    for (; reading->at < reading->end; reading->at++) {
        char byte = *reading->at;
        if (byte != ' ' && byte != '\n' && byte != '\r' && byte != '\t')
            return byte;
    }
    return 0;
}

static bool take(struct reading *reading, char byte)
{
    if (look(reading) != byte || reading->at == reading->end)
        return false;
    reading->at++;
    return true;
}

/* One more, as the limit counts: what a bracket or a comma announces. */
static bool count_value(struct reading *reading)
{
    return ++reading->values <= reading->values_max ||
           reading_fail(reading, DOCUMENT_TOO_MANY_VALUES, reading->at - 1,
                        "the text has too many values");
}

/* Behind an element or a member: a comma and more, or the closing bracket and `*more` is false. */
static bool read_separator(struct reading *reading, char bracket, const char *sentence, bool *more)
{
    *more = take(reading, ',');
    if (*more)
        return count_value(reading);
    return take(reading, bracket) || malformed(reading, sentence);
}

/* ---- Values --------------------------------------------------------------------------------- */

/* Room for one more, at the end of the array. NULL: no memory. */
static struct value *add_value(struct reading *reading)
{
    struct document *document = reading->document;
    if (document->count == document->capacity) {
        size_t capacity = document->capacity ? 2 * document->capacity : VALUES_FIRST;
        struct value *values = realloc(document->values, capacity * sizeof *values);
        if (!values) {
            reading->status = -ENOMEM;
            return NULL;
        }
        document->values = values;
        document->capacity = capacity;
    }
    return &document->values[document->count++];
}

static bool read_literal(struct reading *reading, const char *word, enum value_kind kind)
{
    size_t size = strlen(word);
    if ((size_t)(reading->end - reading->at) < size || memcmp(reading->at, word, size) != 0)
        return malformed(reading, "there is no such value");
    struct value *value = add_value(reading);
    if (!value)
        return false;
    reading->at += size;
    *value = (struct value){.kind = kind};
    return true;
}

static bool read_key(struct reading *reading)
{
    if (!take(reading, '"'))
        return malformed(reading, "a key in quotes is missing");
    struct value *key = add_value(reading);
    const char *start = reading->at;
    if (!key || !reading_string(reading, key))
        return false;
    if (memchr(key->text, '\0', key->size))
        return reading_fail(reading, DOCUMENT_MALFORMED, start, "a key holds a NUL");
    return take(reading, ':') || malformed(reading, "a colon is missing behind a key");
}

static bool read_value(struct reading *reading);

static bool read_elements(struct reading *reading, uint32_t *count)
{
    bool more = !take(reading, ']');
    while (more) {
        if (!read_value(reading) ||
            !read_separator(reading, ']', "a comma or ] is missing behind an element", &more))
            return false;
        ++*count;
    }
    return true;
}

static bool read_members(struct reading *reading, uint32_t *count)
{
    bool more = !take(reading, '}');
    while (more) {
        if (!read_key(reading) || !read_value(reading) ||
            !read_separator(reading, '}', "a comma or } is missing behind a member", &more))
            return false;
        ++*count;
    }
    return true;
}

static bool read_inside(struct reading *reading, enum value_kind kind)
{
    uint32_t count = 0;
    if (!add_value(reading))
        return false;
    size_t first = reading->document->count;
    reading->at++;
    if (++reading->depth > DOCUMENT_DEPTH_MAX)
        return reading_fail(reading, DOCUMENT_TOO_DEEP, reading->at - 1, "nesting is too deep");
    if (!count_value(reading) ||
        !(kind == VALUE_OBJECT ? read_members(reading, &count) : read_elements(reading, &count)))
        return false;
    reading->depth--;
    struct value *value = &reading->document->values[first - 1]; /* the array may have moved */
    *value = (struct value){kind, count, {.inside = reading->document->count - first}};
    return kind != VALUE_OBJECT || reading_keys(reading, value);
}

static bool read_string(struct reading *reading)
{
    struct value *value = add_value(reading);
    reading->at++;
    return value && reading_string(reading, value);
}

static bool read_number(struct reading *reading)
{
    struct value *value = add_value(reading);
    return value && reading_number(reading, value);
}

static bool read_value(struct reading *reading)
{
    switch (look(reading)) {
    case '"':
        return read_string(reading);
    case '{':
        return read_inside(reading, VALUE_OBJECT);
    case '[':
        return read_inside(reading, VALUE_ARRAY);
    case 't':
        return read_literal(reading, "true", VALUE_TRUE);
    case 'f':
        return read_literal(reading, "false", VALUE_FALSE);
    case 'n':
        return read_literal(reading, "null", VALUE_NULL);
    case '-':
    case '0' ... '9':
        return read_number(reading);
    default:
        return malformed(reading, "a value is missing here");
    }
}

static bool read_root(struct reading *reading)
{
    char first = look(reading);
    if (first != '{' && first != '[')
        return malformed(reading, "it begins with neither { nor [");
    if (!read_value(reading))
        return false;
    look(reading);
    return reading->at == reading->end || reading_fail(reading, DOCUMENT_MALFORMED, reading->at,
                                                       "something follows behind the end");
}

int document_read(struct document *document, char *text, size_t size)
{
    struct reading reading = {.document = document,
                              .start = text,
                              .at = text,
                              .end = text + size,
                              .values = 1,
                              .values_max = document->values_max ? document->values_max
                                                                 : DOCUMENT_VALUES_MAX};
    document->count = 0;
    if (size > UINT32_MAX)
        return -EFBIG;
    return read_root(&reading) ? 0 : reading.status;
}

/* ---- What was read -------------------------------------------------------------------------- */

static bool is_text(const struct value *value, const char *text, size_t size)
{
    return value->size == size && memcmp(value->text, text, size) == 0;
}

bool value_equals(const struct value *value, const char *text)
{
    return value_is(value, VALUE_STRING) && is_text(value, text, strlen(text));
}

const struct value *value_get(const struct value *object, const char *name)
{
    if (!value_is(object, VALUE_OBJECT))
        return NULL;
    const struct value *end = value_next(object);
    size_t size = strlen(name);
    for (const struct value *key = value_first(object); key < end; key = value_next(key + 1))
        if (is_text(key, name, size))
            return key + 1;
    return NULL;
}
