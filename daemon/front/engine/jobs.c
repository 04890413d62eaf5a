/* SPDX-License-Identifier: Apache-2.0 */
/* jobs.c: what begins and ends a job. A job is in one place: a pool's queue, a pool's list of jobs
 * that run alone, a link's flight, or the list of those whose done() is due. */
#include <string.h>

#include "daemon/front/engine/front.h"

static enum role job_role(const struct job *job)
{
    return job->work.kind == JOB_VERIFY ? ROLE_JUDGE : ROLE_MAKER;
}

static uint64_t job_bytes(const struct job *job)
{
    return job->work.state_size + job->work.text_size;
}

struct pool *job_pool(struct engine *engine, struct job *job)
{
    struct pool *pool = pool_of(engine, job->version->image, job_role(job));
    pool->limits = version_limits(job->version);
    return pool;
}

static void count_queued(struct engine *engine, const struct job *job, int change)
{
    engine->queued_jobs += (size_t)change;
    engine->queued_bytes += change > 0 ? job_bytes(job) : -job_bytes(job);
}

static void put_queued(struct engine *engine, struct job *job, bool first)
{
    struct pool *pool = job_pool(engine, job);
    job->engine.state = JOB_QUEUED;
    job->engine.pool = pool;
    if (first)
        job_list_prepend(&pool->queue, job);
    else
        job_list_append(&pool->queue, job);
    count_queued(engine, job, 1);
    pool_touch(pool);
}

void job_requeue(struct engine *engine, struct job *job)
{
    put_queued(engine, job, true);
}

void job_put_alone(struct engine *engine, struct job *job)
{
    struct pool *pool = job_pool(engine, job);
    job->engine.state = JOB_WAITING_ALONE;
    job->engine.pool = pool;
    job_list_append(&pool->alone, job);
    count_queued(engine, job, 1);
    pool_tell_alone(pool, 1);
}

void job_take_out(struct engine *engine, struct job *job)
{
    struct pool *pool = job->engine.pool;
    struct link *link = job->engine.lane;
    switch ((enum job_state)job->engine.state) {
    case JOB_QUEUED:
        job_list_remove(&pool->queue, job);
        count_queued(engine, job, -1);
        pool_touch(pool);
        break;
    case JOB_WAITING_ALONE:
        job_list_remove(&pool->alone, job);
        count_queued(engine, job, -1);
        pool_tell_alone(pool, -1);
        break;
    case JOB_FLYING:
        link->flight[job->engine.sequence % RING_SLOTS] = NULL;
        engine->in_flight--;
        break;
    case JOB_IDLE:
    case JOB_ENDED:
        break;
    }
    job->engine.state = JOB_IDLE;
}

void job_end_now(struct engine *engine, struct job *job, const struct job_result *result)
{
    wheel_remove(&engine->wheel, job);
    job->engine.state = JOB_IDLE;
    engine->jobs--;
    job->done(job, result);
}

void job_end_soon(struct engine *engine, struct job *job, enum outcome outcome, const char *reason)
{
    wheel_remove(&engine->wheel, job);
    job->engine.state = JOB_ENDED;
    job->engine.end = (unsigned char)outcome;
    job->engine.end_reason = reason;
    job_list_append(&engine->ended, job);
    thread_wake(engine);
}

static void end_ended(struct engine *engine, struct job *job)
{
    uint64_t now = uv_hrtime();
    uint64_t started = job->engine.started_ns;
    struct job_result result = {
        .outcome = job->engine.end,
        .reason = job->engine.end_reason,
        .queue_us = ((started ? started : now) - job->engine.queued_ns) / 1000,
        .service_us = started ? (now - started) / 1000 : 0,
    };
    job_end_now(engine, job, &result);
}

void jobs_end_due(struct engine *engine)
{
    /* One by one from the head: done() may submit or cancel others. What it ends is for the next
     * turn of the loop. */
    for (size_t count = engine->ended.count; count && engine->ended.first; count--) {
        struct job *job = engine->ended.first;
        job_list_remove(&engine->ended, job);
        end_ended(engine, job);
    }
}

