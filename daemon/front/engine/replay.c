/* SPDX-License-Identifier: Apache-2.0 */
/* replay.c: what a worker's death means for the jobs that it had in hand. Completed verdicts are
 * taken first. Of the rest, one job may be the cause: the suspect. It is tried once more, alone on
 * a fresh worker, where nobody else can be to blame; a second death is its status. All others go
 * back to the head of the queue in their order. A death that no job can cause blames none, and
 * neither does a stack that was smaller than what is declared: there is more where they go. */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "daemon/front/engine/front.h"

enum fate { FATE_QUEUE, FATE_ALONE, FATE_STATUS };

struct sentence {
    enum fate fate;
    enum outcome outcome; /* FATE_STATUS */
    const char *reason;
};

/* SIGKILL comes from an operator or from the kernel's want of memory: under its filter no code in a
 * worker can send it. A worker that was not ready had not looked at a job; who has taken verdicts
 * from it knows better than its memory. */
static bool no_job_is_to_blame(const struct link *link, const struct death_facts *facts)
{
    if (facts->broken || link->broken)
        return false;
    if (facts->cramped)
        return true;
    switch (facts->death) {
    case DEATH_IDLE: /* it had none in hand */
    case DEATH_ASKED:
    case DEATH_UNBORN:
        return true;
    case DEATH_SIGNALLED:
        return facts->code == SIGKILL || (!facts->ready && !link->finished);
    case DEATH_EXITED:
        return !facts->ready && !link->finished;
    case DEATH_CPU:
    case DEATH_WALL:
        return false;
    }
    return true;
}

static struct sentence status_of(const struct link *link, const struct death_facts *facts)
{
    static const enum outcome words[] = {
        [LAST_WORDS_MEMORY] = OUTCOME_MEMORY,
        [LAST_WORDS_STACK_OVERFLOW] = OUTCOME_STACK_OVERFLOW,
        [LAST_WORDS_CRASH] = OUTCOME_CRASH,
    };
    if (facts->broken || link->broken)
        return (struct sentence){FATE_STATUS, OUTCOME_CRASH, "the worker broke the protocol"};
    if (facts->death == DEATH_SIGNALLED && facts->code == SIGSYS)
        return (struct sentence){FATE_STATUS, OUTCOME_FORBIDDEN, ""};
    if (facts->death == DEATH_SIGNALLED) {
        const char *signal = sigdescr_np(facts->code);
        return (struct sentence){FATE_STATUS, OUTCOME_CRASH, signal ? signal : "unknown signal"};
    }
    if (facts->words > LAST_WORDS_NONE && facts->words <= LAST_WORDS_CRASH)
        return (struct sentence){FATE_STATUS, words[facts->words], facts->text};
    return (struct sentence){FATE_STATUS, OUTCOME_CRASH, "the worker ended itself"};
}

static struct sentence judge_witness(const struct link *link, struct job *job)
{
    bool alone = link->worker->alone;
    if (link->worker->facts.cramped)
        return (struct sentence){alone ? FATE_ALONE : FATE_QUEUE, OUTCOME_OK, ""};
    if (++job->engine.exposures < EXPOSURES_MAX)
        return (struct sentence){alone ? FATE_ALONE : FATE_QUEUE, OUTCOME_OK, ""};
    job->engine.exposures = 0;
    if (alone)
        return (struct sentence){FATE_STATUS, OUTCOME_INTERNAL,
                                 "its workers were killed from outside"};
    return (struct sentence){FATE_ALONE, OUTCOME_OK, ""};
}

static struct sentence judge_suspect(const struct link *link, struct job *job)
{
    const struct death_facts *facts = &link->worker->facts;
    bool certain = facts->plausible || link->worker->alone;
    if (certain && (facts->death == DEATH_CPU || facts->death == DEATH_WALL))
        return (struct sentence){FATE_STATUS, OUTCOME_TIMEOUT,
                                 facts->death == DEATH_WALL ? "wall-clock cap" : ""};
    if (++job->engine.deaths < DEATHS_MAX)
        return (struct sentence){FATE_ALONE, OUTCOME_OK, ""};
    if (facts->death == DEATH_CPU || facts->death == DEATH_WALL)
        return (struct sentence){FATE_STATUS, OUTCOME_TIMEOUT, ""};
    return status_of(link, facts);
}

/* The sequence of this ring's suspect; UINT64_MAX where there is none. */
static uint64_t find_suspect(const struct link *link)
{
    const struct death_facts *facts = &link->worker->facts;
    if (!lane_in_flight(&link->lane) || no_job_is_to_blame(link, facts))
        return UINT64_MAX;
    if (link->worker->alone || !facts->plausible)
        return link->lane.finished;
    return lane_suspect(&link->lane);
}

/* All that a maker sees comes from the environment, but for what a request gives a checker. */
static bool blames_environment(const struct job *job, enum outcome outcome)
{
    enum fault fault = outcome_row(outcome)->fault;
    return job->work.kind != JOB_VERIFY && job->work.kind != JOB_LOAD &&
           (fault == FAULT_ORACLE_SAYS || fault == FAULT_ENVIRONMENT);
}

static void end_with(struct engine *engine, struct job *job, const struct sentence *sentence)
{
    uint64_t now = uv_hrtime();
    if (blames_environment(job, sentence->outcome))
        engine_blame(engine, job->version, sentence->outcome);
    struct job_result result = {
        .outcome = sentence->outcome,
        .reason = sentence->reason,
        .queue_us = (job->engine.started_ns - job->engine.queued_ns) / 1000,
        .service_us = (now - job->engine.started_ns) / 1000,
    };
    job_end_now(engine, job, &result);
}

/* Puts the job back; false where it is to end instead. */
static bool put_back(struct engine *engine, struct job *job, const struct sentence *sentence)
{
    if (sentence->fate == FATE_QUEUE)
        job_requeue(engine, job);
    else if (sentence->fate == FATE_ALONE)
        job_put_alone(engine, job);
    return sentence->fate != FATE_STATUS;
}

void link_died(struct link *link)
{
    struct engine *engine = link->pool->engine;
    struct job *ending[RING_SLOTS];
    struct sentence sentences[RING_SLOTS];
    unsigned count = 0;

    link_delist(link); /* done() may submit, and must not find it */
    link_take_verdicts(link);
    rescore_after_death(link);
    uint64_t suspect = find_suspect(link);
    /* From the last to the first, so that each goes before its successors. */
    for (uint64_t next = link->lane.submitted; next > link->lane.finished; next--) {
        struct job *job = link->flight[(next - 1) % RING_SLOTS];
        if (!job)
            continue; /* given up meanwhile */
        struct sentence sentence =
            next - 1 == suspect ? judge_suspect(link, job) : judge_witness(link, job);
        job_take_out(engine, job);
        if (put_back(engine, job, &sentence))
            continue;
        ending[count] = job;
        sentences[count++] = sentence;
    }
    /* done() comes last: it may submit and cancel. The worker's last text lives until the link is
     * closed. */
    while (count--)
        end_with(engine, ending[count], &sentences[count]);
    link_close(link);
}
