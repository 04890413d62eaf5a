/* SPDX-License-Identifier: Apache-2.0 */
/* thread.h: the engine's half of an HTTP thread. Everything here is touched by that thread only,
 * but for the mailbox and the gauges. */
#ifndef ENGINE_THREAD_H
#define ENGINE_THREAD_H

#include "daemon/front/engine/doorbells.h"
#include "daemon/front/engine/job_list.h"
#include "daemon/front/engine/rescore.h"
#include "daemon/front/engine/table.h"
#include "daemon/front/engine/version.h"
#include "daemon/front/engine/wheel.h"
#include "daemon/front/engine/worker.h"
#include "lib/ring/spin.h"

struct link;

/* The jobs of one version and role on this thread, and the links to the workers that take them. */
struct pool {
    struct engine *engine;
    uint64_t image;
    enum role role;
    struct limits limits;
    struct job_list queue; /* for whichever worker is free */
    struct job_list alone; /* each for a worker of its own */
    struct link *links;    /* that take jobs */
    unsigned link_count;   /* of all kinds, closing ones included */
    uint64_t asked_ns;     /* when a worker was last asked for; 0: not since one came */
    uint64_t service_ns;   /* what a job takes, estimated; 0: not known */
    int alone_change;      /* jobs alone that came or went since the control loop was told */
    bool starved;          /* its workers cannot be started */
    bool dirty;
    struct pool *next_dirty;
};

/* This thread's end of one worker. */
struct link {
    struct pool *pool;
    struct worker *worker;
    struct link *next, **back;               /* in pool->links, where it takes jobs */
    struct link *next_flying, **back_flying; /* in engine->flying, while it has jobs in flight */
    struct lane lane;
    struct {
        struct link_list *list; /* of engine->doorbells; NULL: on none */
        struct link *next, *previous;
        uint64_t since_ns; /* rung */
    } ring;
    uv_poll_t poll;
    struct job *flight[RING_SLOTS]; /* by sequence; NULL: given up meanwhile */
    uint64_t helps_ns;              /* when it was first seen ready for jobs; 0: not yet */
    uint64_t busy_ns;               /* since when it has had work without a verdict */
    uint64_t finished;
    bool fed;     /* submitted to since its doorbell was thought of */
    bool closing; /* on its way out */
    bool broken;
};

enum job_state {
    JOB_IDLE, /* not the engine's */
    JOB_QUEUED,
    JOB_WAITING_ALONE,
    JOB_FLYING,
    JOB_ENDED, /* done() is due */
};

struct engine {
    struct front *front;
    unsigned thread;
    uv_loop_t loop;
    pthread_t pthread;
    struct mailbox mailbox;
    uv_prepare_t prepare; /* feeds what is dirty before the loop sleeps */
    uv_check_t check;     /* after it has slept */
    uv_idle_t idle;       /* while jobs have ended */
    uv_timer_t tick;      /* while there are jobs, or draining */
    struct snapshot *snapshot;
    struct link *flying; /* that have jobs in flight */
    struct doorbells doorbells;
    struct spin spin;
    struct table pools, links; /* by pool_key; by worker number */
    struct pool *dirty;
    struct wheel wheel;
    struct job_list ended;
    struct rescores rescores;
    bool collecting; /* a verdict is being handed over: lanes must not be touched */
    bool draining, quiet, stopping;
    size_t jobs;      /* submitted and not done */
    size_t warm_left; /* of WARM_BYTES */
    uint64_t queued_bytes;
    size_t queued_jobs, in_flight;
    unsigned char *output; /* OUTPUT_BYTES: a worker may still write what it has handed out */

    struct {
        _Alignas(64) _Atomic uint64_t queued_jobs, queued_bytes, in_flight, oldest_ns;
        _Atomic uint64_t rescored, rescore_differences, rescores_dropped;
    } gauge;
};

/* ---- thread.c: the loop ---- */
int thread_open(struct engine *engine, struct front *front, unsigned thread);
void *thread_run(void *engine); /* for pthread_create */
void thread_deinit(struct engine *engine);
void thread_wake(struct engine *engine); /* jobs or verdicts are here: the loop must not sleep */
void thread_keep_time(struct engine *engine); /* jobs are here: deadlines must be looked at */
void thread_post(struct engine *engine, struct letter *letter); /* to the control loop */

/* ---- jobs.c: what begins and ends a job ---- */
/* Puts a job that waits again: at the head of the queue, or among those that run alone. */
void job_requeue(struct engine *engine, struct job *job);
void job_put_alone(struct engine *engine, struct job *job);
/* Takes a job out of wherever it is; then it is the caller's to end. */
void job_take_out(struct engine *engine, struct job *job);
/* Ends a job that is nowhere any more. Now: calls done(). Soon: from the loop; `reason` is static.
 */
void job_end_now(struct engine *engine, struct job *job, const struct job_result *result);
void job_end_soon(struct engine *engine, struct job *job, enum outcome outcome, const char *reason);
void jobs_end_due(struct engine *engine); /* calls done() of those that have ended */
void jobs_end_all(struct engine *engine, enum outcome outcome);
void jobs_end_withdrawn(struct engine *engine, uint64_t image);
struct pool *job_pool(struct engine *engine, struct job *job);

/* ---- pool.c: who runs what ---- */
static inline uint64_t pool_key(uint64_t image, enum role role)
{
    return image * ROLES + role;
}
struct pool *pool_of(struct engine *engine, uint64_t image, enum role role); /* made on demand */
void pool_touch(struct pool *pool); /* something changed: to be fed before the loop sleeps */
void pools_feed(struct engine *engine);
void pools_tick(struct engine *engine, uint64_t now); /* wishes, starvation, the oldest job's age */
/* The control loop counts the jobs that wait for a worker of their own: one more for each that
 * came, one fewer for each that went without a worker; by itself, one fewer for each worker that it
 * gives. */
void pool_tell_alone(struct pool *pool, int change);

/* ---- link.c: a worker's jobs and verdicts ---- */
void link_open(struct engine *engine, struct worker *worker);
void link_delist(struct link *link); /* no more jobs */
void link_retire(struct link *link); /* no more jobs; closes when what is in flight is done */
void link_submit(struct link *link, struct job *job, uint64_t now);
void link_collect(struct link *link);
void link_close(struct link *link); /* flight is empty */
/* Takes what has come although no doorbell has rung, because the thread was awake, or because a
 * worker rings after RING_BURST verdicts, and the first of a burst of long jobs should not wait for
 * the last. Whether there was any. */
bool links_look(struct engine *engine);
/* The thread is about to sleep: workers are to ring from now on. False: a verdict has come, and it
 * must not. */
bool links_sleep(struct engine *engine);
void links_wake(struct engine *engine);
/* The rest of one ring, as death leaves it. */
void link_take_verdicts(struct link *link);

/* ---- changes.c: on the thread that asked: calls done() ---- */
void change_end(struct waiting_change *waiting);

/* ---- replay.c: what a death means for the jobs in hand ---- */
void link_died(struct link *link);

#endif
