/* SPDX-License-Identifier: Apache-2.0 */
/* database_link.h: keeps the database open, on the loop: opens it again where it was lost, and
 * looks every second for what other replicas have written, or sooner where the database hints at
 * it. Scoring needs none of this: while the database is away, the library stays as it is. */
#ifndef STORE_DATABASE_LINK_H
#define STORE_DATABASE_LINK_H

#include <uv.h>

#include "daemon/store/database.h"

struct database_link {
    struct database *database;
    const char *folder, *where;     /* as database_open takes them */
    void (*changed)(void *context); /* there may be something new to read */
    void *context;

    uv_timer_t timer;
    uv_poll_t *poll; /* NULL: no hints */
    unsigned failures;
    bool complained;
};

/* The fields above are filled in; those below are its own. Tries at once, and calls changed() from
 * within where that works. */
void database_link_start(struct database_link *link, uv_loop_t *loop);
void database_link_stop(struct database_link *link);

#endif
