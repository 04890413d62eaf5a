/* SPDX-License-Identifier: Apache-2.0 */
/* library.c: looking things up in a snapshot; pure functions of it. */
#include "daemon/front/engine.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/nearest.h"

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

const char *library_nearest(const struct library *library, const char *name)
{
    struct nearest nearest = nearest_to(name);
    for (size_t i = 0; i < library->count; i++)
        nearest_look(&nearest, library->entries[i].name);
    return nearest.found;
}
