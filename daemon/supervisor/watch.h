/* SPDX-License-Identifier: Apache-2.0 */
/* watch.h: waits on the loop for the end of one process. Reaping stays the owner's. */
#ifndef SUPERVISOR_WATCH_H
#define SUPERVISOR_WATCH_H

#include <stdbool.h>
#include <uv.h>

struct watch {
    uv_poll_t poll;
    bool active;
    void (*ended)(void *context);
    void *context;
};

/* Watches `pidfd` (borrowed until `ended`). `ended` is called once, when the process is over and
 * the loop has let go of the handle: there the owner reaps, and may free or start anew. Negative
 * errno: nothing is watched. */
int watch_start(struct watch *watch, uv_loop_t *loop, int pidfd, void (*ended)(void *context),
                void *context);

#endif
