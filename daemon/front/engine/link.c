/* SPDX-License-Identifier: Apache-2.0 */
/* link.c: one worker as one thread uses it: jobs go in, the completion doorbell rings, verdicts
 * come out. */
#include <stdlib.h>
#include <string.h>

#include "daemon/front/engine/front.h"
#include "daemon/front/engine/memory.h"
#include "lib/base/log.h"

static void enlist(struct link *link)
{
    struct pool *pool = link->pool;
    link->next = pool->links;
    link->back = &pool->links;
    if (link->next)
        link->next->back = &link->next;
    pool->links = link;
    pool->asked_ns = 0;
}

void link_delist(struct link *link)
{
    if (!link->back)
        return;
    *link->back = link->next;
    if (link->next)
        link->next->back = link->back;
    link->back = NULL;
    link->pool->asked_ns = 0;
}

/* What the control loop chooses by. */
static void publish_seat(struct link *link, uint64_t now)
{
    struct worker *worker = link->worker;
    unsigned thread = link->pool->engine->thread;
    atomic_store_explicit(&worker->seat[thread].in_flight, lane_in_flight(&link->lane),
                          memory_order_relaxed);
    atomic_store_explicit(&worker->seat[thread].used_ns, now, memory_order_relaxed);
    atomic_store_explicit(&worker->seat[thread].finished, link->finished, memory_order_relaxed);
}

static void take_off(struct link *link)
{
    struct engine *engine = link->pool->engine;
    link->next_flying = engine->flying;
    link->back_flying = &engine->flying;
    if (link->next_flying)
        link->next_flying->back_flying = &link->next_flying;
    engine->flying = link;
    lane_wake(&link->lane);
}

static void land(struct link *link)
{
    if (!link->back_flying)
        return;
    doorbells_done(link->pool->engine, link);
    *link->back_flying = link->next_flying;
    if (link->next_flying)
        link->next_flying->back_flying = link->back_flying;
    link->back_flying = NULL;
}

void link_submit(struct link *link, struct job *job, uint64_t now)
{
    struct engine *engine = link->pool->engine;
    if (!lane_in_flight(&link->lane)) {
        link->busy_ns = now;
        take_off(link);
    }
    job->engine.state = JOB_FLYING;
    job->engine.lane = link;
    job->engine.started_ns = now;
    job->engine.sequence = lane_submit(&link->lane, &job->work);
    link->flight[job->engine.sequence % RING_SLOTS] = job;
    link->fed = true;
    engine->in_flight++;
    publish_seat(link, now);
}

/* A worker of its own for the first job that waits for one; there may be none any more. */
static void open_alone(struct link *link)
{
    struct pool *pool = link->pool;
    struct job *job = pool->alone.first;
    pool_tell_alone(pool, 1); /* makes up for the one that the control loop has counted off */
    if (!job) {
        link_close(link);
        return;
    }
    job_take_out(pool->engine, job);
    link_submit(link, job, uv_hrtime());
    link->fed = false;
    lane_ring(&link->lane);
}

static void on_doorbell(uv_poll_t *poll, int status, int events)
{
    struct link *link = poll->data;
    lane_hush(&link->lane);
    link_collect(link);
}

static struct link *link_new(struct engine *engine, struct worker *worker)
{
    struct link *link = memory_new(sizeof *link);
    unsigned thread = engine->thread;
    link->pool = pool_of(engine, worker->image, worker->role);
    link->pool->link_count++;
    link->worker = worker;
    link->poll.data = link;
    table_put(&engine->links, worker->number, link);
    lane_init(&link->lane, &worker->memory, thread, worker->doorbell, worker->completions[thread],
              worker->jobs_fd);
    link->lane.warm_left = &engine->warm_left;
    pool_touch(link->pool);
    return link;
}

/* The worker's memory and descriptors are the control loop's alone again. */
static void forget(struct link *link)
{
    struct pool *pool = link->pool;
    struct letter *letter = letter_new(LETTER_CLOSED);
    lane_deinit(&link->lane);
    letter->worker.number = link->worker->number;
    table_remove(&pool->engine->links, link->worker->number);
    pool->link_count--;
    pool_touch(pool);
    thread_post(pool->engine, letter);
    free(link);
}

static void on_closed(uv_handle_t *handle)
{
    forget(handle->data);
}

void link_open(struct engine *engine, struct worker *worker)
{
    struct link *link = link_new(engine, worker);
    int error = uv_poll_init(&engine->loop, &link->poll, worker->completions[engine->thread]);
    if (error) {
        /* The jobs will ask for another worker. */
        log_event(LOG_ERROR, "worker not watched", "worker=%lu error=\"%s\"", worker->number,
                  uv_strerror(error));
        if (worker->alone)
            pool_tell_alone(link->pool, 1);
        forget(link);
        return;
    }
    uv_poll_start(&link->poll, UV_READABLE, on_doorbell);
    if (worker->alone)
        open_alone(link);
    else
        enlist(link);
}

