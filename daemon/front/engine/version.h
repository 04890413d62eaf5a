/* SPDX-License-Identifier: Apache-2.0 */
/* version.h: versions as objects that any thread may hold, and snapshots of the library. Both are
 * written by the control loop before anyone else sees them, and never after. */
#ifndef ENGINE_VERSION_H
#define ENGINE_VERSION_H

#include <stdatomic.h>

#include "daemon/front/engine.h"
#include "daemon/front/engine/mailbox.h"

/* A source's bytes, shared by the versions made of it while it is built. */
struct source {
    atomic_uint holders;
    size_t size;
    char bytes[];
};
struct source *source_new(const char *bytes, size_t size); /* NULL: zeroed, to be filled */
void source_release(struct source *source);

/* A version with holders == 1. Takes a reference to `source` of its own. When the last holder lets
 * go, on whatever thread, it is posted to `home` as LETTER_FREED; there version_free ends it. */
struct version *version_new(const char *name, const uint8_t hash[HASH_BYTES], struct source *source,
                            struct mailbox *home);
struct source *version_source(const struct version *version);
void version_set_report(struct version *version, const struct compile_report *report);
/* `report` is copied; NULL: none. */
void version_set_gate(struct version *version, enum gated gated, const char *report, size_t size);
/* The image's file, which goes with the version; taken. */
void version_set_image_file(struct version *version, int file);
/* Borrowed; −1: it has none. */
int version_image_file(const struct version *version);
void version_free(const struct version *version);
/* `version` as it goes into quarantine: a copy in that state, with the reason, that owns no image;
 * and of `version` itself, whoever holds it is told so by version_withdrawn. */
const struct version *version_withdraw(const struct version *version, const char *reason);
/* Why it must not run any more, as long as it is held; NULL where it may. Any thread. */
const char *version_withdrawn(const struct version *version);
/* The limits that its workers get: the declaration's, or the defaults where it is not known yet. */
struct limits version_limits(const struct version *version);

/* A snapshot: the library and who still reads it. */
struct snapshot {
    struct library library;
    atomic_uint holders;
    size_t version_count;
    struct library_entry *entries;
    const struct version **versions; /* held, all entries' in a row */
};
struct snapshot *snapshot_new(size_t entries, size_t versions); /* to be filled; holders == 1 */
struct snapshot *snapshot_hold(struct snapshot *snapshot);
void snapshot_release(struct snapshot *snapshot);
/* The version that this image is of, or NULL. */
const struct version *snapshot_find_image(const struct snapshot *snapshot, uint64_t image);

#endif
