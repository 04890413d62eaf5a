/* SPDX-License-Identifier: Apache-2.0 */
/* spares.h: workers and compilers that are started before there is work for them and have done all
 * that they can without knowing it. Who needs one for a source or an environment that is new waits
 * for a message then, not for an exec: that is two thirds of a worker's start and half of a
 * compiler's life (tests/bench/start.md). Those taken are replaced a little later, when who took
 * them is served. Until then each is called resynd-spare where processes are listed. */
#ifndef SUPERVISOR_SPARES_H
#define SUPERVISOR_SPARES_H

#include <uv.h>

#include "lib/process/process.h"

/* A new source takes a compiler and a worker that describes it; its first verdict, a worker that
 * makes the instance and one that judges. */
enum { SPARE_WORKERS = 3, SPARE_COMPILERS = 1 };

struct spare_worker {
    struct process process;
    struct worker_files files;
};

struct spares {
    const struct programs *programs;
    unsigned threads;
    bool wanted;
    struct spare_worker workers[SPARE_WORKERS];
    struct compilation compilers[SPARE_COMPILERS];
    unsigned worker_count, compiler_count;
    unsigned tries; /* starts that are left, until one is taken again */
    uv_timer_t timer;
    uv_signal_t ends; /* of children: whoever dies is reaped, taken or not */
};

void spares_init(struct spares *spares, uv_loop_t *loop);
/* From now on there are spares; until then, and after spares_drop, none. */
void spares_begin(struct spares *spares);
/* A spare, or one that is started now: to be told what to run. Negative errno: there is none, and
 * nothing to clean up. */
int spares_take_worker(struct spares *spares, struct process *process, struct worker_files *files,
                       struct error *error);
int spares_take_compiler(struct spares *spares, struct compilation *compilation,
                         struct error *error);
/* Kills and reaps all. */
void spares_drop(struct spares *spares);
void spares_close(struct spares *spares); /* the handles */

#endif
