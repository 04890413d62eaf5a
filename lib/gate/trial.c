/* SPDX-License-Identifier: Apache-2.0 */
/* trial.c: see trial.h. A state machine of one step a job; each step says which job it is and what
 * its result must be, and names the step after it. */
#include "lib/gate/trial.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum step { GENERATE, REPEAT, OBSERVE, SOLVE, ORACLE, EMPTY, LOAD, EXAMPLE, OVER };

void trial_init(struct trial *trial, const struct description *description, const void *described,
                size_t described_size, unsigned seeds)
{
    *trial = (struct trial){
        .description = description,
        .described = described,
        .described_size = described_size,
        .seeds = seeds,
        .step = description->checker ? LOAD : GENERATE,
        .level = description->checker ? 0 : 1,
    };
}

void trial_deinit(struct trial *trial)
{
    free(trial->state);
    buffer_deinit(&trial->text);
    trial->state = NULL;
}

__attribute__((format(printf, 4, 5))) static void
finding(struct trial *trial, const char *check, enum outcome outcome, const char *format, ...)
{
    if (trial->finding_count == TRIAL_FINDINGS_MAX) {
        trial->findings_dropped++;
        return;
    }
    struct trial_finding *new = &trial->findings[trial->finding_count++];
    new->check = check;
    new->level = trial->level;
    new->seed = trial->seed;
    new->outcome = outcome;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(new->text, sizeof new->text, format, arguments);
    va_end(arguments);
}

static bool keep_state(struct trial *trial, const void *bytes, size_t size)
{
    free(trial->state);
    trial->state = malloc(size ? size : 1);
    trial->state_size = trial->state ? size : 0;
    if (trial->state && size)
        memcpy(trial->state, bytes, size);
    return trial->state != NULL;
}

static void next_instance(struct trial *trial)
{
    trial->step = trial->description->checker ? LOAD : GENERATE;
    trial->seed++;
    if (trial->description->checker || trial->seed < trial->seeds)
        return;
    trial->seed = 0;
    if (++trial->level > trial->description->levels)
        trial->step = OVER;
}

static bool current_example(const struct trial *trial, struct example *example)
{
    return description_example(trial->described, trial->described_size, (unsigned)trial->seed,
                               example);
}

/* The oracle's answer goes the way that a model's would: through extraction. */
static void wrap_answer(struct trial *trial, const char *answer, size_t size)
{
    buffer_clear(&trial->text);
    buffer_append_text(&trial->text, "<answer>");
    buffer_append(&trial->text, answer, size);
    buffer_append_text(&trial->text, "</answer>");
}

bool trial_next(struct trial *trial, struct lane_job *job)
{
    static const enum job_kind kinds[] = {
        [GENERATE] = JOB_GENERATE, [REPEAT] = JOB_GENERATE, [OBSERVE] = JOB_OBSERVE,
        [SOLVE] = JOB_SOLVE,       [ORACLE] = JOB_VERIFY,   [EMPTY] = JOB_VERIFY,
        [LOAD] = JOB_LOAD,         [EXAMPLE] = JOB_VERIFY,
    };
    struct example example = {0};
    if (trial->step == LOAD && !current_example(trial, &example))
        trial->step = OVER;
    if (trial->step == OVER)
        return false;
    *job = (struct lane_job){.kind = kinds[trial->step],
                             .level = trial->level,
                             .seed = trial->seed,
                             .extract = EXTRACT_DECLARED};
    if (trial->step == OBSERVE || trial->step == ORACLE || trial->step == EMPTY ||
        trial->step == EXAMPLE) {
        job->state = trial->state;
        job->state_size = trial->state_size;
    }
    if (trial->step == ORACLE) {
        job->text = trial->text.data;
        job->text_size = trial->text.size;
    } else if (trial->step == EMPTY) {
        job->text = "";
        job->flags = JOB_BARE;
    } else if (trial->step == LOAD) {
        job->text = example.given;
        job->text_size = example.given_size;
        job->flags = JOB_BARE;
    } else if (trial->step == EXAMPLE) {
        current_example(trial, &example);
        job->text = example.response;
        job->text_size = example.response_size;
        job->flags = JOB_BARE;
    }
    trial->jobs++;
    return true;
}

