/* SPDX-License-Identifier: Apache-2.0 */
/* scoring.c: see scoring.h. A task goes
 *
 *     start → the version is found → its instance is wanted → a judge has the job → done
 *           ↘ or looked for        ↗     or of one alike  and after a surprise → the oracle is
 * asked ↗
 */
#include "daemon/front/scoring.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "daemon/front/scoring_own.h"

/* The oracle may be asked when a task's deadline has all but passed: it gets this much. */
#define ORACLE_NS ((uint64_t)10 * 1000 * 1000 * 1000)

struct scoring *scoring_new(struct engine *engine, size_t cache_bytes)
{
    struct scoring *scoring = calloc(1, sizeof *scoring);
    uint64_t secret = 0;
    if (!scoring)
        return NULL;
    if (getrandom(&secret, sizeof secret, 0) != sizeof secret ||
        instance_cache_init(&scoring->cache, cache_bytes, secret) < 0) {
        free(scoring);
        return NULL;
    }
    scoring->engine = engine;
    return scoring;
}

void scoring_free(struct scoring *scoring)
{
    if (!scoring)
        return;
    instance_cache_deinit(&scoring->cache);
    free(scoring);
}

void scoring_count(const struct scoring *scoring, struct scoring_counts *sum)
{
    sum->hits += counter_read(&scoring->hits);
    sum->misses += counter_read(&scoring->misses);
}

void scoring_sweep(struct scoring *scoring)
{
    instance_sweep(scoring);
}

static struct score_task *task_of(void *member, size_t offset)
{
    return (struct score_task *)(void *)((char *)member - offset);
}

uint64_t task_deadline_ns(const struct score_task *task)
{
    return task->arrived_ns + (uint64_t)task->item->deadline_ms * 1000 * 1000;
}

static void finish(struct score_task *task)
{
    struct verdict *verdict = &task->verdict;
    uint64_t all_us = (uv_hrtime() - task->arrived_ns) / 1000;
    /* What was not service was waiting: for a worker, for the instance, for the oracle. */
    verdict->queue_us = all_us > verdict->service_us ? all_us - verdict->service_us : 0;
    instance_leave(task->scoring, &task->want);
    task->stage = TASK_ENDED;
    task->done(task);
}

/* Ends without a score. An empty `reason` is the outcome's own sentence. */
static void refuse(struct score_task *task, enum outcome outcome, enum fault fault,
                   const char *reason)
{
    const struct outcome_row *row = outcome_row(outcome);
    struct verdict *verdict = &task->verdict;
    verdict->outcome = outcome;
    verdict->fault = fault;
    /* What is still being compiled will soon be there. */
    verdict->retryable = row->retryable || (outcome == OUTCOME_UNAVAILABLE &&
                                            verdict->version->state == VERSION_PENDING);
    if (reason != verdict->reason)
        snprintf(verdict->reason, sizeof verdict->reason, "%s", reason);
    if (!*verdict->reason)
        snprintf(verdict->reason, sizeof verdict->reason, "%s", row->sentence);
    finish(task);
}

static void oracle_said(struct oracle_ask *ask, enum fault fault)
{
    struct score_task *task = task_of(ask, offsetof(struct score_task, ask));
    if (fault == FAULT_ENVIRONMENT)
        engine_blame(task->scoring->engine, task->verdict.version, task->verdict.outcome);
    /* A system call is the environment's fault whatever made it make one; what the oracle says only
     * tells whether it makes them of its own. */
    if (outcome_row(task->verdict.outcome)->fault != FAULT_ORACLE_SAYS)
        fault = outcome_row(task->verdict.outcome)->fault;
    task->verdict.fault = fault;
    /* Whose fault it was could not be found out: another try may. */
    task->verdict.retryable = fault == FAULT_SERVER;
    finish(task);
}

static struct instance_key key_of(const struct score_task *task)
{
    const struct score_item *item = task->item;
    struct instance_key key = {.version = task->verdict.version};
    if (item->has_given) {
        key.given = item->given.data;
        key.given_size = item->given.size;
    } else {
        key.level = item->address.level;
        key.seed = item->address.seed;
    }
    return key;
}

