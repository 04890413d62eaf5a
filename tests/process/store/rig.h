/* SPDX-License-Identifier: Apache-2.0 */
/* rig.h: a real resynd-store on a folder of the test's, with the test as its supervisor and its
 * front. Whatever does not come in time fails the test. */
#ifndef PROCESS_STORE_RIG_H
#define PROCESS_STORE_RIG_H

#include "lib/base/hash.h"
#include "lib/process/process.h"

struct rig {
    char folder[64], data[64]; /* the sources'; the database's, beside it */
    char engine;               /* the digit that its hash is made of */
    unsigned versions;         /* of a name, that are kept; 0: all */
    const char *database;      /* RESYND_DATABASE: in it, a schema for each rig; NULL: files */
    char where[512];           /* the schema, as libpq takes it */
    struct process store;
    int supervisor, front; /* our ends; −1: closed */
};

/* The store starts on what is in the folder by then. */
void rig_open(struct rig *rig);
void rig_start(struct rig *rig);
void rig_meet_front(struct rig *rig); /* again: a new front */
void rig_stop(struct rig *rig);       /* hangs up, expects exit status 0 */
void rig_close(struct rig *rig);      /* the same, and removes the folders */

/* Paths are below the folder. */
void put(const struct rig *rig, const char *path, const char *text); /* written in place */
void put_bytes(const struct rig *rig, const char *path, const void *bytes, size_t size);
void make_folder(const struct rig *rig, const char *path);
void make_link(const struct rig *rig, const char *path, const char *target);
void rename_to(const struct rig *rig, const char *from, const char *to);
void remove_file(const struct rig *rig, const char *path);
/* "name@<12 hex digits of text's hash>.c" below `folder`, in memory of its own. */
const char *old_path(const char *folder, const char *name, const char *text);

/* The next message must be this one. The source is compared, its seals and its hash checked. */
void expect_entry(const struct rig *rig, const char *name, const char *text, bool active);
/* The same, and what is kept of its build comes with it: files that hold these bytes. */
void expect_built(const struct rig *rig, const char *name, const char *text, const void *image,
                  size_t size, const char *findings);
/* Of the entry that came last. */
void expect_active(const struct rig *rig);
void expect_quarantine(const struct rig *rig, const char *reason);
/* STORE_DONE, and its file (−1: none); NULL: it must have none. */
struct message next_done(const struct rig *rig, int *file);
void expect_gone(const struct rig *rig, const char *name, const char *text);
void expect_synced(const struct rig *rig);
void expect_silence(const struct rig *rig, int milliseconds);
void expect_front_dropped(const struct rig *rig);

#endif
