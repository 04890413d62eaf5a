/* SPDX-License-Identifier: Apache-2.0 */
/* rescore.c: see rescore.h. */
#include "daemon/front/engine/rescore.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "daemon/front/engine/front.h"
#include "daemon/front/engine/memory.h"
#include "lib/base/log.h"

struct rescore {
    struct job job; /* first; the version is held */
    struct rescore *next;
    struct engine *engine;
    struct said said;
    uint64_t began_ns;
    size_t size;
    unsigned char bytes[]; /* state, then text */
};

static void waiting_init(struct rescores_waiting *waiting)
{
    *waiting = (struct rescores_waiting){.last = &waiting->first};
}

int rescores_init(struct rescores *rescores)
{
    *rescores = (struct rescores){0};
    waiting_init(&rescores->samples);
    waiting_init(&rescores->doubts);
    recent_init(&rescores->recent);
    ssize_t got = getrandom(&rescores->secret, sizeof rescores->secret, 0);
    return got == sizeof rescores->secret ? 0 : -EIO;
}

static void rescore_free(struct rescore *rescore)
{
    version_release(rescore->job.version);
    free(rescore);
}

static struct rescore *take_first(struct rescores_waiting *waiting)
{
    struct rescore *rescore = waiting->first;
    waiting->first = rescore->next;
    if (!waiting->first)
        waiting->last = &waiting->first;
    waiting->bytes -= rescore->size;
    return rescore;
}

static void drop_all(struct rescores_waiting *waiting)
{
    while (waiting->first)
        rescore_free(take_first(waiting));
}

void rescores_deinit(struct rescores *rescores)
{
    drop_all(&rescores->samples);
    drop_all(&rescores->doubts);
    recent_deinit(&rescores->recent);
}

/* ---- What was said ---- */

static uint64_t mix(uint64_t a, uint64_t b)
{
    a = (a ^ b) * 0x9e3779b97f4a7c15u;
    return a ^ a >> 29;
}

/* Keyed, so that an environment cannot make two verdicts that look the same. */
static struct said said_by(const struct rescores *rescores, const struct verdict_slot *verdict)
{
    struct said said = {verdict->score, mix(rescores->secret, verdict->extraction)};
    said.mark = mix(said.mark, verdict->flags);
    said.mark = mix(said.mark, (uint64_t)verdict->answer_offset << 32 | verdict->answer_size);
    for (unsigned i = 0; i < RS_METRICS_MAX; i++) {
        uint64_t bits;
        memcpy(&bits, &verdict->metrics[i], sizeof bits);
        said.mark = mix(said.mark, bits);
    }
    for (const char *c = verdict->reason; *c; c++)
        said.mark = mix(said.mark, (unsigned char)*c);
    return said;
}

static bool same(const struct said *a, const struct said *b)
{
    return a->score == b->score && a->mark == b->mark; /* scores are finite and never −0 */
}

/* ---- Choosing ---- */

static void add(struct engine *engine, struct rescores_waiting *waiting,
                const struct version *version, const struct lane_job *work, const struct said *said)
{
    size_t size = sizeof(struct rescore) + work->state_size + work->text_size;
    if (engine->draining || engine->stopping)
        return;
    if (waiting->bytes + size > RESCORE_BYTES_MAX) {
        atomic_fetch_add_explicit(&engine->gauge.rescores_dropped, 1, memory_order_relaxed);
        return;
    }
    struct rescore *rescore = memory_new(size);
    rescore->engine = engine;
    rescore->said = *said;
    rescore->size = size;
    rescore->job.version = version_hold(version);
    rescore->job.work = *work;
    rescore->job.work.state = rescore->bytes;
    rescore->job.work.text = (const char *)rescore->bytes + work->state_size;
    if (work->state_size)
        memcpy(rescore->bytes, work->state, work->state_size);
    if (work->text_size)
        memcpy(rescore->bytes + work->state_size, work->text, work->text_size);
    *waiting->last = rescore;
    waiting->last = &rescore->next;
    waiting->bytes += size;
    thread_keep_time(engine);
}

/* One of each RESCORE_EVERY, at a place among them that only this thread knows: an environment that
 * could count up to it would be honest there. */
static bool sampled(struct rescores *rescores)
{
    uint64_t round = rescores->verdicts / RESCORE_EVERY;
    uint64_t place = rescores->verdicts++ % RESCORE_EVERY;
    return place == (mix(mix(rescores->secret, round), ~round) >> 32) % RESCORE_EVERY;
}

void rescore_note(const struct link *link, const struct job *job,
                  const struct verdict_slot *verdict)
{
    struct engine *engine = link->pool->engine;
    struct said said = said_by(&engine->rescores, verdict);
    recent_keep(&engine->rescores.recent, link->worker->number, &job->work, &said);
    if (sampled(&engine->rescores))
        add(engine, &engine->rescores.samples, job->version, &job->work, &said);
}

