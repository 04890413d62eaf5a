/* SPDX-License-Identifier: Apache-2.0 */
/* bounds.h: every number that the engine goes by, and why it is what it is. */
#ifndef ENGINE_BOUNDS_H
#define ENGINE_BOUNDS_H

#include <stdint.h>

#define MICROSECONDS(n) ((uint64_t)(n)*1000u)
#define MILLISECONDS(n) MICROSECONDS((uint64_t)(n)*1000u)
#define SECONDS(n) MILLISECONDS((uint64_t)(n)*1000u)

/* ---- A thread's queues ---- */
enum {
    QUEUE_JOBS_MAX = 65536, /* per thread; more is refused: at 10,000 jobs/s it is six seconds */
    DEPTH_UNKNOWN = 16,     /* jobs given to a worker ahead while its speed is not known */
};
#define QUEUE_BYTES_MAX ((uint64_t)256 << 20) /* per thread, of states and texts that wait */
#define WARM_BYTES ((size_t)64 << 20) /* per thread, of rings' pages kept after large payloads */
/* A worker is given ahead what it finishes in about this time: long against a wake-up (50 µs), so
 * that it does not run dry; short against a deadline, so that little waits behind a slow job while
 * another worker is free. */
#define AHEAD_NS MILLISECONDS(2)
#define GROW_AFTER_NS                                                            \
    MILLISECONDS(2) /* jobs wait so long before one more worker is worth a spawn \
                     */
/* What waking another worker costs: jobs that wait less than this behind others are done sooner
 * there, and leave the other its sleep. */
#define SOON_NS MICROSECONDS(50)
/* Doorbells (doorbells.h): workers that a thread has woken at a time, for each CPU that it may
 * have, so that one begins where another ends; and how long one that does not finish counts as one.
 */
#define RUNG_EACH 2
#define RUNG_NS MILLISECONDS(1)
#define ASK_AGAIN_NS                                                                     \
    MILLISECONDS(100)          /* a thread repeats a wish for a worker that it still has \
                                */
#define STARVED_NS SECONDS(30) /* how long a job waits for a worker that cannot be started */

/* ---- Deaths ---- */
enum {
    DEATHS_MAX = 2,    /* of which a job was the suspect: the second gives it its status */
    EXPOSURES_MAX = 5, /* deaths that a job witnessed without blame, before it must run alone */
};

/* ---- Judging again (rescore.h) ---- */
enum {
    RESCORE_EVERY = 256, /* verdicts; fewer where RESCORE_REST does not allow so many */
    RESCORE_REST = 50,   /* times as long as the last took, before a busy thread takes another */
    RESCORE_LAST = 64,   /* verdicts of a worker that has died: as many as it held in one ring */
};
#define RESCORE_BYTES_MAX                                                                      \
    ((uint64_t)8 << 20)                     /* per thread, of jobs that wait; more are dropped \
                                             */
#define RECENT_BYTES ((size_t)4 << 20)      /* per thread: some 2,000 ordinary jobs */
#define RECENT_JOB_BYTES (RECENT_BYTES / 8) /* larger ones would leave no room for others */
#define RESCORE_DEADLINE_NS SECONDS(30)

/* ---- Quarantine ---- */
enum { BLAMES_MAX = 20 }; /* jobs that ended its workers through its own fault … */
#define BLAMES_NS SECONDS(30)

/* ---- Workers ---- */
enum {
    WORKER_JOBS_MAX = 100000, /* then another takes its place; a worker never does twice as many.
                                 Bounds what one that has been taken over could do */
    UNBORN_TRIES = 5,         /* failed starts in a row after which waiting jobs may be given up */
    BARREN_FREE = 3, /* deaths without a verdict in a row before a pool's starts are spaced */
};
#define WISH_NS MILLISECONDS(500)     /* a wish that no thread repeats is forgotten */
#define IDLE_NS SECONDS(60)           /* an idle worker retires after it */
#define IDLE_LEAST_NS MILLISECONDS(5) /* idle for less is between two jobs */
/* Idle for so long, one makes room for who only wants one more: two starts are lost if it was a
 * pause. */
#define IDLE_LONG_NS SECONDS(1)
/* Where more pools want workers than there may be, each worker's turn: fifty times a spawn. */
#define TURN_NS MILLISECONDS(50)
/* Spacing of starts after deaths that jobs cause (they make progress: each gives a status), and
 * after those that the server causes. */
#define BARREN_LEAST_NS MILLISECONDS(2)
#define BARREN_MOST_NS MILLISECONDS(20)
#define UNBORN_LEAST_NS MILLISECONDS(50)
#define UNBORN_MOST_NS SECONDS(5)

/* ---- Building ---- */
enum {
    BUILDS_MAX = 8,          /* compilers and describing workers at once */
    CHECKS_WAITING_MAX = 64, /* engine_check beyond it is refused; 16 MiB of source at most */
    CHECK_TRIES = 5,         /* failures of the server before a check is given up */
    CRASH_TRIES = 2,         /* compiler crashes that are believed: one may be the machine's */
    VERSIONS_MAX = 16384,    /* known at once, all names together */
};
#define BUILD_LEAST_NS MILLISECONDS(100) /* before a retry after a failure of the server */
#define BUILD_MOST_NS SECONDS(10)

/* ---- Timers, in milliseconds ---- */
enum {
    THREAD_TICK_MS = 10,   /* deadlines, repeated wishes; runs only while there are jobs */
    BALANCE_MS = 10,       /* while a pool waits for a worker */
    CONTROL_TICK_MS = 250, /* retirement and gauges */
};

static inline uint64_t backoff_ns(uint64_t least, uint64_t most, unsigned failures)
{
    unsigned doublings = failures > 16 ? 16 : failures;
    uint64_t wait = least << doublings;
    return wait < most ? wait : most;
}

#endif
