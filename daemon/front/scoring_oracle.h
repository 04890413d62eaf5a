/* SPDX-License-Identifier: Apache-2.0 */
/* scoring_oracle.h: whose fault it was. After a call that ran out of time, memory or stack, or
 * crashed, on some response, the environment is asked to judge an answer that it must accept, on
 * the same instance and on a fresh worker: the oracle's, or for a checker its first right example.
 * Where that scores 1, the fault is the response's; where not, the environment's. What was learnt
 * is kept with the instance. */
#ifndef FRONT_SCORING_ORACLE_H
#define FRONT_SCORING_ORACLE_H

#include "daemon/front/scoring_instance.h"

/* In the asker's memory, until said() or oracle_unask. */
struct oracle_ask {
    /* FAULT_SERVER: it could not be found out. */
    void (*said)(struct oracle_ask *ask, enum fault fault);

    struct instance_want want; /* of the instance that is tried */
    struct scoring *scoring;
    const struct version *version; /* the asker holds it */
    struct oracle_ask *next, *previous;
    enum { ORACLE_ASK_IDLE, ORACLE_ASK_INSTANCE, ORACLE_ASK_RUN } stage;
};

/* `key`: the instance on which it happened. `deadline_ns`: of the asking. said() may be called from
 * within. */
void oracle_ask(struct scoring *scoring, struct oracle_ask *ask, const struct instance_key *key,
                uint64_t deadline_ns);
void oracle_unask(struct oracle_ask *ask);

#endif
