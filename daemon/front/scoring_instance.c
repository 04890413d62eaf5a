/* SPDX-License-Identifier: Apache-2.0 */
/* scoring_instance.c: see scoring_instance.h.
 *
 * The job that makes an instance lives as long as the latest of its waiters wants it: it is
 * submitted with the first one's deadline and again where that passed and another has more time. */
#include "daemon/front/scoring_instance.h"

#include <stdlib.h>

#include "daemon/front/scoring_own.h"

struct instance_fill {
    struct job job;
    struct scoring *scoring;
    struct instance *instance; /* one reference */
    struct instance_want *first, *last;
    bool given_up; /* cancelled by us, because nobody waited */
    struct instance_fill *next, *previous;
};

static void fill_done(struct job *job, const struct job_result *result);

static void submit(struct instance_fill *fill)
{
    const struct instance *instance = fill->instance;
    const struct instance_key *key = &instance->key;
    fill->given_up = false;
    fill->job = (struct job){
        .version = key->version,
        .work = {.kind = key->given ? JOB_LOAD : JOB_GENERATE,
                 .level = key->level,
                 .seed = key->seed,
                 .text = key->given ? key->given : "",
                 .text_size = key->given_size,
                 .extract = EXTRACT_DECLARED,
                 .flags = JOB_BARE},
        .done = fill_done,
    };
    for (const struct instance_want *want = fill->first; want; want = want->next)
        if (want->deadline_ns > fill->job.deadline_ns)
            fill->job.deadline_ns = want->deadline_ns;
    engine_submit(fill->scoring->engine, &fill->job);
}

static void fill_free(struct instance_fill *fill)
{
    struct scoring *scoring = fill->scoring;
    *(fill->previous ? &fill->previous->next : &scoring->fills) = fill->next;
    if (fill->next)
        fill->next->previous = fill->previous;
    fill->instance->fill = NULL;
    instance_cache_release(&scoring->cache, fill->instance);
    free(fill);
}

static struct instance_fill *fill_new(struct scoring *scoring, struct instance *instance)
{
    struct instance_fill *fill = calloc(1, sizeof *fill);
    if (!fill)
        return NULL;
    fill->scoring = scoring;
    fill->instance = instance;
    instance_cache_hold(instance);
    instance->fill = fill;
    fill->next = scoring->fills;
    if (fill->next)
        fill->next->previous = fill;
    scoring->fills = fill;
    return fill;
}

static void join(struct instance_fill *fill, struct instance_want *want)
{
    want->waiting = true;
    want->next = NULL;
    want->previous = fill->last;
    *(fill->last ? &fill->last->next : &fill->first) = want;
    fill->last = want;
}

static void part(struct instance_want *want)
{
    struct instance_fill *fill = want->instance->fill;
    *(want->previous ? &want->previous->next : &fill->first) = want->next;
    *(want->next ? &want->next->previous : &fill->last) = want->previous;
    want->waiting = false;
}

static void refuse(struct scoring *scoring, struct instance_want *want, enum outcome outcome,
                   const char *reason)
{
    instance_leave(scoring, want);
    want->ready(want, outcome, reason);
}

/* Tells every waiter, of whom any may be freed, or may leave others, by being told. */
static void tell_all(struct instance_fill *fill, enum outcome outcome, const char *reason)
{
    while (fill->first) {
        struct instance_want *want = fill->first;
        part(want);
        if (outcome == OUTCOME_OK)
            want->ready(want, OUTCOME_OK, "");
        else
            refuse(fill->scoring, want, outcome, reason);
    }
}

/* A deadline that was an earlier waiter's, or our own cancelling, is no answer for who waits now.
 */
static bool try_again(const struct instance_fill *fill, enum outcome outcome)
{
    uint64_t now = uv_hrtime();
    if (!fill->first || !(fill->given_up || outcome == OUTCOME_DEADLINE))
        return false;
    for (const struct instance_want *want = fill->first; want; want = want->next)
        if (want->deadline_ns > now)
            return true;
    return false;
}

static void fill_done(struct job *job, const struct job_result *result)
{
    struct instance_fill *fill = (struct instance_fill *)job;
    struct instance_cache *cache = &fill->scoring->cache;
    enum outcome outcome = result->outcome;
    const char *reason = result->reason;
    if (outcome != OUTCOME_OK && try_again(fill, outcome)) {
        submit(fill);
        return;
    }
    if (outcome == OUTCOME_OK &&
        !instance_cache_settle(cache, fill->instance, result->output, result->output_size)) {
        outcome = OUTCOME_INTERNAL;
        reason = "no memory for the instance";
    }
    /* Dropped before the waiters are told: one that asks again must start anew. */
    if (outcome != OUTCOME_OK)
        instance_cache_drop(cache, fill->instance);
    tell_all(fill, outcome, reason);
    fill_free(fill);
}

void instance_want(struct scoring *scoring, struct instance_want *want,
                   const struct instance_key *key)
{
    want->waiting = false;
    want->instance = instance_cache_find(&scoring->cache, key);
    counter_add(want->instance ? &scoring->hits : &scoring->misses, 1);
    if (want->instance && want->instance->is == INSTANCE_READY) {
        want->ready(want, OUTCOME_OK, "");
        return;
    }
    if (want->instance) {
        join(want->instance->fill, want);
        return;
    }
    want->instance = instance_cache_add(&scoring->cache, key);
    struct instance_fill *fill = want->instance ? fill_new(scoring, want->instance) : NULL;
    if (!fill) {
        if (want->instance)
            instance_cache_drop(&scoring->cache, want->instance);
        refuse(scoring, want, OUTCOME_INTERNAL, "no memory for the instance");
        return;
    }
    if (want->to_judge)
        engine_expect(scoring->engine, key->version);
    join(fill, want);
    submit(fill);
}

void instance_leave(struct scoring *scoring, struct instance_want *want)
{
    if (want->instance)
        instance_cache_release(&scoring->cache, want->instance);
    want->instance = NULL;
}

void instance_unwant(struct scoring *scoring, struct instance_want *want)
{
    if (!want->waiting)
        return;
    struct instance_fill *fill = want->instance->fill;
    part(want);
    instance_leave(scoring, want);
    if (!fill->first && !fill->given_up) {
        fill->given_up = true;
        engine_cancel(scoring->engine, &fill->job);
    }
}

/* Those of one fill. Being told may end other waiters, so the list is begun again after each. */
static void sweep_fill(struct scoring *scoring, struct instance_fill *fill, uint64_t now)
{
    struct instance_want *want = fill->first;
    while (want) {
        struct instance_want *next = want->next;
        if (want->deadline_ns <= now) {
            part(want);
            refuse(scoring, want, OUTCOME_DEADLINE, "");
            next = fill->first;
        }
        want = next;
    }
    if (!fill->first && !fill->given_up) {
        fill->given_up = true;
        engine_cancel(scoring->engine, &fill->job);
    }
}

void instance_sweep(struct scoring *scoring)
{
    uint64_t now = uv_hrtime();
    /* Fills end only in fill_done, which the engine never calls from within; new ones are put in
     * front, where this walk has been. */
    for (struct instance_fill *fill = scoring->fills; fill; fill = fill->next)
        sweep_fill(scoring, fill, now);
}