void link_close(struct link *link)
{
    if (link->closing)
        return;
    link->closing = true;
    land(link);
    link_delist(link);
    pool_touch(link->pool);
    uv_close((uv_handle_t *)&link->poll, on_closed);
}

void link_retire(struct link *link)
{
    link_delist(link);
    pool_touch(link->pool);
    if (!lane_in_flight(&link->lane))
        link_close(link);
}

/* ---- Verdicts ---- */

/* The worker can still write where its output is, so that who looks twice could see two things. */
static const void *copy_output(struct engine *engine, const struct lane_verdict *verdict)
{
    if (!verdict->output_size || verdict->output_size > OUTPUT_BYTES)
        return NULL;
    memcpy(engine->output, verdict->output, verdict->output_size);
    return engine->output;
}

static void hand_over(struct link *link, const struct lane_verdict *verdict, uint64_t now)
{
    struct engine *engine = link->pool->engine;
    struct job *job = link->flight[verdict->sequence % RING_SLOTS];
    if (!job)
        return; /* given up meanwhile */
    job_take_out(engine, job);
    struct job_result result = {
        .outcome = verdict->slot.outcome,
        .verdict = &verdict->slot,
        .reason = verdict->slot.reason,
        .output = copy_output(engine, verdict),
        .queue_us = (job->engine.started_ns - job->engine.queued_ns) / 1000,
        .service_us = (now - job->engine.started_ns) / 1000,
    };
    result.output_size = result.output ? verdict->output_size : 0;
    if (job->work.kind == JOB_VERIFY && result.outcome == OUTCOME_OK && !link->worker->alone)
        rescore_note(link, job, &verdict->slot);
    job_end_now(engine, job, &result);
}

/* A moving mean, so that one slow job does not stop the pipeline and a slow environment does. */
static void learn_speed(struct link *link, unsigned verdicts, uint64_t now)
{
    struct pool *pool = link->pool;
    uint64_t each = (now - link->busy_ns) / verdicts;
    link->busy_ns = now;
    pool->service_ns = pool->service_ns ? (pool->service_ns * 7 + each) / 8 : each;
    if (!pool->service_ns)
        pool->service_ns = 1;
}

static void call_broken(struct link *link)
{
    struct letter *letter = letter_new(LETTER_BROKEN);
    letter->worker.number = link->worker->number;
    link->broken = true;
    land(link);
    link_delist(link);
    uv_poll_stop(&link->poll);
    thread_post(link->pool->engine, letter);
}

/* Takes all verdicts that are there; says how many. */
static unsigned take_verdicts(struct link *link, uint64_t now)
{
    struct engine *engine = link->pool->engine;
    struct lane_verdict verdict;
    enum lane_take taken = LANE_NOTHING;
    unsigned count = 0;
    engine->collecting = true;
    while (!link->broken && (taken = lane_take(&link->lane, &verdict)) == LANE_VERDICT) {
        hand_over(link, &verdict, now);
        lane_release(&link->lane);
        count++;
    }
    engine->collecting = false;
    link->finished += count;
    if (!lane_in_flight(&link->lane))
        land(link);
    if (taken == LANE_BROKEN)
        call_broken(link);
    return count;
}

void link_take_verdicts(struct link *link)
{
    take_verdicts(link, uv_hrtime());
}

void link_collect(struct link *link)
{
    struct pool *pool = link->pool;
    uint64_t now = uv_hrtime();
    unsigned count = take_verdicts(link, now);
    if (count) {
        learn_speed(link, count, now);
        pool->starved = false;
        publish_seat(link, now);
    }
    /* A worker that retires, or that was for one job, has no more to do here. */
    if (!link->back && !link->broken && !lane_in_flight(&link->lane))
        link_close(link);
    pool_touch(pool);
    pools_feed(pool->engine);
}

/* ---- Looking and sleeping ---- */

static bool any_moved(const struct engine *engine)
{
    for (const struct link *link = engine->flying; link; link = link->next_flying)
        if (lane_moved(&link->lane))
            return true;
    return false;
}

bool links_look(struct engine *engine)
{
    bool found = false;
    for (struct link *link = engine->flying, *next; link; link = next) {
        next = link->next_flying; /* collecting lands nobody else */
        if (!lane_moved(&link->lane))
            continue;
        link_collect(link);
        found = true;
    }
    return found;
}

bool engine_look(struct engine *engine)
{
    if (!engine->flying)
        return false;
    if (links_look(engine))
        return true;
    uint32_t allowed = atomic_load_explicit(&engine->front->spins, memory_order_relaxed);
    bool moved = false;
    for (uint32_t looks = spin_begin(&engine->spin, allowed); looks > 0 && !moved; looks--) {
        spin_pause();
        moved = any_moved(engine);
    }
    spin_end(&engine->spin, moved);
    return moved && links_look(engine);
}

bool links_sleep(struct engine *engine)
{
    for (struct link *link = engine->flying; link; link = link->next_flying)
        lane_sleep(&link->lane);
    lane_fence();
    return !any_moved(engine);
}

void links_wake(struct engine *engine)
{
    for (struct link *link = engine->flying; link; link = link->next_flying)
        lane_wake(&link->lane);
}
