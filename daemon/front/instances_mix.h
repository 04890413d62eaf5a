/* SPDX-License-Identifier: Apache-2.0 */
/* instances_mix.h: which instance stands at which position of a mix. The position is the seed, so
 * that no two positions share one; environment and level follow from the position alone, so that a
 * mix can be begun anywhere and gives the same everywhere. */
#ifndef FRONT_INSTANCES_MIX_H
#define FRONT_INSTANCES_MIX_H

#include "daemon/front/engine.h"
#include "daemon/front/request_instances.h"
#include "daemon/front/scoring.h"

struct mix_candidate {
    const struct version *version; /* held */
    unsigned low, high;
    double weight; /* of this one and all before it */
};

struct mix {
    struct mix_candidate *candidates; /* owned, sorted as requested and then by name */
    size_t count, capacity;
    const struct address
        *missing;         /* an entry's whose version is not known, or not built yet; NULL: none */
    char fingerprint[17]; /* of versions, levels and weights: a cursor of another mix is refused */
};

/* Resolves the entries against the library. OUTCOME_OK, or why not and a sentence. After either,
 * mix_deinit. */
enum outcome mix_init(struct mix *mix, struct engine *engine,
                      const struct instances_request *request, char reason[VERDICT_REASON_MAX]);
void mix_deinit(struct mix *mix);

/* The environment and level at `position`. */
const struct version *mix_pick(const struct mix *mix, uint64_t position, unsigned *level);

/* A cursor says the next position, and of what mix. */
void mix_cursor_print(const struct mix *mix, uint64_t position, char out[CURSOR_MAX]);
/* 0; −EINVAL: no cursor; −ESTALE: of another mix, or the library has changed. */
int mix_cursor_parse(const struct mix *mix, const char *text, uint64_t *position);

#endif
