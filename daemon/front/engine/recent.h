/* SPDX-License-Identifier: Apache-2.0 */
/* recent.h: copies of the latest jobs that ended ok on one thread, in one ring of bytes: what has
 * to be judged again when their worker dies. The oldest make room. */
#ifndef ENGINE_RECENT_H
#define ENGINE_RECENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/ring/lane.h"

/* What a worker said of a job, as far as it is compared: the score as it is, all else as a mark. */
struct said {
    double score;
    uint64_t mark;
};

struct recent {
    unsigned char *bytes; /* RECENT_BYTES */
    uint64_t head, tail;  /* bytes ever taken and given back */
};

void recent_init(struct recent *recent);
void recent_deinit(struct recent *recent);
/* Copies the job with its state and text, unless they are too large. */
void recent_keep(struct recent *recent, uint64_t worker, const struct lane_job *work,
                 const struct said *said);
/* Calls `each` for the last jobs of that worker that are there, `most` of them at most; what `work`
 * points at is valid within the call only. */
void recent_visit(const struct recent *recent, uint64_t worker, unsigned most,
                  void (*each)(void *owner, const struct lane_job *work, const struct said *said),
                  void *owner);

#endif
