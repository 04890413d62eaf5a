/* SPDX-License-Identifier: Apache-2.0 */
/* worker.h: what a worker holds: its maps and what it has read of its image. One a process. */
#ifndef WORKER_WORKER_H
#define WORKER_WORKER_H

#include "daemon/worker/space.h"
#include "proto/image.h"
#include "proto/ring.h"

/* The declaration's part that jobs need, read once, before any of the environment's code has run.
 */
struct declaration {
    bool sound; /* sizes, levels and functions fit together; else only JOB_DESCRIBE is done */
    bool checker, binary, rest_ignored, verbatim;
    unsigned levels, extract, metric_count;
    size_t state_size, witness_size;
};

struct worker {
    unsigned threads;
    const char *jobs; /* read-only */
    char *verdicts;
    struct image_header header; /* checked */
    struct space space;
    struct declaration declaration;
};

static inline struct verdicts_head *worker_head(const struct worker *worker)
{
    return (struct verdicts_head *)(void *)worker->verdicts;
}

/* One job: a private copy of its descriptor, checked, and what it points at. */
struct work {
    struct job_slot slot;
    const void *state; /* in memory that the client writes and the worker can only read */
    const char *text;
    char *output; /* OUTPUT_BYTES, in `verdicts` */
};

#endif
