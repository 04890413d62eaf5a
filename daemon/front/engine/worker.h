/* SPDX-License-Identifier: Apache-2.0 */
/* worker.h: one worker process as the front knows it. The control loop owns it; threads that have a
 * link to it read what does not change, and write their own seat. */
#ifndef ENGINE_WORKER_H
#define ENGINE_WORKER_H

#include <stdatomic.h>

#include "daemon/front/engine/mailbox.h"
#include "proto/message.h"

enum worker_state {
    WORKER_STARTING, /* FRONT_SPAWN is sent */
    WORKER_LIVE,     /* threads may send it jobs */
    WORKER_RETIRING, /* they may not; what is in flight is finished */
    WORKER_KILLED,   /* FRONT_KILL is sent */
    WORKER_DEAD,     /* freed once every thread has closed its link */
};

/* How it died; written before LETTER_DIED is posted. */
struct death_facts {
    enum death death;
    int code;
    bool broken;    /* killed because a thread said LETTER_BROKEN */
    bool plausible; /* its claim names an unfinished job */
    bool ready;     /* it had entered its final filter */
    bool cramped;   /* its stack was smaller than what is declared, and used up */
    enum last_words words;
    char text[REASON_MAX];
};

struct worker {
    /* Do not change while a thread has a link. */
    uint64_t number, image;
    enum role role;
    uint32_t stack_kib;
    bool alone;      /* for one job of one thread */
    unsigned thread; /* which */
    struct lane_memory memory;
    int jobs_fd, doorbell, completions[THREADS_MAX];
    struct death_facts facts;

    /* The control loop's. */
    struct crew *crew;
    struct worker *next, *previous; /* of its crew */
    enum worker_state state;
    bool broken;
    unsigned links; /* threads that have not said LETTER_CLOSED */
    uint64_t live_ns;

    /* A line of its own for each thread: what it has in flight there. Written by that thread,
     * read by the control loop to choose who retires: a guess may be a little old. */
    struct {
        _Alignas(64) atomic_uint in_flight;
        _Atomic uint64_t used_ns, finished;
    } seat[THREADS_MAX];
};

#endif