/* The name of the check that a step serves, and of the call that it makes. */
static const char *check_of(unsigned step)
{
    static const char *const checks[] = {
        [GENERATE] = "generates", [REPEAT] = "deterministic", [OBSERVE] = "asks",
        [SOLVE] = "oracle",       [ORACLE] = "oracle",        [EMPTY] = "empty",
        [LOAD] = "examples",      [EXAMPLE] = "examples",
    };
    return checks[step];
}

static void take_oracle(struct trial *trial, const struct verdict_slot *verdict)
{
    trial->judged++;
    if (verdict->score < 1)
        finding(trial, "oracle", OUTCOME_OK,
                "the oracle's answer scores %g, not 1: %.*s. Answer: %.120s", verdict->score,
                verdict->reason_size, verdict->reason, trial->text.data);
}

static void take_empty(struct trial *trial, const struct verdict_slot *verdict)
{
    trial->judged++;
    if (verdict->score <= 0)
        return;
    trial->empty_won++;
    if (trial->description->empty_may_win <= 0)
        finding(trial, "empty", OUTCOME_OK,
                "an empty answer scores %g; where that is right, declare .empty_may_win",
                verdict->score);
}

static void take_example(struct trial *trial, const struct verdict_slot *verdict)
{
    struct example example;
    trial->judged++;
    if (current_example(trial, &example) && verdict->score != example.score)
        finding(trial, "examples", OUTCOME_OK,
                "example %" PRIu64
                ", given \"%.*s\", response \"%.*s\": scores %g, declared %g%s%.*s",
                trial->seed + 1, (int)(example.given_size > 60 ? 60 : example.given_size),
                example.given, (int)(example.response_size > 60 ? 60 : example.response_size),
                example.response, verdict->score, example.score, verdict->reason_size ? ": " : "",
                verdict->reason_size, verdict->reason);
}

/* Takes the result of a step that went well. Returns the step after it, or OVER where the instance
 * is done with. */
static enum step take_success(struct trial *trial, const struct verdict_slot *verdict,
                              const void *output, size_t size)
{
    switch (trial->step) {
    case GENERATE:
        return keep_state(trial, output, size) ? REPEAT : OVER;
    case REPEAT:
        if (size != trial->state_size || memcmp(output, trial->state, size) != 0)
            finding(
                trial, "deterministic", OUTCOME_OK,
                "the same level and seed gave another state: draw once a statement, and fill every "
                "byte that is read");
        return OBSERVE;
    case OBSERVE:
        if (size == 0)
            finding(trial, "asks", OUTCOME_OK, "observe wrote no question");
        return SOLVE;
    case SOLVE:
        wrap_answer(trial, output, size);
        return ORACLE;
    case ORACLE:
        take_oracle(trial, verdict);
        return EMPTY;
    case EMPTY:
        take_empty(trial, verdict);
        return OVER;
    case LOAD:
        return keep_state(trial, output, size) ? EXAMPLE : OVER;
    default:
        take_example(trial, verdict);
        return OVER;
    }
}

void trial_take(struct trial *trial, enum outcome outcome, const char *reason,
                const struct verdict_slot *verdict, const void *output, size_t output_size)
{
    enum step next = OVER;
    if (outcome == OUTCOME_OK && verdict)
        next = take_success(trial, verdict, output, output_size);
    else
        finding(trial, check_of(trial->step), outcome, "%s%s%s", outcome_row(outcome)->sentence,
                *reason ? ": " : "", reason);
    if (next == OVER)
        next_instance(trial);
    else
        trial->step = next;
}
