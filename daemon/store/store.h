/* SPDX-License-Identifier: Apache-2.0 */
/* store.h: the whole of resynd-store: directories, library, and the two it talks to. */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <sys/stat.h>

#include "daemon/store/complaints.h"
#include "daemon/store/database_link.h"
#include "daemon/store/feed.h"
#include "daemon/store/library.h"
#include "daemon/store/registry.h"
#include "daemon/store/watches.h"
#include "lib/base/error.h"
#include "lib/sandbox/sandbox.h"

enum { ROOTS_MAX = 16 };

struct store {
    uv_loop_t *loop;
    const char *data;       /* the database's folder; NULL: nothing is kept */
    const char *log_folder; /* the verdict log's; NULL: there is none */
    enum sandbox_database reach;
    const char *roots[ROOTS_MAX];
    unsigned root_count;
    /* What the roots were when the process locked itself: what comes in their place is out of its
     * reach. Zero where there was nothing. */
    struct {
        dev_t device;
        ino_t inode;
    } locked[ROOTS_MAX];
    bool outdated; /* it must be started anew, to be let in */
    struct library library;
    struct registry registry;
    struct database_link database_link;
    struct complaints complaints;
    struct watches watches;
    struct feed *feed; /* NULL while there is no front */
    uv_poll_t supervisor;
    uv_timer_t look_timer;
    uint64_t first_change_ms; /* that has not been looked at; 0: none */
};

/* Gives up everything but reading what is in the roots now and its own database. Negative errno
 * with a sentence. */
int store_lock(struct store *store, struct error *error);
/* Looks for the first time, and starts the loop's handles. Negative errno. */
int store_start(struct store *store, uv_loop_t *loop, int supervisor);
void store_deinit(struct store *store); /* after the loop has ended */
/* Tells the front, if there is one, of what has changed in the library. */
void store_settle(struct store *store);

#endif
