/* SPDX-License-Identifier: Apache-2.0 */
/* library.c: looking things up in a snapshot; pure functions of it. */
#include "daemon/front/engine.h"

#include <stdlib.h>
#include <string.h>

static int by_name(const void *name, const void *entry)
{
    return strcmp(name, ((const struct library_entry *)entry)->name);
}

const struct library_entry *library_find(const struct library *library, const char *name)
{
    return library->count
               ? bsearch(name, library->entries, library->count, sizeof *library->entries, by_name)
               : NULL;
}

const struct version *library_find_version(const struct library_entry *entry, const char *hex)
{
    size_t size = strlen(hex);
    if (size < VERSION_SHORT || size >= HASH_HEX)
        return NULL;
    for (size_t i = 0; i < entry->version_count; i++)
        if (memcmp(entry->versions[i]->hex, hex, size) == 0)
            return entry->versions[i];
    return NULL;
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Levenshtein's distance; both are shorter than NAME_MAX_BYTES. */
static unsigned distance(const char *a, size_t a_size, const char *b)
{
    unsigned row[NAME_MAX_BYTES + 1];
    for (unsigned i = 0; i <= a_size; i++)
        row[i] = i;
    for (; *b; b++) {
        unsigned diagonal = row[0]++;
        for (size_t i = 0; i < a_size; i++) {
            unsigned above = row[i + 1];
            row[i + 1] = least(diagonal + (a[i] != *b), least(above, row[i]) + 1);
            diagonal = above;
        }
    }
    return row[a_size];
}

const char *library_nearest(const struct library *library, const char *name)
{
    size_t size = strnlen(name, NAME_MAX_BYTES);
    if (size == NAME_MAX_BYTES)
        return NULL;
    unsigned nearest = (unsigned)size / 3 + 1;
    const char *found = NULL;
    for (size_t i = 0; i < library->count; i++) {
        unsigned away = distance(name, size, library->entries[i].name);
        if (away < nearest) {
            nearest = away;
            found = library->entries[i].name;
        }
    }
    return found;
}
