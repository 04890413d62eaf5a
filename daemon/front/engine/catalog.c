/* SPDX-License-Identifier: Apache-2.0 */
/* catalog.c: the library as the store tells it: names, their versions, which is active. Control
 * loop only. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/front/engine/control.h"
#include "daemon/front/engine/memory.h"
#include "lib/base/log.h"

/* ---- Titles ---- */

/* Where a title of this name is, or is to be put. */
static size_t place_of(const struct catalog *catalog, const char *name)
{
    size_t low = 0, high = catalog->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (strcmp(catalog->titles[middle]->name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static struct title *title_find(const struct catalog *catalog, const char *name)
{
    size_t place = place_of(catalog, name);
    bool there = place < catalog->count && !strcmp(catalog->titles[place]->name, name);
    return there ? catalog->titles[place] : NULL;
}

/* The lowest that is free. There are never more titles than versions. */
static unsigned take_number(struct catalog *catalog)
{
    unsigned word = 0;
    while (catalog->numbers[word] == UINT64_MAX)
        word++;
    unsigned bit = (unsigned)__builtin_ctzll(~catalog->numbers[word]);
    catalog->numbers[word] |= (uint64_t)1 << bit;
    return word * 64 + bit;
}

static void give_number(struct catalog *catalog, unsigned number)
{
    catalog->numbers[number / 64] &= ~((uint64_t)1 << number % 64);
}

static struct title *title_add(struct catalog *catalog, const char *name)
{
    size_t place = place_of(catalog, name);
    struct title *title = memory_new(sizeof *title);
    snprintf(title->name, sizeof title->name, "%s", name);
    title->number = take_number(catalog);
    title->epoch = ++catalog->last_epoch;
    if (catalog->count == catalog->capacity) {
        size_t capacity = catalog->capacity ? catalog->capacity * 2 : 64;
        struct title **titles = memory_new(capacity * sizeof(struct title *));
        if (catalog->count)
            memcpy(titles, catalog->titles, catalog->count * sizeof(struct title *));
        free(catalog->titles);
        catalog->titles = titles;
        catalog->capacity = capacity;
    }
    memmove(catalog->titles + place + 1, catalog->titles + place,
            (catalog->count - place) * sizeof(struct title *));
    catalog->titles[place] = title;
    catalog->count++;
    return title;
}

static void title_remove_if_empty(struct catalog *catalog, struct title *title)
{
    if (title->versions)
        return;
    size_t place = place_of(catalog, title->name);
    catalog->count--;
    memmove(catalog->titles + place, catalog->titles + place + 1,
            (catalog->count - place) * sizeof(struct title *));
    give_number(catalog, title->number);
    free(title);
}

/* A version that cannot be served, or not yet, leaves the one before it active. */
static void settle(struct title *title)
{
    if (!title->wanted || title->wanted->version->state == VERSION_SERVED)
        title->active = title->wanted;
}

/* ---- Versions ---- */

static struct known *known_find(const struct title *title, const uint8_t hash[HASH_BYTES])
{
    struct known *known = title->versions;
    while (known && memcmp(known->version->hash, hash, HASH_BYTES) != 0)
        known = known->next;
    return known;
}

static void known_remove(struct catalog *catalog, struct known *known)
{
    struct title *title = known->title;
    struct known **at = &title->versions;
    while (*at != known)
        at = &(*at)->next;
    *at = known->next;
    if (title->wanted == known)
        title->wanted = NULL;
    if (title->active == known)
        title->active = NULL;
    if (known->build)
        builder_forget(known->build);
    version_release(known->version);
    free(known);
    catalog->version_count--;
    settle(title);
    title_remove_if_empty(catalog, title);
    catalog_change(catalog);
}

/* 48 bits can be made to collide on purpose; an address must not mean two sources. */
static bool short_name_taken(const struct title *title, const struct version *version)
{
    for (const struct known *known = title->versions; known; known = known->next)
        if (!memcmp(known->version->hex, version->hex, VERSION_SHORT))
            return true;
    return false;
}

static void fail_at_once(struct version *version, const char *why)
{
    static const struct compile_report none = {.finished = 2};
    version_set_report(version, &none);
    version->state = VERSION_FAILED;
    snprintf(version->failure, sizeof version->failure, "%s", why);
}

/* Copies of the descriptors: the caller closes its own. */
static struct build_files take_kept(const int *descriptors, int count)
{
    struct build_files kept = {-1, -1};
    if (count == 3) {
        kept.image = fcntl(descriptors[1], F_DUPFD_CLOEXEC, 0);
        kept.findings = fcntl(descriptors[2], F_DUPFD_CLOEXEC, 0);
    }
    return kept;
}

static struct known *known_add(struct catalog *catalog, struct title *title,
                               const uint8_t hash[HASH_BYTES], struct source *source,
                               const int *descriptors, int count)
{
    struct known *known = memory_new(sizeof *known);
    struct version *version =
        version_new(title->name, hash, source, &catalog->control->front.control);
    version->number = title->number;
    version->epoch = title->epoch;
    bool taken = short_name_taken(title, version);
    if (taken)
        fail_at_once(version, "the first 12 digits of its version are taken by another source");
    known->title = title;
    known->version = version;
    known->next = title->versions;
    title->versions = known;
    catalog->version_count++;
    if (!taken) {
        struct build_files kept = take_kept(descriptors, count);
        known->build = builder_add_known(&catalog->control->builder, known, &kept);
    }
    return known;
}

void catalog_built(struct catalog *catalog, struct known *known, const struct version *version)
{
    char quoted[400];
    if (version->state == VERSION_FAILED)
        log_event(LOG_WARNING, "environment failed", "env=%s version=%.12s reason=%s",
                  known->title->name, version->hex,
                  log_quote(version->failure, quoted, sizeof quoted));
    else
        log_event(LOG_DEBUG, "environment served", "env=%s version=%.12s", known->title->name,
                  version->hex);
    version_release(known->version);
    known->version = version;
    known->build = NULL;
    settle(known->title);
    if (*known->quarantine)
        quarantine_ordered(catalog->control, known);
    catalog_change(catalog);
}

bool catalog_builds(const struct catalog *catalog, const char *name, const uint8_t *hash)
{
    const struct title *title = title_find(catalog, name);
    for (const struct known *known = title ? title->versions : NULL; known; known = known->next)
        if (known->build && (!hash || memcmp(known->version->hash, hash, HASH_BYTES) == 0))
            return true;
    return false;
}

/* ---- What the store says ---- */

static bool name_valid(const char *name)
{
    size_t size = strnlen(name, NAME_MAX_BYTES);
    return size && size < NAME_MAX_BYTES &&
           strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == size;
}

/* The copy is what is hashed and compiled: nobody can change it any more. NULL: not `hash`. */
static struct source *read_source(int fd, const uint8_t hash[HASH_BYTES])
{
    struct stat stat;
    uint8_t found[HASH_BYTES];
    if (fstat(fd, &stat) || stat.st_size < 0 || stat.st_size > SOURCE_MAX)
        return NULL;
    struct source *source = source_new(NULL, (size_t)stat.st_size);
    ssize_t got = pread(fd, source->bytes, source->size, 0);
    hash_bytes(source->bytes, source->size, found);
    if (got == (ssize_t)source->size && memcmp(found, hash, HASH_BYTES) == 0)
        return source;
    source_release(source);
    return NULL;
}

static struct known *learn(struct catalog *catalog, const struct message *message,
                           const int *descriptors, int count)
{
    const char *name = message->store_entry.name;
    const uint8_t *hash = message->store_entry.version;
    struct title *title = title_find(catalog, name);
    struct known *known = title ? known_find(title, hash) : NULL;
    if (known)
        return known;
    if (catalog->version_count >= VERSIONS_MAX) {
        log_event(LOG_ERROR, "too many versions", "env=%s", name);
        return NULL;
    }
    struct source *source = read_source(descriptors[0], hash);
    if (!source) {
        log_event(LOG_ERROR, "source is not what the store says", "env=%s", name);
        return NULL;
    }
    known = known_add(catalog, title ? title : title_add(catalog, name), hash, source, descriptors,
                      count);
    source_release(source);
    return known;
}

static void take_quarantine(struct catalog *catalog, struct known *known,
                            const char reason[REASON_MAX])
{
    snprintf(known->quarantine, sizeof known->quarantine, "%.*s", REASON_MAX - 1, reason);
    if (*known->quarantine && !known->build)
        quarantine_ordered(catalog->control, known);
}

void catalog_entry(struct catalog *catalog, const struct message *message, const int *descriptors,
                   int count)
{
    if (!name_valid(message->store_entry.name)) {
        log_event(LOG_ERROR, "invalid name from the store", "bytes=%zu",
                  strnlen(message->store_entry.name, NAME_MAX_BYTES));
        return;
    }
    struct known *known = learn(catalog, message, descriptors, count);
    if (!known)
        return;
    known->round = catalog->round;
    struct title *title = known->title;
    if (message->store_entry.active)
        title->wanted = known;
    else if (title->wanted == known)
        title->wanted = NULL;
    settle(title);
    take_quarantine(catalog, known, message->store_entry.quarantine);
    catalog_change(catalog);
}

void catalog_gone(struct catalog *catalog, const struct message *message)
{
    if (!name_valid(message->store_entry.name))
        return;
    struct title *title = title_find(catalog, message->store_entry.name);
    struct known *known = title ? known_find(title, message->store_entry.version) : NULL;
    if (known)
        known_remove(catalog, known);
}

void catalog_new_round(struct catalog *catalog)
{
    catalog->round++;
}

static struct known *left_over(const struct catalog *catalog)
{
    for (size_t i = 0; i < catalog->count; i++)
        for (struct known *known = catalog->titles[i]->versions; known; known = known->next)
            if (known->round != catalog->round)
                return known;
    return NULL;
}

/* Those of the time when the store was away. */
static void tell_quarantines(const struct catalog *catalog)
{
    for (size_t i = 0; i < catalog->count; i++)
        for (struct known *known = catalog->titles[i]->versions; known; known = known->next)
            if (known->version->state == VERSION_QUARANTINED && !*known->quarantine)
                changes_quarantine(catalog->control, catalog->titles[i]->name, known->version);
}

void catalog_synced(struct catalog *catalog)
{
    struct known *known;
    catalog->synced = true;
    while ((known = left_over(catalog))) /* removed while the store was away */
        known_remove(catalog, known);
    tell_quarantines(catalog);
    catalog_change(catalog);
}

void catalog_deinit(struct catalog *catalog)
{
    while (catalog->count)
        known_remove(catalog, catalog->titles[catalog->count - 1]->versions);
    free(catalog->titles);
}
