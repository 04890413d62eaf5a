/* SPDX-License-Identifier: Apache-2.0 */
/* child.h: a process that lives as long as the daemon and is started again when it dies: the front
 * and the store. */
#ifndef SUPERVISOR_CHILD_H
#define SUPERVISOR_CHILD_H

#include "daemon/supervisor/link.h"
#include "daemon/supervisor/watch.h"
#include "lib/process/process.h"

struct child;

struct child_role {
    const char *name;
    enum peer peer;
    /* Starts the executable with `channel` (borrowed) as its descriptor 3. */
    int (*launch)(struct child *child, int channel, struct error *error);
    int (*message)(struct child *child, const struct message *message, const int *descriptors,
                   int count); /* as link_owner's */
    void (*up)(struct child *child);
    void (*down)(struct child *child);
    bool (*may_start)(struct child *child); /* false: not yet, what it left is still being reaped */
};

struct child {
    const struct child_role *role;
    uv_loop_t *loop;
    void *context;
    uv_timer_t timer;
    struct process process;
    struct watch watch;
    struct link *link; /* NULL while there is none */
    bool running, wanted;
    unsigned delay_ms; /* before the next start */
    uint64_t started_ms;
};

void child_init(struct child *child, uv_loop_t *loop, const struct child_role *role, void *context);
void child_start(struct child *child);   /* … and again whenever it ends */
void child_abandon(struct child *child); /* not again */
void child_kill(struct child *child);    /* harmless where it does not run */
void child_hang_up(struct child *child); /* closes the channel: a well-behaved child then leaves */
void child_close(struct child *child);   /* its timer; after it has ended */

#endif
