/* SPDX-License-Identifier: Apache-2.0 */
/* scoring_instance.h: an instance that somebody wants: found in the thread's cache, or made once by
 * a worker however many wait for it. */
#ifndef FRONT_SCORING_INSTANCE_H
#define FRONT_SCORING_INSTANCE_H

#include "daemon/front/scoring_cache.h"

struct scoring;

/* Somebody who waits. In the waiter's memory, which must stay until ready() or instance_unwant. */
struct instance_want {
    uint64_t deadline_ns; /* uv_hrtime */
    bool to_judge;        /* a response to it is judged next */
    void (*ready)(struct instance_want *want, enum outcome outcome, const char *reason);

    /* Set before ready(OUTCOME_OK): the waiter's reference, until instance_leave. Else NULL. */
    struct instance *instance;

    struct instance_want *next, *previous; /* while waiting */
    bool waiting;
};

/* ready() is called, at once from within where the instance is there. A failure of generate or load
 * that is theirs comes as the worker said it. */
void instance_want(struct scoring *scoring, struct instance_want *want,
                   const struct instance_key *key);
/* Waits no longer: ready() will not be called. */
void instance_unwant(struct scoring *scoring, struct instance_want *want);
void instance_leave(struct scoring *scoring, struct instance_want *want);

/* Tells those whose deadline has passed. Call a few times a second. */
void instance_sweep(struct scoring *scoring);

#endif
