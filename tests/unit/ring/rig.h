/* SPDX-License-Identifier: Apache-2.0 */
/* rig.h: the memory and doorbells of one worker, with both ends in the test's hands. */
#ifndef UNIT_RING_RIG_H
#define UNIT_RING_RIG_H

#include <pthread.h>

#include "lib/ring/lane.h"
#include "tests/unit/test.h"

struct rig {
    int jobs, verdicts, doorbell, completion;
    struct lane_memory memory;
    struct verdicts_head *head; /* the worker's, writable, mapping of `verdicts` */
    struct lane lane;           /* of `thread` */
    unsigned thread;
    /* The worker's thread. */
    pthread_t worker;
    _Atomic bool stop;
    unsigned long sleeps, damaged;
};

void rig_open(struct rig *rig, unsigned threads, unsigned thread);
void rig_close(struct rig *rig);

const struct job_slot *rig_job(const struct rig *rig, uint64_t sequence);
const char *rig_payload(const struct rig *rig);
struct verdict_slot *rig_verdict(struct rig *rig, uint64_t sequence);
/* An honest verdict on a job, not yet counted as finished. */
struct verdict_slot rig_honest(const struct rig *rig, uint64_t sequence);
/* Writes the next verdict as the worker would. */
void rig_finish(struct rig *rig, uint64_t sequence, const struct verdict_slot *verdict);
/* KiB that a memfd really occupies. */
size_t rig_occupied_kib(int fd);

/* A worker in a thread: checks each payload against rig_fill, scores 1 where it is whole. */
void rig_worker_start(struct rig *rig);
void rig_worker_stop(struct rig *rig);
/* The bytes that a job of `seed` must carry. */
void rig_fill(char *bytes, size_t size, uint64_t seed);

#endif
