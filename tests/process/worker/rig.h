/* SPDX-License-Identifier: Apache-2.0 */
/* rig.h: a real resynd-worker with a real image, seen from its client's side. Ends the test where
 * anything does not start. */
#ifndef PROCESS_WORKER_RIG_H
#define PROCESS_WORKER_RIG_H

#include "lib/process/process.h"
#include "lib/ring/lane.h"
#include "tests/unit/test.h"

enum { RIG_PATIENCE_MS = 20000 };

struct rig {
    struct programs programs;
    struct process worker;
    struct worker_files files;
    struct lane_memory memory;
    struct lane lanes[THREADS_MAX];
};

/* A sealed image: compiled from a file of tests/process/worker/sources by resynd-compiler, once
 * for each name; the caller's to close never. */
int rig_compile(const char *name);

/* Starts a worker on `image` and waits until it is ready. */
void rig_open(struct rig *rig, int image, unsigned threads, unsigned stack_kib, unsigned heap_kib);
/* Kills the worker, if it lives, and gives everything back. */
void rig_close(struct rig *rig);

/* What became of one job, copied out of shared memory. */
struct answered {
    enum lane_take take; /* LANE_VERDICT, or LANE_NOTHING where the worker has died */
    struct verdict_slot verdict;
    char output[OUTPUT_BYTES];
    size_t output_size;
};
/* Sends one job on lane 0 and waits for its end. The result is overwritten by the next call. */
const struct answered *rig_do(struct rig *rig, const struct lane_job *job);
/* JOB_VERIFY of a bare answer. */
const struct answered *rig_verify(struct rig *rig, const void *state, size_t size,
                                  const char *answer);

/* How the worker ended, in one line: "exit 3, crash: division by zero, or …" or "signal 31".
 * Waits for it. */
const char *rig_end(struct rig *rig);

#endif