static void ask_oracle(struct score_task *task, enum outcome outcome, const char *reason)
{
    struct instance_key key = key_of(task);
    uint64_t least = uv_hrtime() + ORACLE_NS, deadline = task_deadline_ns(task);
    task->verdict.outcome = outcome;
    snprintf(task->verdict.reason, sizeof task->verdict.reason, "%s",
             *reason ? reason : outcome_row(outcome)->sentence);
    task->stage = TASK_ASKS;
    task->ask.said = oracle_said;
    oracle_ask(task->scoring, &task->ask, &key, deadline > least ? deadline : least);
}

/* The one place where a worker's measurement becomes a verdict. */
static void conclude(struct score_task *task, const struct job_result *result)
{
    struct verdict *verdict = &task->verdict;
    enum outcome outcome = result->outcome;
    verdict->service_us = result->service_us;
    if (outcome == OUTCOME_OK && !result->verdict)
        outcome = OUTCOME_INTERNAL;
    if (outcome != OUTCOME_OK) {
        if (outcome_row(outcome)->fault == FAULT_ORACLE_SAYS || outcome == OUTCOME_FORBIDDEN)
            ask_oracle(task, outcome, result->reason);
        else
            refuse(task, outcome, outcome_row(outcome)->fault, result->reason);
        return;
    }
    verdict->outcome = OUTCOME_OK;
    verdict->score = result->verdict->score;
    verdict->format = (result->verdict->flags & VERDICT_FORMAT) != 0;
    verdict->extraction = (enum extraction)result->verdict->extraction;
    memcpy(verdict->metrics, result->verdict->metrics, sizeof verdict->metrics);
    size_t size = strnlen(result->reason, sizeof verdict->reason - 1);
    memcpy(verdict->reason, result->reason, size);
    verdict->reason[size] = '\0';
    finish(task);
}

static void give_to_judge(struct score_task *task);

/* Of those that joined, some may be given up from within a verdict of another's: one at a time. A
 * deadline, a client that has left or a server that fails were the first one's only. */
static void judged(struct job *job, const struct job_result *result)
{
    struct score_task *task = task_of(job, offsetof(struct score_task, job)), *waiting;
    bool measured = outcome_row(result->outcome)->fault != FAULT_SERVER;
    twins_leave(task, &waiting);
    conclude(task, result);
    while ((task = waiting)) {
        twins_part(task->scoring, task);
        if (measured)
            conclude(task, result);
        else
            give_to_judge(task);
    }
}

static void give_to_judge(struct score_task *task)
{
    const struct score_item *item = task->item;
    const struct instance *instance = task->want.instance;
    if (twins_join(task->scoring, task)) {
        task->stage = TASK_JOINED;
        return;
    }
    task->stage = TASK_JUDGED;
    task->job = (struct job){
        .version = task->verdict.version,
        .work = {.kind = JOB_VERIFY,
                 .level = item->address.level,
                 .seed = item->address.seed,
                 .state = instance->state,
                 .state_size = instance->state_size,
                 .state_number = instance->number,
                 .text = item->response.data,
                 .text_size = item->response.size,
                 .extract = item->extract,
                 .flags = item->flags},
        .deadline_ns = task_deadline_ns(task),
        .done = judged,
    };
    engine_submit(task->scoring->engine, &task->job);
}

static void instance_ready(struct instance_want *want, enum outcome outcome, const char *reason)
{
    struct score_task *task = task_of(want, offsetof(struct score_task, want));
    if (outcome != OUTCOME_OK) {
        /* No response has been looked at: a failure of the environment's code is its own. */
        enum fault fault = outcome_row(outcome)->fault;
        refuse(task, outcome, fault == FAULT_ORACLE_SAYS ? FAULT_ENVIRONMENT : fault, reason);
        return;
    }
    give_to_judge(task);
}

/* Whether the item and the kind of environment fit. Else the outcome and a reason. */
static enum outcome check_item(const struct score_item *item, const struct version *version,
                               char reason[VERDICT_REASON_MAX])
{
    const struct description *description = &version->description;
    if (description->checker && !item->has_given) {
        snprintf(reason, VERDICT_REASON_MAX, "%s is a checker: send env and given", version->name);
        return OUTCOME_BAD_REQUEST;
    }
    if (!description->checker && item->has_given) {
        snprintf(reason, VERDICT_REASON_MAX,
                 "%s is no checker: send an instance, or env with level and seed", version->name);
        return OUTCOME_BAD_REQUEST;
    }
    if (!description->checker &&
        (item->address.level < 1 || item->address.level > description->levels)) {
        snprintf(reason, VERDICT_REASON_MAX, "%s has levels 1 to %u, not %u", version->name,
                 description->levels, item->address.level);
        return OUTCOME_LEVEL_OUT_OF_RANGE;
    }
    return OUTCOME_OK;
}

