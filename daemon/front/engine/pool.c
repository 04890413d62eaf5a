/* SPDX-License-Identifier: Apache-2.0 */
/* pool.c: hands a pool's jobs to its workers, and asks for workers. */
#include <stdlib.h>

#include "daemon/front/engine/front.h"
#include "daemon/front/engine/memory.h"

struct pool *pool_of(struct engine *engine, uint64_t image, enum role role)
{
    uint64_t key = pool_key(image, role);
    struct pool *pool = table_find(&engine->pools, key);
    if (pool)
        return pool;
    pool = memory_new(sizeof *pool);
    pool->engine = engine;
    pool->image = image;
    pool->role = role;
    table_put(&engine->pools, key, pool);
    pool_touch(pool);
    return pool;
}

void pool_touch(struct pool *pool)
{
    if (pool->dirty)
        return;
    pool->dirty = true;
    pool->next_dirty = pool->engine->dirty;
    pool->engine->dirty = pool;
}

void pool_tell_alone(struct pool *pool, int change)
{
    pool->alone_change += change;
    pool_touch(pool);
}

/* How many jobs a worker of this pool is given ahead. */
static unsigned depth(const struct pool *pool)
{
    if (!pool->service_ns)
        return DEPTH_UNKNOWN;
    uint64_t jobs = AHEAD_NS / pool->service_ns;
    return jobs < 1 ? 1 : jobs > RING_SLOTS ? RING_SLOTS : (unsigned)jobs;
}

/* Whether the worker has begun to take jobs. */
static bool helps(struct link *link)
{
    if (!link->helps_ns && lane_ready(link->lane.memory))
        link->helps_ns = uv_hrtime();
    return link->helps_ns != 0;
}

static bool any_helps(const struct pool *pool)
{
    for (struct link *link = pool->links; link; link = link->next)
        if (helps(link))
            return true;
    return false;
}

/* The busiest of those that come to it soon; else the one that has the fewest. Not one that still
 * starts, where another is there. */
static struct link *pick(const struct pool *pool, const struct job *job, bool starting_too)
{
    struct link *soonest = NULL, *freest = NULL;
    unsigned most = 0, least = depth(pool);
    uint64_t soon = pool->service_ns ? SOON_NS / pool->service_ns : 0;
    for (struct link *link = pool->links; link; link = link->next) {
        unsigned in_flight = lane_in_flight(&link->lane);
        bool sooner = in_flight > most && in_flight < soon;
        if ((!sooner && in_flight >= least) || !(starting_too || helps(link)) ||
            !lane_room(&link->lane, &job->work))
            continue;
        if (sooner) {
            most = in_flight;
            soonest = link;
        } else {
            least = in_flight;
            freest = link;
        }
    }
    return soonest ? soonest : freest;
}

static void ask(struct pool *pool, bool grow)
{
    struct letter *letter = letter_new(LETTER_WANT);
    letter->want.image = pool->image;
    letter->want.role = pool->role;
    letter->want.limits = pool->limits;
    letter->want.grow = grow;
    letter->want.alone = pool->alone_change;
    pool->alone_change = 0;
    if (grow)
        pool->asked_ns = uv_hrtime();
    thread_post(pool->engine, letter);
}

/* Short jobs are no more work to judge than to read and answer, so that threads need their CPUs as
 * much as workers do. */
static unsigned most_workers(const struct pool *pool)
{
    const struct front *front = pool->engine->front;
    unsigned cpus = atomic_load_explicit(&front->cpus, memory_order_relaxed);
    if (!pool->service_ns || pool->service_ns > SOON_NS)
        return cpus;
    return cpus > front->threads ? cpus - front->threads : 1;
}

/* Whether more jobs wait than its workers have in hand or will soon come to, since a while ago, and
 * since the last worker has come to help. */
static bool lags(const struct pool *pool, uint64_t now)
{
    size_t in_flight = 0;
    uint64_t since = pool->queue.first->engine.queued_ns;
    for (struct link *link = pool->links; link; link = link->next) {
        if (!helps(link))
            return false;
        in_flight += lane_in_flight(&link->lane);
        since = link->helps_ns > since ? link->helps_ns : since;
    }
    return pool->queue.count > in_flight && now - since > GROW_AFTER_NS;
}

