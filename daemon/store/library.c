/* SPDX-License-Identifier: Apache-2.0 */
/* library.c: see library.h. Runs in the store; owns the sources. A version that is edited away
 * stays: data sets refer to it. It goes with its file, or when its name has had too many. */
#include "daemon/store/library.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SUPERSEDED_MAX = 8 }; /* of one name: each costs the front an image */

void library_init(struct library *library)
{
    *library = (struct library){0};
    library->last = &library->first;
}

static void drop(struct library *library, struct library_version **at)
{
    struct library_version *version = *at;
    *at = version->next;
    if (library->last == &version->next)
        library->last = at;
    close(version->source);
    free(version);
}

void library_deinit(struct library *library)
{
    while (library->first)
        drop(library, &library->first);
}

static bool same_name(const struct library_version *version, const char *name)
{
    return strcmp(version->name, name) == 0;
}

static struct library_version *find(const struct library *library, const char *name,
                                    const uint8_t hash[HASH_BYTES])
{
    struct library_version *version = library->first;
    while (version &&
           (!same_name(version, name) || memcmp(version->version, hash, HASH_BYTES) != 0))
        version = version->next;
    return version;
}

static bool has_active(const struct library *library, const char *name)
{
    for (const struct library_version *version = library->first; version; version = version->next)
        if (version->active && same_name(version, name))
            return true;
    return false;
}

/* ---- A look ------------------------------------------------------------------------------------
 */

void library_begin(struct library *library)
{
    for (struct library_version *version = library->first; version; version = version->next)
        version->seen = version->current = false;
}

static struct library_version *add(struct library *library, const char *name,
                                   const uint8_t hash[HASH_BYTES], int source)
{
    struct library_version *version = calloc(1, sizeof *version);
    if (!version)
        return NULL;
    memcpy(version->name, name, strlen(name) + 1);
    memcpy(version->version, hash, HASH_BYTES);
    version->source = source;
    *library->last = version;
    library->last = &version->next;
    return version;
}

static void make_active(struct library *library, struct library_version *chosen)
{
    for (struct library_version *version = library->first; version; version = version->next) {
        if (!same_name(version, chosen->name))
            continue;
        if (version != chosen && version->active)
            version->superseded = true;
        version->active = version == chosen;
    }
    chosen->superseded = false;
    chosen->order = ++library->order;
}

int library_offer(struct library *library, const char *name, const uint8_t hash[HASH_BYTES],
                  int source, bool current)
{
    struct library_version *version = find(library, name, hash);
    if (version)
        close(source);
    else if (!(version = add(library, name, hash, source))) {
        close(source);
        return -ENOMEM;
    }
    version->seen = true;
    if (!current) {
        version->superseded = false; /* it has a file of its own now */
        return 0;
    }
    if (!version->active)
        make_active(library, version);
    library_keep(library, name, ""); /* what it superseded stays with it */
    return 0;
}

static bool has_prefix(const struct library_version *version, const char *prefix)
{
    char hex[HASH_HEX];
    hash_hex(version->version, hex);
    return strncmp(hex, prefix, strlen(prefix)) == 0;
}

void library_keep(struct library *library, const char *name, const char *prefix)
{
    for (struct library_version *version = library->first; version; version = version->next) {
        if (!same_name(version, name))
            continue;
        if (*prefix)
            version->seen |= has_prefix(version, prefix);
        else if (version->active || version->superseded)
            version->seen = version->current = true;
    }
}

/* ---- Telling -----------------------------------------------------------------------------------
 */

static void tell(struct library_version *version, const struct library_listener *listener)
{
    version->known = true;
    version->known_active = version->active;
    listener->entry(listener->context, version);
}

/* The front takes an active version to replace the one before it, which needs no word of its own.
 */
static void tell_change(struct library *library, struct library_version *version,
                        const struct library_listener *listener)
{
    bool demoted = version->known && version->known_active && !version->active;
    if (!version->known || version->active != version->known_active) {
        if (demoted && has_active(library, version->name))
            version->known_active = false;
        else
            tell(version, listener);
    }
}

static void tell_gone(struct library *library, struct library_version **at,
                      const struct library_listener *listener)
{
    if ((*at)->known)
        listener->gone(listener->context, *at);
    drop(library, at);
}

/* The oldest superseded version of `name`, where there are more than may be. */
static struct library_version *one_too_many(const struct library *library, const char *name)
{
    struct library_version *oldest = NULL;
    unsigned count = 0;
    for (struct library_version *version = library->first; version; version = version->next) {
        if (!version->superseded || !same_name(version, name))
            continue;
        count++;
        if (!oldest || version->order < oldest->order)
            oldest = version;
    }
    return count > SUPERSEDED_MAX ? oldest : NULL;
}

static bool is_held(const struct library_version *version)
{
    return version->active ? version->current : version->seen;
}

/* An active version whose file has gone may have another, name@prefix.c: then it stays, inactive.
 */
static bool must_go(const struct library *library, struct library_version *version, bool complete,
                    uint64_t now_ms, bool *again)
{
    if (version->superseded && one_too_many(library, version->name) == version)
        return true;
    if (is_held(version) || !complete) {
        version->missing_ms = 0;
        return false;
    }
    if (!version->missing_ms || now_ms - version->missing_ms < LIBRARY_GRACE_MS) {
        if (!version->missing_ms)
            version->missing_ms = now_ms;
        *again = true;
        return false;
    }
    version->active = false;
    version->missing_ms = 0;
    return !version->seen;
}

bool library_end(struct library *library, bool complete, uint64_t now_ms,
                 const struct library_listener *listener)
{
    bool again = false;
    for (struct library_version **at = &library->first; *at;) {
        if (must_go(library, *at, complete, now_ms, &again))
            tell_gone(library, at, listener);
        else
            at = &(*at)->next;
    }
    for (struct library_version *version = library->first; version; version = version->next)
        tell_change(library, version, listener);
    return again;
}

void library_tell_all(struct library *library, const struct library_listener *listener)
{
    for (struct library_version *version = library->first; version; version = version->next)
        tell(version, listener);
}