/* A version that is in quarantine says why. */
static const char *reason_of(const struct job *job, enum outcome outcome)
{
    const char *withdrawn = outcome == OUTCOME_UNAVAILABLE ? version_withdrawn(job->version) : NULL;
    return withdrawn ? withdrawn : "";
}

static void end_list(struct engine *engine, struct job_list *list, enum outcome outcome)
{
    while (list->first) {
        struct job *job = list->first;
        job_take_out(engine, job);
        job_end_soon(engine, job, outcome, reason_of(job, outcome));
    }
}

static void end_flight(struct engine *engine, struct link *link, enum outcome outcome)
{
    for (unsigned i = 0; i < RING_SLOTS; i++) {
        struct job *job = link->flight[i];
        if (!job)
            continue;
        job_take_out(engine, job);
        job_end_soon(engine, job, outcome, reason_of(job, outcome));
    }
}

/* What it has in flight included: who is not trusted is not waited for. */
void jobs_end_withdrawn(struct engine *engine, uint64_t image)
{
    struct link *link;
    for (unsigned role = 0; role < ROLES; role++) {
        struct pool *pool = table_find(&engine->pools, pool_key(image, (enum role)role));
        if (!pool)
            continue;
        end_list(engine, &pool->queue, OUTCOME_UNAVAILABLE);
        end_list(engine, &pool->alone, OUTCOME_UNAVAILABLE);
    }
    for (size_t at = 0; (link = table_next(&engine->links, &at));)
        if (link->pool->image == image)
            end_flight(engine, link, OUTCOME_UNAVAILABLE);
}

void jobs_end_all(struct engine *engine, enum outcome outcome)
{
    struct pool *pool;
    struct link *link;
    for (size_t at = 0; (pool = table_next(&engine->pools, &at));) {
        end_list(engine, &pool->queue, outcome);
        end_list(engine, &pool->alone, outcome);
    }
    for (size_t at = 0; (link = table_next(&engine->links, &at));)
        end_flight(engine, link, outcome);
}

struct engine_room engine_room(const struct engine *engine)
{
    return (struct engine_room){
        .jobs = engine->queued_jobs < QUEUE_JOBS_MAX ? QUEUE_JOBS_MAX - engine->queued_jobs : 0,
        .bytes =
            engine->queued_bytes < QUEUE_BYTES_MAX ? QUEUE_BYTES_MAX - engine->queued_bytes : 0};
}

/* Why a job cannot be taken; OUTCOME_OK where it can. */
static enum outcome refusal(const struct engine *engine, const struct job *job)
{
    if (engine->stopping)
        return OUTCOME_STOPPING;
    if (version_withdrawn(job->version) ||
        (job->version->state != VERSION_SERVED && job->work.kind != JOB_DESCRIBE))
        return OUTCOME_UNAVAILABLE;
    if (job->work.state_size > RS_STATE_MAX || job->work.text_size > RESPONSE_MAX)
        return OUTCOME_TOO_LARGE;
    const struct engine_room room = engine_room(engine);
    if (!room.jobs || job_bytes(job) > room.bytes)
        return OUTCOME_OVERLOADED;
    return OUTCOME_OK;
}

void engine_submit(struct engine *engine, struct job *job)
{
    memset(&job->engine, 0, sizeof job->engine);
    job->engine.queued_ns = uv_hrtime();
    engine->jobs++;
    thread_keep_time(engine);
    enum outcome refused = refusal(engine, job);
    if (refused != OUTCOME_OK) {
        job_end_soon(engine, job, refused, reason_of(job, refused));
        return;
    }
    if (job->deadline_ns)
        wheel_add(&engine->wheel, job);
    bool alone = job->fresh || (engine->front->fresh && job->work.kind == JOB_VERIFY);
    if (alone)
        job_put_alone(engine, job);
    else
        put_queued(engine, job, false);
}

void engine_cancel(struct engine *engine, struct job *job)
{
    if (job->engine.state == JOB_IDLE || job->engine.state == JOB_ENDED)
        return;
    job_take_out(engine, job);
    job_end_soon(engine, job, OUTCOME_STOPPING, "");
}
