/* SPDX-License-Identifier: Apache-2.0 */
/* doorbells.c: see doorbells.h. */
#include "daemon/front/engine/doorbells.h"

#include "daemon/front/engine/front.h"

/* Rung at a time, by one of the threads that share the CPUs. */
static unsigned most_rung(const struct front *front)
{
    unsigned share = atomic_load_explicit(&front->cpus, memory_order_relaxed) / front->threads;
    return (share ? share : 1) * RUNG_EACH;
}

static void append(struct link_list *list, struct link *link)
{
    link->ring.list = list;
    link->ring.next = NULL;
    link->ring.previous = list->last;
    *(list->last ? &list->last->ring.next : &list->first) = link;
    list->last = link;
    list->count++;
}

static void take_out(struct link *link)
{
    struct link_list *list = link->ring.list;
    struct link *next = link->ring.next, *previous = link->ring.previous;
    *(previous ? &previous->ring.next : &list->first) = next;
    *(next ? &next->ring.previous : &list->last) = previous;
    list->count--;
    link->ring.list = NULL;
}

void doorbells_due(struct engine *engine, struct link *link)
{
    struct doorbells *doorbells = &engine->doorbells;
    if (!link->ring.list)
        append(&doorbells->due, link);
    else if (link->ring.list == &doorbells->rung)
        lane_ring(&link->lane); /* it may just have gone to sleep */
}

void doorbells_done(struct engine *engine, struct link *link)
{
    if (link->ring.list)
        take_out(link);
}

static void ring(struct doorbells *doorbells, struct link *link, uint64_t now)
{
    take_out(link);
    append(&doorbells->rung, link);
    link->ring.since_ns = now;
    link->busy_ns = now; /* what it waited for its turn is not what its jobs take */
    lane_ring(&link->lane);
}

void doorbells_ring(struct engine *engine)
{
    struct doorbells *doorbells = &engine->doorbells;
    struct link *first;
    if (!doorbells->due.first)
        return;
    unsigned most = most_rung(engine->front);
    uint64_t now = uv_hrtime();
    while ((first = doorbells->rung.first) && now - first->ring.since_ns > RUNG_NS)
        take_out(first);
    while ((first = doorbells->due.first) && doorbells->rung.count < most)
        ring(doorbells, first, now);
}