/* Time and our own asking are the ends that say nothing about what came before. */
static bool tells_something(const struct link *link, const struct death_facts *facts)
{
    if (facts->broken || link->broken)
        return true;
    return facts->death != DEATH_CPU && facts->death != DEATH_ASKED && facts->death != DEATH_UNBORN;
}

struct doubt {
    struct engine *engine;
    const struct version *version;
};

static void add_doubt(void *owner, const struct lane_job *work, const struct said *said)
{
    const struct doubt *doubt = owner;
    add(doubt->engine, &doubt->engine->rescores.doubts, doubt->version, work, said);
}

void rescore_after_death(const struct link *link)
{
    struct engine *engine = link->pool->engine;
    struct doubt doubt = {engine, snapshot_find_image(engine->snapshot, link->pool->image)};
    /* A version that is not served any more gives no more verdicts to be kept from. */
    if (doubt.version && tells_something(link, &link->worker->facts))
        recent_visit(&engine->rescores.recent, link->worker->number, RESCORE_LAST, add_doubt,
                     &doubt);
}

/* ---- Judging again ---- */

enum finding { FINDING_SAME, FINDING_DIFFERS, FINDING_NONE };

/* Where a call takes nearly all of its budget, running out of time is chance. */
static enum finding compare(const struct rescore *rescore, const struct job_result *result)
{
    struct said again;
    switch (result->outcome) {
    case OUTCOME_OK:
        again = said_by(&rescore->engine->rescores, result->verdict);
        return same(&rescore->said, &again) ? FINDING_SAME : FINDING_DIFFERS;
    case OUTCOME_MEMORY:
    case OUTCOME_STACK_OVERFLOW:
    case OUTCOME_CRASH:
    case OUTCOME_FORBIDDEN:
    case OUTCOME_INVALID_SCORE:
        return FINDING_DIFFERS;
    default:
        return FINDING_NONE;
    }
}

static void report(const struct rescore *rescore, const struct job_result *result)
{
    struct letter *letter = letter_new(LETTER_DIFFERS);
    char again[32] = "";
    if (result->outcome == OUTCOME_OK)
        snprintf(again, sizeof again, " %.6g", result->verdict->score);
    letter->trouble.image = rescore->job.version->image;
    snprintf(
        letter->trouble.reason, sizeof letter->trouble.reason,
        "judged again on a fresh worker, a verdict was not the same: ok %.6g before, %s%s then",
        rescore->said.score, outcome_row(result->outcome)->name, again);
    thread_post(rescore->engine, letter);
}

static void judged_again(struct job *job, const struct job_result *result)
{
    struct rescore *rescore = (struct rescore *)job;
    struct engine *engine = rescore->engine;
    enum finding finding = compare(rescore, result);
    if (finding != FINDING_NONE)
        atomic_fetch_add_explicit(&engine->gauge.rescored, 1, memory_order_relaxed);
    if (finding == FINDING_DIFFERS) {
        atomic_fetch_add_explicit(&engine->gauge.rescore_differences, 1, memory_order_relaxed);
        report(rescore, result);
    }
    uint64_t now = uv_hrtime();
    engine->rescores.running = NULL;
    engine->rescores.rested_ns = now + (now - rescore->began_ns) * RESCORE_REST;
    rescore_free(rescore);
}

bool rescore_waits(const struct engine *engine)
{
    return engine->rescores.samples.first || engine->rescores.doubts.first;
}

/* What is to be judged again now, or NULL. */
static struct rescore *choose(struct engine *engine, uint64_t now)
{
    struct rescores *rescores = &engine->rescores;
    if (rescores->doubts.first)
        return take_first(&rescores->doubts);
    bool may = !engine->jobs || now >= rescores->rested_ns;
    return may && rescores->samples.first ? take_first(&rescores->samples) : NULL;
}

void rescore_tick(struct engine *engine, uint64_t now)
{
    struct rescores *rescores = &engine->rescores;
    if (rescores->running || !(rescores->running = choose(engine, now)))
        return;
    struct rescore *rescore = rescores->running;
    rescore->began_ns = now;
    rescore->job.fresh = true;
    rescore->job.deadline_ns = now + RESCORE_DEADLINE_NS;
    rescore->job.done = judged_again;
    engine_submit(engine, &rescore->job);
}

void rescore_stop(struct engine *engine)
{
    drop_all(&engine->rescores.samples);
    drop_all(&engine->rescores.doubts);
    if (engine->rescores.running)
        engine_cancel(engine, &engine->rescores.running->job);
}
