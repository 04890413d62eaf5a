/* SPDX-License-Identifier: Apache-2.0 */
/* library_look.c: what each look at the files changes in the library. A version that is edited away
 * stays: data sets refer to it. It goes with its file, or when its name has had too many. */
#include <errno.h>
#include <string.h>

#include "daemon/store/library.h"

enum { SUPERSEDED_MAX = 8 }; /* of one name: each costs the front an image */

void library_begin(struct library *library)
{
    for (size_t i = 0; i < library->count; i++) {
        library->titles[i]->found = NULL;
        for (struct library_version *at = library->titles[i]->versions; at; at = at->next)
            at->seen = false;
    }
}

int library_offer(struct library *library, const char *name, const uint8_t hash[HASH_BYTES],
                  int source, bool current)
{
    struct library_version *version = library_add(library, name, hash, source);
    if (!version)
        return -ENOMEM;
    version->seen = true;
    version->superseded = version->expired = false; /* it has a file of its own now */
    if (current)
        version->title->found = version;
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
    struct library_title *title = library_find(library, name);
    if (!title)
        return;
    if (!*prefix)
        title->found = title->file;
    for (struct library_version *at = title->versions; *prefix && at; at = at->next)
        at->seen |= has_prefix(at, prefix);
}

/* ---- What name.c holds ---- */

static void take_file(struct library *library, struct library_title *title)
{
    if (title->file && title->file != title->found)
        title->file->superseded = true;
    if (title->file != title->found)
        title->found->order = ++library->order;
    title->file = title->found;
    title->missing_ms = 0;
}

/* Versions that only name.c held, now or earlier, go with it. */
static void lose_file(struct library_title *title)
{
    for (struct library_version *at = title->versions; at; at = at->next)
        if (at == title->file || at->superseded) {
            at->superseded = false;
            at->expired = !at->seen;
        }
    title->file = NULL;
    title->missing_ms = 0;
}

/* Whether to look again soon. */
static bool miss_file(struct library_title *title, uint64_t now_ms)
{
    if (!title->missing_ms)
        title->missing_ms = now_ms;
    if (now_ms - title->missing_ms < LIBRARY_GRACE_MS)
        return true;
    lose_file(title);
    return false;
}

static void drop_oldest_superseded(struct library_title *title)
{
    struct library_version *oldest = NULL;
    unsigned count = 0;
    for (struct library_version *at = title->versions; at; at = at->next) {
        if (!at->superseded || at->kept)
            continue;
        count++;
        if (!oldest || at->order < oldest->order)
            oldest = at;
    }
    if (count > SUPERSEDED_MAX) {
        oldest->superseded = false;
        oldest->expired = true;
    }
}

/* ---- What other files held ---- */

/* Whether to look again soon. What is not seen when that is over is gone for library_settle. */
static bool miss_version(struct library_version *version, bool complete, uint64_t now_ms)
{
    if (library_held_by_file(version) || version->kept) {
        version->missing_ms = 0;
        return false;
    }
    if (version->expired)
        return false;
    if (!version->missing_ms)
        version->missing_ms = now_ms;
    bool waits = !complete || now_ms - version->missing_ms < LIBRARY_GRACE_MS;
    version->seen = waits; /* as if it were there */
    return waits && complete;
}

bool library_end(struct library *library, bool complete, uint64_t now_ms)
{
    bool again = false;
    for (size_t i = 0; i < library->count; i++) {
        struct library_title *title = library->titles[i];
        if (title->found)
            take_file(library, title);
        else if (title->file && complete)
            again |= miss_file(title, now_ms);
        drop_oldest_superseded(title);
        for (struct library_version *at = title->versions; at; at = at->next)
            again |= miss_version(at, complete, now_ms);
    }
    return again;
}
