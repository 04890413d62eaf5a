/* SPDX-License-Identifier: Apache-2.0 */
/* document_keys.c: whether the keys of an object are distinct: each against each where they are
 * few, else through a table of where they are. */
#include "lib/json/document_own.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { FEW_KEYS = 12 };

static bool same_key(const struct value *a, const struct value *b)
{
    return a->size == b->size && memcmp(a->text, b->text, a->size) == 0;
}

static bool repeated(struct reading *reading, const struct value *key)
{
    return reading_fail(reading, DOCUMENT_MALFORMED, key->text - 1, "a key is there twice");
}

static bool compare_each(struct reading *reading, const struct value *object)
{
    const struct value *end = value_next(object), *key, *other;
    for (key = value_first(object); key < end; key = value_next(key + 1))
        for (other = value_first(object); other < key; other = value_next(other + 1))
            if (same_key(key, other))
                return repeated(reading, key);
    return true;
}

/* splitmix64's finisher. */
static uint64_t mix(uint64_t value)
{
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ul;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebul;
    return value ^ (value >> 31);
}

static uint64_t hash_key(const struct value *key, uint64_t secret)
{
    uint64_t hash = mix(secret ^ key->size), word;
    for (size_t at = 0; at < key->size; at += sizeof word) {
        size_t left = key->size - at;
        word = 0;
        memcpy(&word, key->text + at, left < sizeof word ? left : sizeof word);
        hash = mix(hash ^ word);
    }
    return hash;
}

/* A power of two that is at least twice `count`, all empty. */
static uint32_t *make_table(struct document *document, size_t count, size_t *size)
{
    *size = 64;
    while (*size < 2 * count)
        *size *= 2;
    if (document->place_capacity < *size) {
        free(document->places);
        document->places = malloc(*size * sizeof *document->places);
        document->place_capacity = document->places ? *size : 0;
    }
    if (document->places)
        memset(document->places, 0, *size * sizeof *document->places);
    return document->places;
}

static bool compare_by_hash(struct reading *reading, const struct value *object)
{
    size_t size;
    uint32_t *table = make_table(reading->document, object->size, &size);
    if (!table) {
        reading->status = -ENOMEM;
        return false;
    }
    const struct value *end = value_next(object);
    for (const struct value *key = value_first(object); key < end; key = value_next(key + 1)) {
        size_t at = hash_key(key, reading->document->secret) & (size - 1);
        for (; table[at]; at = (at + 1) & (size - 1))
            if (same_key(key, object + table[at]))
                return repeated(reading, key);
        table[at] = (uint32_t)(key - object);
    }
    return true;
}

bool reading_keys(struct reading *reading, const struct value *object)
{
    return object->size <= FEW_KEYS ? compare_each(reading, object)
                                    : compare_by_hash(reading, object);
}
