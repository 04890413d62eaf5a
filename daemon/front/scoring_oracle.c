/* SPDX-License-Identifier: Apache-2.0 */
/* scoring_oracle.c: see scoring_oracle.h. */
#include "daemon/front/scoring_oracle.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/front/scoring_own.h"
#include "lib/image/image.h"

/* One trial of one instance, however many ask. It is short and is not cancelled. */
struct oracle_run {
    struct job job;
    struct scoring *scoring;
    struct instance *instance;     /* one reference */
    const struct version *version; /* held */
    char *answer;                  /* the oracle's; owned */
    struct oracle_ask *first;
};

static bool servers_fault(enum outcome outcome)
{
    return outcome_row(outcome)->fault == FAULT_SERVER;
}

/* The first example of a checker that scores 1. */
static bool right_example(const struct version *version, struct example *out)
{
    for (unsigned i = 0; description_example(version->examples, version->examples_size, i, out);
         i++)
        if (out->score >= 1)
            return true;
    return false;
}

static void say(struct oracle_ask *ask, enum fault fault)
{
    ask->stage = ORACLE_ASK_IDLE;
    instance_leave(ask->scoring, &ask->want);
    ask->said(ask, fault);
}

static enum fault known_fault(const struct instance *instance)
{
    return instance->oracle == ORACLE_PASSES  ? FAULT_RESPONSE
           : instance->oracle == ORACLE_FAILS ? FAULT_ENVIRONMENT
                                              : FAULT_SERVER;
}

static void run_end(struct oracle_run *run, enum oracle_knowledge knowledge)
{
    struct scoring *scoring = run->scoring;
    run->instance->oracle = knowledge;
    run->instance->oracle_run = NULL;
    while (run->first) {
        struct oracle_ask *ask = run->first;
        run->first = ask->next;
        if (run->first)
            run->first->previous = NULL;
        say(ask, known_fault(run->instance));
    }
    instance_cache_release(&scoring->cache, run->instance);
    version_release(run->version);
    free(run->answer);
    free(run);
}

static void judged(struct job *job, const struct job_result *result)
{
    bool passes = result->outcome == OUTCOME_OK && result->verdict && result->verdict->score >= 1;
    run_end((struct oracle_run *)job, passes                           ? ORACLE_PASSES
                                      : servers_fault(result->outcome) ? ORACLE_UNKNOWN
                                                                       : ORACLE_FAILS);
}

static void judge(struct oracle_run *run, const char *answer, size_t size)
{
    uint64_t deadline_ns = run->job.deadline_ns;
    run->job = (struct job){
        .version = run->version,
        .work = {.kind = JOB_VERIFY,
                 .level = run->instance->key.level,
                 .seed = run->instance->key.seed,
                 .state = run->instance->state,
                 .state_size = run->instance->state_size,
                 .text = answer,
                 .text_size = size,
                 .extract = EXTRACT_DECLARED,
                 .flags = JOB_BARE},
        .deadline_ns = deadline_ns,
        .fresh = true,
        .done = judged,
    };
    engine_submit(run->scoring->engine, &run->job);
}

static void solved(struct job *job, const struct job_result *result)
{
    struct oracle_run *run = (struct oracle_run *)job;
    if (result->outcome != OUTCOME_OK) {
        run_end(run, servers_fault(result->outcome) ? ORACLE_UNKNOWN : ORACLE_FAILS);
        return;
    }
    run->answer = malloc(result->output_size + 1);
    if (!run->answer) {
        run_end(run, ORACLE_UNKNOWN);
        return;
    }
    memcpy(run->answer, result->output, result->output_size);
    judge(run, run->answer, result->output_size);
}

static void start(struct oracle_run *run)
{
    struct example example;
    if (run->instance->key.given) {
        /* oracle_ask has found one, or it would not have got here. */
        if (right_example(run->version, &example))
            judge(run, example.response, example.response_size);
        return;
    }
    run->job.version = run->version;
    run->job.work = (struct lane_job){.kind = JOB_SOLVE,
                                      .level = run->instance->key.level,
                                      .seed = run->instance->key.seed,
                                      .text = ""};
    run->job.done = solved;
    engine_submit(run->scoring->engine, &run->job);
}

static struct oracle_run *run_new(struct oracle_ask *ask)
{
    struct oracle_run *run = calloc(1, sizeof *run);
    if (!run)
        return NULL;
    run->scoring = ask->scoring;
    run->instance = ask->want.instance;
    run->version = version_hold(ask->version);
    run->job.deadline_ns = ask->want.deadline_ns;
    instance_cache_hold(run->instance);
    run->instance->oracle_run = run;
    return run;
}

static void instance_ready(struct instance_want *want, enum outcome outcome, const char *reason)
{
    struct oracle_ask *ask =
        (struct oracle_ask *)(void *)((char *)want - offsetof(struct oracle_ask, want));
    if (outcome != OUTCOME_OK) {
        say(ask, servers_fault(outcome) ? FAULT_SERVER : FAULT_ENVIRONMENT);
        return;
    }
    if (want->instance->oracle != ORACLE_UNKNOWN) {
        say(ask, known_fault(want->instance));
        return;
    }
    bool running = want->instance->oracle_run != NULL;
    struct oracle_run *run = running ? want->instance->oracle_run : run_new(ask);
    if (!run) {
        say(ask, FAULT_SERVER);
        return;
    }
    ask->stage = ORACLE_ASK_RUN;
    ask->previous = NULL;
    ask->next = run->first;
    if (ask->next)
        ask->next->previous = ask;
    run->first = ask;
    if (!running)
        start(run);
}

void oracle_ask(struct scoring *scoring, struct oracle_ask *ask, const struct instance_key *key,
                uint64_t deadline_ns)
{
    struct instance_key tried = *key;
    struct example example;
    ask->scoring = scoring;
    ask->version = key->version;
    ask->stage = ORACLE_ASK_INSTANCE;
    ask->want = (struct instance_want){.deadline_ns = deadline_ns, .ready = instance_ready};
    if (key->given) {
        if (!right_example(key->version, &example)) {
            say(ask, FAULT_ENVIRONMENT);
            return;
        }
        tried.given = example.given;
        tried.given_size = example.given_size;
    }
    instance_want(scoring, &ask->want, &tried);
}

void oracle_unask(struct oracle_ask *ask)
{
    if (ask->stage == ORACLE_ASK_INSTANCE) {
        instance_unwant(ask->scoring, &ask->want);
    } else if (ask->stage == ORACLE_ASK_RUN) {
        *(ask->previous ? &ask->previous->next : &ask->want.instance->oracle_run->first) =
            ask->next;
        if (ask->next)
            ask->next->previous = ask->previous;
        instance_leave(ask->scoring, &ask->want);
    }
    ask->stage = ORACLE_ASK_IDLE;
}
