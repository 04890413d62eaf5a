/* SPDX-License-Identifier: Apache-2.0 */
/* database.h: what outlives the daemon: an SQLite database in the data directory. Knows nothing of
 * directories or fronts. All functions return 0 or a negative errno; what SQLite says of it is in
 * the log. */
#ifndef STORE_DATABASE_H
#define STORE_DATABASE_H

#include "lib/base/error.h"
#include "lib/base/hash.h"

struct sqlite3;

struct database {
    struct sqlite3 *sqlite;     /* NULL: there is none, and nothing is kept */
    uint8_t engine[HASH_BYTES]; /* what compiles and runs: only its builds are of use */
};

/* Makes the file where it is missing. On failure the database stays closed, which every other
 * function bears. */
int database_open(struct database *database, const char *folder, const uint8_t engine[HASH_BYTES],
                  struct error *error);
void database_close(struct database *database);

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
/* Forgets builds of other engines, and those that were not asked for in a long time. */
int database_prune_builds(struct database *database);

#endif