/* A pool wants a worker when it has jobs and none takes them, or when those that it has lag behind;
 * repeated while that lasts, so that a wish once had does not outlive its reason. */
static bool wants_worker(const struct pool *pool, uint64_t now)
{
    if (!pool->queue.count || (pool->asked_ns && now - pool->asked_ns < ASK_AGAIN_NS))
        return false;
    unsigned links = 0;
    for (const struct link *link = pool->links; link; link = link->next)
        links++;
    return !links || (links < most_workers(pool) && lags(pool, now));
}

static void feed(struct pool *pool, uint64_t now)
{
    struct engine *engine = pool->engine;
    struct job *job;
    struct link *link;
    bool starting_too = !any_helps(pool);
    while ((job = pool->queue.first) && (link = pick(pool, job, starting_too))) {
        job_take_out(engine, job);
        link_submit(link, job, now);
    }
    for (link = pool->links; link; link = link->next) {
        if (link->fed)
            doorbells_due(engine, link);
        link->fed = false;
    }
    bool grow = wants_worker(pool, now);
    if (grow || pool->alone_change)
        ask(pool, grow);
}

void engine_expect(struct engine *engine, const struct version *version)
{
    struct pool *pool = pool_of(engine, version->image, ROLE_JUDGE);
    if (engine->front->fresh || pool->links || pool->asked_ns)
        return;
    pool->limits = version_limits(version);
    ask(pool, true);
}

uint64_t engine_service_ns(const struct engine *engine, const struct version *version)
{
    const struct pool *pool = table_find(&engine->pools, pool_key(version->image, ROLE_JUDGE));
    return pool ? pool->service_ns : 0;
}

static void free_if_empty(struct pool *pool, uint64_t now)
{
    bool asked = pool->asked_ns && now - pool->asked_ns < ASK_AGAIN_NS;
    if (pool->queue.count || pool->alone.count || pool->link_count || asked)
        return;
    table_remove(&pool->engine->pools, pool_key(pool->image, pool->role));
    free(pool);
}

static void publish_gauges(struct engine *engine)
{
    atomic_store_explicit(&engine->gauge.queued_jobs, engine->queued_jobs, memory_order_relaxed);
    atomic_store_explicit(&engine->gauge.queued_bytes, engine->queued_bytes, memory_order_relaxed);
    atomic_store_explicit(&engine->gauge.in_flight, engine->in_flight, memory_order_relaxed);
}

void pools_feed(struct engine *engine)
{
    if (engine->collecting || !engine->dirty)
        return;
    uint64_t now = uv_hrtime();
    while (engine->dirty) {
        struct pool *pool = engine->dirty;
        engine->dirty = pool->next_dirty;
        feed(pool, now);
        pool->dirty = false; /* last: what feeding touches in its own pool it has dealt with */
        free_if_empty(pool, now);
    }
    doorbells_ring(engine);
    publish_gauges(engine);
}

static uint64_t older(uint64_t oldest, const struct job_list *list)
{
    uint64_t since = list->first ? list->first->engine.queued_ns : 0;
    return since && (!oldest || since < oldest) ? since : oldest;
}

static void give_up(struct engine *engine, struct job_list *list, uint64_t now)
{
    for (struct job *job = list->first, *next; job; job = next) {
        next = job->engine.next;
        if (now - job->engine.queued_ns < STARVED_NS)
            continue;
        job_take_out(engine, job);
        job_end_soon(engine, job, OUTCOME_INTERNAL, "no worker could be started");
    }
}

void pools_tick(struct engine *engine, uint64_t now)
{
    uint64_t oldest = 0;
    struct pool *pool;
    for (size_t at = 0; (pool = table_next(&engine->pools, &at));) {
        if (pool->starved) {
            give_up(engine, &pool->queue, now);
            give_up(engine, &pool->alone, now);
        }
        if (wants_worker(pool, now))
            pool_touch(pool);
        oldest = older(older(oldest, &pool->queue), &pool->alone);
    }
    atomic_store_explicit(&engine->gauge.oldest_ns, oldest, memory_order_relaxed);
}
