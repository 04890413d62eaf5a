/* SPDX-License-Identifier: Apache-2.0 */
/* scoring_own.h: what the files scoring*.c share; nobody else includes it. */
#ifndef FRONT_SCORING_OWN_H
#define FRONT_SCORING_OWN_H

#include "daemon/front/scoring.h"
#include "daemon/front/scoring_cache.h"

struct instance_fill;

/* One for each HTTP thread. */
struct scoring {
    struct engine *engine;
    struct instance_cache cache;
    struct instance_fill *fills; /* instances that are being made */
};

#endif
