/* SPDX-License-Identifier: Apache-2.0 */
/* call.h: a hermetic call of environment code: it meets the same static data, heap, stack and
 * registers every time, so that nothing carries over from one call to the next. What ends the call
 * early ends the worker (fault.h). Not restored is what code writes through an address that it made
 * up, into the worker's memory or a heap that it never asked for: against intent there is the
 * sampled second scoring on a fresh worker, not this. */
#ifndef WORKER_CALL_H
#define WORKER_CALL_H

#include "daemon/worker/trampoline.h"
#include "daemon/worker/worker.h"

/* Calls `entry`, which the image must have, with pointers and integers as `argument`. */
struct returned call(const struct worker *worker, enum entry entry, const uint64_t argument[4]);

static inline uint64_t pass(const void *pointer)
{
    return (uint64_t)(uintptr_t)pointer;
}

/* A bool is the lowest byte; the rest of the register may hold anything. */
static inline bool returned_bool(struct returned returned)
{
    return (returned.integer & 0xff) != 0;
}

#endif
