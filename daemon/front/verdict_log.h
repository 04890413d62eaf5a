/* SPDX-License-Identifier: Apache-2.0 */
/* verdict_log.h: what has been scored and how, a line of JSON each: all that is needed to score it
 * again (resynctl replay). Each HTTP thread puts its lines into a ring of its own; a thread that
 * does nothing else writes them to the file that the store has opened (engine.h, struct log_slot).
 * Where the disk is full or slow the rings fill, and lines are dropped and counted: scoring waits
 * for nobody. */
#ifndef FRONT_VERDICT_LOG_H
#define FRONT_VERDICT_LOG_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "daemon/front/engine.h"
#include "lib/base/buffer.h"
#include "lib/base/histogram.h"
#include "proto/limits.h"

enum {
    /* One thread's lines until the disk has them: 0.2 s at 20,000 rollouts of 2 KB a second. */
    VERDICT_LOG_LANE_BYTES = 8 * 1024 * 1024,
    VERDICT_LOG_PAUSE_MS = 50, /* between two looks at the rings: what a front that dies loses */
};

/* One thread's ring. It writes, the log's thread reads. */
struct verdict_log_lane {
    _Alignas(64) _Atomic size_t head; /* bytes ever put in; always behind a whole line */
    _Atomic uint64_t dropped;         /* lines that did not fit */
    _Atomic uint64_t sampled_out;
    uint64_t random;
    struct buffer line;               /* that is being made */
    char *bytes;                      /* VERDICT_LOG_LANE_BYTES */
    _Alignas(64) _Atomic size_t tail; /* bytes ever taken out */
};

struct verdict_log {
    unsigned one_in;   /* of so many requests one is logged; 0: none is */
    size_t file_bytes; /* after which the next file is begun */
    unsigned lane_count;
    struct verdict_log_lane *lanes;
    struct log_slot slot;
    _Atomic uint64_t written; /* lines */

    /* The log's thread's. */
    pthread_t thread;
    atomic_bool stopping;
    int file; /* −1: none yet */
    size_t file_size;
    unsigned first; /* lane that the last round was broken off in, perhaps within a line */
    bool stalled;   /* said so */
};

/* With `one_in` and `file_bytes` set. Starts the log's thread, unless `one_in` is 0. False: no
 * memory, or no thread. */
bool verdict_log_start(struct verdict_log *log, unsigned threads);
/* Once no lane is written any more: the rest goes to the file. */
void verdict_log_stop(struct verdict_log *log);

/* Below, only the lane's thread calls; a NULL lane is that of no log. */
struct verdict_log_lane *verdict_log_lane(struct verdict_log *log, unsigned thread);
/* Whether the next request is one of the sample. */
bool verdict_log_wants(const struct verdict_log *log, struct verdict_log_lane *lane);
/* Ends the line in `lane->line`, begun empty, and puts it into the ring. */
void verdict_log_put(struct verdict_log_lane *lane);

/* Any thread. */
struct verdict_log_counts {
    uint64_t written, dropped, sampled_out, buffered; /* lines; bytes */
};
struct verdict_log_counts verdict_log_count(const struct verdict_log *log);

/* The log's thread (verdict_log_write.c): takes out of the rings what is there. */
void verdict_log_round(struct verdict_log *log);

#endif
