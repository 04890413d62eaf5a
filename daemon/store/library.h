/* SPDX-License-Identifier: Apache-2.0 */
/* library.h: the versions that the front knows of, and what each look at the files changes. */
#ifndef STORE_LIBRARY_H
#define STORE_LIBRARY_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/base/hash.h"
#include "proto/limits.h"

struct library_version {
    struct library_version *next;
    char name[NAME_MAX_BYTES];
    uint8_t version[HASH_BYTES];
    int source;  /* sealed memfd, owned */
    bool active; /* what the bare name means */

    /* library.c's. */
    bool known;          /* the front has been told of it … */
    bool known_active;   /* … as active */
    bool seen;           /* in the look that is going on, a file holds it … */
    bool current;        /* … which is called by its bare name */
    bool superseded;     /* was active; its file was edited since */
    uint64_t order;      /* grows with every version that comes in */
    uint64_t missing_ms; /* since when no file holds it; 0: one does */
};

struct library {
    struct library_version *first, **last;
    uint64_t order;
};

void library_init(struct library *library);
void library_deinit(struct library *library);

/* What the front is to be told. `source` is borrowed. */
struct library_listener {
    void (*entry)(void *context, const struct library_version *version);
    void (*gone)(void *context, const struct library_version *version);
    void *context;
};

/* A look: begin, then an offer for each file that could be read and a keep for each that could not,
 * then end. An offer takes `source`; `current` is name.c, else it is name@prefix.c. `prefix` is ""
 * for name.c. */
void library_begin(struct library *library);
int library_offer(struct library *library, const char *name, const uint8_t version[HASH_BYTES],
                  int source, bool current);
void library_keep(struct library *library, const char *name, const char *prefix);

/* Tells what has changed. A version is gone when its file has been missing in two complete looks,
 * some time apart: editors and version control remove a file before they write it anew. True: look
 * again in LIBRARY_GRACE_MS. */
enum { LIBRARY_GRACE_MS = 300 };
bool library_end(struct library *library, bool complete, uint64_t now_ms,
                 const struct library_listener *listener);

/* Tells everything, to a front that knows nothing. */
void library_tell_all(struct library *library, const struct library_listener *listener);

#endif
