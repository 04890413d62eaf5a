/* SPDX-License-Identifier: Apache-2.0 */
/* library.h: the versions that the front knows of: what files hold, what the registry keeps, and
 * what a name means by both. */
#ifndef STORE_LIBRARY_H
#define STORE_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/hash.h"
#include "proto/limits.h"

struct library_version {
    struct library_version *next; /* of its title, in the order in which they came */
    struct library_title *title;
    uint8_t version[HASH_BYTES];
    int source; /* sealed memfd, owned */
    bool kept;  /* the registry has it, whatever becomes of files */

    /* What the front was told last. */
    bool known, known_active, known_quarantined;

    /* library_look.c's. */
    bool seen;           /* in the look that is going on, a file holds it */
    bool superseded;     /* was in name.c, which was edited since */
    bool expired;        /* nothing holds it, and it need not be waited for */
    uint64_t order;      /* grows with every version that name.c comes to hold */
    uint64_t missing_ms; /* since when no file holds it; 0: one does */
};

/* What the registry says of a name. */
enum meaning { MEANS_FILE /* nothing: it means what name.c holds */, MEANS_VERSION, MEANS_NOTHING };

/* Why a version is not to be served; it may come later. */
struct library_quarantine {
    struct library_quarantine *next;
    uint8_t version[HASH_BYTES];
    char *reason;
};

struct library_title {
    char name[NAME_MAX_BYTES];
    struct library_version *versions;
    struct library_version *file;  /* what name.c holds; NULL: nothing */
    struct library_version *found; /* … in the look that is going on */
    uint64_t missing_ms;           /* since when there is no name.c; 0: there is one */
    enum meaning meaning;
    uint8_t meant[HASH_BYTES]; /* MEANS_VERSION */
    struct library_quarantine *quarantines;
};

struct library {
    struct library_title **titles; /* sorted by name */
    size_t count, capacity;
    uint64_t order;
    size_t kept; /* versions */
};
#define LIBRARY_INIT ((struct library){0})

void library_deinit(struct library *library);

/* NULL: not there. */
struct library_title *library_find(const struct library *library, const char *name);
struct library_version *library_find_version(const struct library_title *title,
                                             const uint8_t version[HASH_BYTES]);
/* What the name means; NULL: nothing. A version that the registry names and nobody has here leaves
 * the file's in place. */
const struct library_version *library_active(const struct library_title *title);
bool library_held_by_file(const struct library_version *version);
/* NULL: it is not in quarantine. */
const char *library_quarantine_of(const struct library_version *version);

/* ---- Telling -----------------------------------------------------------------------------------
 */

struct library_listener {
    void (*entry)(void *context, const struct library_version *version);
    void (*gone)(void *context, const struct library_version *version);
    void *context;
};

/* Tells what has changed since. Whether there was anything. */
bool library_settle(struct library *library, const struct library_listener *listener);
/* Tells everything, to a front that knows nothing. */
void library_tell_all(struct library *library, const struct library_listener *listener);

/* ---- Files (library_look.c) --------------------------------------------------------------------
 *
 * A look: begin, then an offer for each file that could be read and a keep for each that could not,
 * then end. An offer takes `source`; `current` is name.c, else it is name@prefix.c. `prefix` is ""
 * for name.c. */
void library_begin(struct library *library);
int library_offer(struct library *library, const char *name, const uint8_t version[HASH_BYTES],
                  int source, bool current);
void library_keep(struct library *library, const char *name, const char *prefix);

/* A version is gone when its file has been missing in two complete looks, some time apart: editors
 * and version control remove a file before they write it anew. True: look again in
 * LIBRARY_GRACE_MS. Afterwards: library_settle. */
enum { LIBRARY_GRACE_MS = 300 };
bool library_end(struct library *library, bool complete, uint64_t now_ms);

/* ---- The registry ------------------------------------------------------------------------------
 *
 * −ENOMEM: nothing has changed. Afterwards: library_settle. */

/* Takes `source`. */
int library_add_kept(struct library *library, const char *name, const uint8_t version[HASH_BYTES],
                     int source);
void library_drop_kept(struct library *library, const char *name,
                       const uint8_t version[HASH_BYTES]);
/* `version`: of MEANS_VERSION. */
int library_mean(struct library *library, const char *name, enum meaning meaning,
                 const uint8_t version[HASH_BYTES]);
/* NULL: it is not in quarantine any more. */
int library_quarantine(struct library *library, const char *name, const uint8_t version[HASH_BYTES],
                       const char *reason);

/* ---- Shared by the files of this module --------------------------------------------------------
 */

/* NULL: no memory. */
struct library_title *library_title(struct library *library, const char *name);
/* Takes `source`. Where the version is there, that one. NULL: no memory. */
struct library_version *library_add(struct library *library, const char *name,
                                    const uint8_t version[HASH_BYTES], int source);

#endif