static void refuse_item(struct score_task *task)
{
    const struct request_trouble *trouble = task->item->trouble;
    snprintf(task->verdict.reason, sizeof task->verdict.reason, "%s%s%s%s%s", trouble->place,
             *trouble->place ? ": " : "", trouble->message, *trouble->hint ? "; " : "",
             trouble->hint);
    enum outcome outcome = task->item->refusal;
    refuse(task, outcome, outcome_row(outcome)->fault, task->verdict.reason);
}

static void looked(void *context);

/* Whether the version that was not found is looked for elsewhere, or is just coming from there. */
static bool look_elsewhere(struct score_task *task, const struct version *version)
{
    if (version && version->state != VERSION_PENDING)
        return false;
    task->lookup = lookup_start(task->scoring->engine, &task->item->address, looked, task);
    if (task->lookup)
        task->stage = TASK_LOOKS;
    return task->lookup;
}

static void find(struct score_task *task, bool looks)
{
    struct scoring *scoring = task->scoring;
    enum outcome outcome;
    char *reason = task->verdict.reason;
    const struct version *version =
        scoring_find_version(scoring->engine, &task->item->address, &outcome, reason);
    if (looks && look_elsewhere(task, version))
        return;
    if (version)
        task->verdict.version = version_hold(version);
    if (outcome == OUTCOME_OK)
        outcome = scoring_check_version(version, reason);
    if (outcome == OUTCOME_OK)
        outcome = check_item(task->item, version, reason);
    if (outcome != OUTCOME_OK) {
        refuse(task, outcome, outcome_row(outcome)->fault, reason);
        return;
    }
    struct instance_key key = key_of(task);
    instance_want(scoring, &task->want, &key);
}

static void looked(void *context)
{
    struct score_task *task = context;
    task->stage = TASK_WAITS;
    task->verdict.reason[0] = '\0';
    find(task, false);
}

/* Its version was checked, and its instance is there. */
static void share(struct score_task *task, const struct score_task *like)
{
    task->verdict.version = version_hold(like->verdict.version);
    task->want.instance = like->want.instance;
    instance_cache_hold(task->want.instance);
    counter_add(&task->scoring->hits, 1);
    give_to_judge(task);
}

void scoring_start(struct scoring *scoring, struct score_task *task, const struct score_task *like)
{
    struct verdict *verdict = &task->verdict;
    memset(verdict, 0, offsetof(struct verdict, reason)); /* the rest is long, and not read */
    verdict->reason[0] = '\0';
    task->scoring = scoring;
    task->stage = TASK_WAITS;
    task->want = (struct instance_want){
        .deadline_ns = task_deadline_ns(task), .to_judge = true, .ready = instance_ready};
    task->ask = (struct oracle_ask){.stage = ORACLE_ASK_IDLE};
    if (task->item->refusal != OUTCOME_OK)
        refuse_item(task);
    else if (like && (like->stage == TASK_JUDGED || like->stage == TASK_JOINED))
        share(task, like);
    else
        find(task, true);
}

void scoring_cancel(struct score_task *task)
{
    switch (task->stage) {
    case TASK_ENDED:
        break;
    case TASK_LOOKS:
        lookup_abandon(task->lookup);
        refuse(task, OUTCOME_STOPPING, FAULT_SERVER, "");
        break;
    case TASK_WAITS:
        instance_unwant(task->scoring, &task->want);
        refuse(task, OUTCOME_STOPPING, FAULT_SERVER, "");
        break;
    case TASK_JUDGED:
        engine_cancel(task->scoring->engine, &task->job);
        break;
    case TASK_JOINED:
        twins_part(task->scoring, task);
        refuse(task, OUTCOME_STOPPING, FAULT_SERVER, "");
        break;
    case TASK_ASKS:
        oracle_unask(&task->ask);
        refuse(task, OUTCOME_STOPPING, FAULT_SERVER, "");
        break;
    }
}

void scoring_release(struct score_task *task)
{
    version_release(task->verdict.version);
    task->verdict.version = NULL;
}
