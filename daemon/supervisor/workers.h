/* SPDX-License-Identifier: Apache-2.0 */
/* workers.h: the live workers, by the numbers that the front gave them: start, time, end. */
#ifndef SUPERVISOR_WORKERS_H
#define SUPERVISOR_WORKERS_H

#include <uv.h>

#include "daemon/supervisor/spares.h"

struct worker;

struct workers {
    uv_loop_t *loop;
    struct spares *spares;
    unsigned most;
    unsigned count;
    struct worker *first;
    uv_timer_t timer; /* looks at their clocks; runs while there are workers */
    /* Takes the descriptors. SPAWNED and DIED, for the front. */
    void (*say)(void *context, const struct message *message, const int *descriptors, int count);
    void (*gone)(void *context); /* the last worker has been reaped */
    void *context;
};

void workers_init(struct workers *workers, uv_loop_t *loop);
/* Answers with SPAWNED, now, or DIED. `image` is borrowed; −1 where the front's is not known.
 * −EPROTO: the number is in use. */
int workers_spawn(struct workers *workers, const struct message *request, int image);
/* FRONT_KILL; a number that is not known has died already. */
void workers_kill(struct workers *workers, uint64_t number);
void workers_kill_all(struct workers *workers);
/* At once: kills and reaps without the loop, for the end of the daemon. */
void workers_reap_all(struct workers *workers);
void workers_close(struct workers *workers);

#endif
