/* SPDX-License-Identifier: Apache-2.0 */
/* database.h: what outlives the daemon: a file in the data directory, or a PostgreSQL database that
 * several replicas share. Knows nothing of directories or fronts. Functions return 0 or a negative
 * errno as sql.h says; −ENOTCONN too while the database is away. */
#ifndef STORE_DATABASE_H
#define STORE_DATABASE_H

#include "daemon/store/sql.h"
#include "lib/base/hash.h"
#include "proto/limits.h"

#define DATABASE_FILE "registry.sqlite" /* in the folder */
enum { DATABASE_SCHEMA = 1 };           /* of the tables */

struct database {
    struct sql *sql;            /* NULL: away */
    uint8_t engine[HASH_BYTES]; /* what compiles and runs: only its builds are of use */
};

/* `folder` is where the file is, which is made where it is missing; where `where` is not NULL, it
 * names the PostgreSQL database instead. Tables are made where there are none. */
int database_open(struct database *database, const char *folder, const char *where,
                  struct error *error);
void database_close(struct database *database);
/* As sql_begin and so on. */
int database_begin(struct database *database);
int64_t database_now(void); /* seconds since 1970 */

/* ---- Builds (database_builds.c) ---- */

/* What was made of a version's source: see proto/image.h and proto/findings.h. Sealed memfds. */
struct build_files {
    int image, findings; /* −1: none */
};
#define BUILD_FILES_NONE ((struct build_files){-1, -1})

/* Keeps copies of both files, in place of what there was. −EFBIG, −EINVAL: they are too large or
 * empty. */
int database_keep_build(struct database *database, const uint8_t version[HASH_BYTES],
                        const struct build_files *files);
/* −ENOENT: nothing is kept that is whole and of this engine. */
int database_find_build(struct database *database, const uint8_t version[HASH_BYTES],
                        struct build_files *files);
/* Forgets what has not been asked for in a long time. */
int database_prune_builds(struct database *database);

/* ---- Versions that were put, and what has happened to names (database_events.c) ---- */

/* What is written down; numbers are never used again. */
enum event_kind {
    EVENT_PUT = 1,    /* the version is kept */
    EVENT_ACTIVATE,   /* the name means it */
    EVENT_FOLLOW,     /* the name means what its file holds */
    EVENT_DEACTIVATE, /* the name means nothing */
    EVENT_PURGE,      /* the version is kept no more */
    EVENT_QUARANTINE, /* the version is not to be served, for a reason */
    EVENT_RELEASE,    /* it is again */
};

struct event {
    int64_t number; /* ascending, in the order in which transactions ended */
    enum event_kind kind;
    char name[NAME_MAX_BYTES];
    uint8_t version[HASH_BYTES]; /* zero where the kind needs none */
    char reason[REASON_MAX];     /* "" where there is none */
    int64_t back;                /* of a rollback: the event whose state it brought back, else 0 */
    int64_t at;                  /* seconds since 1970 */
    const void *source;          /* of EVENT_PUT, where the version is still kept; for the call */
    size_t source_size;
};

/* A negative result ends it. */
typedef int event_listener(void *context, const struct event *event);

/* Those after `number`, in order. */
int database_events(struct database *database, int64_t number, event_listener *listener,
                    void *context);
/* Those of a name that say what it means (ACTIVATE, FOLLOW, DEACTIVATE), the newest first. */
int database_history(struct database *database, const char *name, event_listener *listener,
                     void *context);
/* Within a transaction. Takes no number; `at` is now. */
int database_add_event(struct database *database, const struct event *event);
int database_add_version(struct database *database, const char *name,
                         const uint8_t version[HASH_BYTES], const void *source, size_t size);
int database_remove_version(struct database *database, const char *name,
                            const uint8_t version[HASH_BYTES]);

#endif
