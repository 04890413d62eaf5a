/* SPDX-License-Identifier: Apache-2.0 */
/* scoring_own.h: what the files scoring*.c share; nobody else includes it. */
#ifndef FRONT_SCORING_OWN_H
#define FRONT_SCORING_OWN_H

#include "daemon/front/scoring.h"
#include "daemon/front/scoring_cache.h"
#include "daemon/front/scoring_twins.h"
#include "lib/base/histogram.h"

struct instance_fill;

/* One for each HTTP thread. */
struct scoring {
    struct engine *engine;
    struct instance_cache cache;
    struct instance_fill *fills; /* instances that are being made */
    struct twins twins;
    _Atomic uint64_t hits, misses;
};

uint64_t task_deadline_ns(const struct score_task *task);

#endif
