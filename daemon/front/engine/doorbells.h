/* SPDX-License-Identifier: Apache-2.0 */
/* doorbells.h: which workers with jobs are woken, and when. A wake-up costs more than most jobs,
 * and a worker that has no CPU does nothing for it. So a thread rings a few at a time, first come,
 * first served: until one of them has done what it has, the others sleep on and their jobs become
 * more, for one wake-up then. */
#ifndef ENGINE_DOORBELLS_H
#define ENGINE_DOORBELLS_H

#include <stdint.h>

struct engine;
struct link;

struct link_list {
    struct link *first, *last;
    unsigned count;
};

struct doorbells {
    struct link_list due, rung; /* not rung yet; rung lately, with jobs in hand */
};

/* The worker has been given jobs. */
void doorbells_due(struct engine *engine, struct link *link);
/* It has none any more. */
void doorbells_done(struct engine *engine, struct link *link);
/* Rings who may be rung now. Often: nobody else gives up who takes too long. */
void doorbells_ring(struct engine *engine);

#endif
