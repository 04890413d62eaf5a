/* SPDX-License-Identifier: Apache-2.0 */
/* library.c: see library.h. Runs in the store; owns the sources. */
#include "daemon/store/library.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- Titles ---- */

static size_t place_of(const struct library *library, const char *name)
{
    size_t low = 0, high = library->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (strcmp(library->titles[middle]->name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct library_title *library_find(const struct library *library, const char *name)
{
    size_t place = place_of(library, name);
    bool there = place < library->count && !strcmp(library->titles[place]->name, name);
    return there ? library->titles[place] : NULL;
}

static bool make_room(struct library *library)
{
    if (library->count < library->capacity)
        return true;
    size_t capacity = library->capacity ? library->capacity * 2 : 64;
    struct library_title **titles =
        reallocarray(library->titles, capacity, sizeof(struct library_title *));
    if (!titles)
        return false;
    library->titles = titles;
    library->capacity = capacity;
    return true;
}

struct library_title *library_title(struct library *library, const char *name)
{
    struct library_title *title = library_find(library, name);
    if (title || !make_room(library) || !(title = calloc(1, sizeof *title)))
        return title;
    size_t place = place_of(library, name);
    memmove(library->titles + place + 1, library->titles + place,
            (library->count - place) * sizeof(struct library_title *));
    library->titles[place] = title;
    library->count++;
    memcpy(title->name, name, strlen(name) + 1);
    return title;
}

static void free_quarantine(struct library_quarantine **at)
{
    struct library_quarantine *quarantine = *at;
    *at = quarantine->next;
    free(quarantine->reason);
    free(quarantine);
}

static void free_version(struct library_version **at)
{
    struct library_version *version = *at;
    *at = version->next;
    close(version->source);
    free(version);
}

static void free_title(struct library *library, size_t place)
{
    struct library_title *title = library->titles[place];
    while (title->versions)
        free_version(&title->versions);
    while (title->quarantines)
        free_quarantine(&title->quarantines);
    free(title);
    library->count--;
    memmove(library->titles + place, library->titles + place + 1,
            (library->count - place) * sizeof(struct library_title *));
}

void library_deinit(struct library *library)
{
    while (library->count)
        free_title(library, library->count - 1);
    free(library->titles);
    *library = LIBRARY_INIT;
}

/* ---- Versions ---- */

struct library_version *library_find_version(const struct library_title *title,
                                             const uint8_t hash[HASH_BYTES])
{
    struct library_version *version = title->versions;
    while (version && memcmp(version->version, hash, HASH_BYTES) != 0)
        version = version->next;
    return version;
}

static struct library_version *new_version(struct library_title *title,
                                           const uint8_t hash[HASH_BYTES], int source)
{
    struct library_version *version = calloc(1, sizeof *version), **end = &title->versions;
    if (!version)
        return NULL;
    version->title = title;
    version->source = source;
    memcpy(version->version, hash, HASH_BYTES);
    while (*end)
        end = &(*end)->next;
    *end = version;
    return version;
}

struct library_version *library_add(struct library *library, const char *name,
                                    const uint8_t hash[HASH_BYTES], int source)
{
    struct library_title *title = library_title(library, name);
    struct library_version *found = title ? library_find_version(title, hash) : NULL;
    struct library_version *version = found || !title ? found : new_version(title, hash, source);
    if (found || !version)
        close(source);
    return version;
}

const struct library_version *library_active(const struct library_title *title)
{
    if (title->meaning == MEANS_NOTHING)
        return NULL;
    const struct library_version *chosen =
        title->meaning == MEANS_VERSION ? library_find_version(title, title->meant) : NULL;
    return chosen ? chosen : title->file;
}

bool library_held_by_file(const struct library_version *version)
{
    return version->seen || version->superseded || version->title->file == version;
}

static struct library_quarantine **find_quarantine(struct library_title *title,
                                                   const uint8_t hash[HASH_BYTES])
{
    struct library_quarantine **at = &title->quarantines;
    while (*at && memcmp((*at)->version, hash, HASH_BYTES) != 0)
        at = &(*at)->next;
    return at;
}

const char *library_quarantine_of(const struct library_version *version)
{
    const struct library_quarantine *found = *find_quarantine(version->title, version->version);
    return found ? found->reason : NULL;
}

/* ---- Telling ---- */

static void tell(struct library_version *version, const struct library_listener *listener)
{
    version->known = true;
    version->known_active = library_active(version->title) == version;
    version->known_quarantined = library_quarantine_of(version);
    listener->entry(listener->context, version);
}

/* The front takes an active version to replace the one before it, which needs no word of its own;
 * and one that leaves quarantine is to be built anew. */
static bool tell_change(struct library_version *version, const struct library_listener *listener)
{
    const struct library_version *active = library_active(version->title);
    bool quarantined = library_quarantine_of(version);
    bool moved = version->known_active != (active == version);
    if (version->known && quarantined == version->known_quarantined) {
        if (!moved)
            return false;
        if (active && active != version) {
            version->known_active = false;
            return false;
        }
    }
    if (version->known && version->known_quarantined && !quarantined)
        listener->gone(listener->context, version);
    tell(version, listener);
    return true;
}

/* Held by nothing any more. */
static bool is_gone(const struct library_version *version)
{
    return !version->kept && !library_held_by_file(version);
}

static bool drop_gone(struct library_title *title, const struct library_listener *listener)
{
    bool any = false;
    for (struct library_version **at = &title->versions; *at;) {
        if (!is_gone(*at)) {
            at = &(*at)->next;
            continue;
        }
        any |= (*at)->known;
        if ((*at)->known)
            listener->gone(listener->context, *at);
        free_version(at);
    }
    return any;
}

bool library_settle(struct library *library, const struct library_listener *listener)
{
    bool any = false;
    for (size_t i = 0; i < library->count; i++)
        any |= drop_gone(library->titles[i], listener);
    for (size_t i = 0; i < library->count; i++)
        for (struct library_version *at = library->titles[i]->versions; at; at = at->next)
            any |= tell_change(at, listener);
    for (size_t i = library->count; i-- > 0;) {
        const struct library_title *title = library->titles[i];
        if (!title->versions && title->meaning == MEANS_FILE && !title->quarantines)
            free_title(library, i);
    }
    return any;
}

void library_tell_all(struct library *library, const struct library_listener *listener)
{
    for (size_t i = 0; i < library->count; i++)
        for (struct library_version *at = library->titles[i]->versions; at; at = at->next)
            tell(at, listener);
}

/* ---- The registry ---- */

int library_add_kept(struct library *library, const char *name, const uint8_t hash[HASH_BYTES],
                     int source)
{
    struct library_version *version = library_add(library, name, hash, source);
    if (!version)
        return -ENOMEM;
    library->kept += !version->kept;
    version->kept = true;
    return 0;
}

void library_drop_kept(struct library *library, const char *name, const uint8_t hash[HASH_BYTES])
{
    const struct library_title *title = library_find(library, name);
    struct library_version *version = title ? library_find_version(title, hash) : NULL;
    if (!version || !version->kept)
        return;
    version->kept = false;
    library->kept--;
}

int library_mean(struct library *library, const char *name, enum meaning meaning,
                 const uint8_t hash[HASH_BYTES])
{
    struct library_title *title = library_title(library, name);
    if (!title)
        return -ENOMEM;
    title->meaning = meaning;
    if (meaning == MEANS_VERSION)
        memcpy(title->meant, hash, HASH_BYTES);
    return 0;
}

int library_quarantine(struct library *library, const char *name, const uint8_t hash[HASH_BYTES],
                       const char *reason)
{
    struct library_title *title = library_title(library, name);
    struct library_quarantine **at = title ? find_quarantine(title, hash) : NULL;
    if (!title)
        return -ENOMEM;
    if (!reason) {
        if (*at)
            free_quarantine(at);
        return 0;
    }
    if (*at)
        return 0; /* the first reason stays */
    struct library_quarantine *quarantine = calloc(1, sizeof *quarantine);
    char *copy = strdup(reason);
    if (!quarantine || !copy) {
        free(quarantine);
        free(copy);
        return -ENOMEM;
    }
    memcpy(quarantine->version, hash, HASH_BYTES);
    quarantine->reason = copy;
    *at = quarantine;
    return 0;
}
