/* SPDX-License-Identifier: Apache-2.0 */
/* verdict.c: see verdict.h. */
#include "lib/ring/verdict.h"

#include <math.h>

#include "lib/ring/words.h"
#include "proto/outcome.h"

/* What a worker can know; every other outcome is for the client to find. */
static bool outcome_allowed(unsigned outcome, unsigned kind)
{
    switch (outcome) {
    case OUTCOME_OK:
    case OUTCOME_INTERNAL:
        return true;
    case OUTCOME_INVALID_SCORE:
        return kind == JOB_VERIFY;
    case OUTCOME_BAD_GIVEN:
        return kind == JOB_LOAD;
    case OUTCOME_NO_INSTANCE:
    case OUTCOME_LEVEL_OUT_OF_RANGE:
        return kind == JOB_GENERATE || kind == JOB_SOLVE || kind == JOB_ANOTHER;
    case OUTCOME_TEXT_TOO_LONG:
        return kind == JOB_DESCRIBE || kind == JOB_OBSERVE || kind == JOB_SOLVE ||
               kind == JOB_ANOTHER;
    default:
        return false;
    }
}

static size_t output_max(unsigned kind)
{
    switch (kind) {
    case JOB_DESCRIBE:
        return OUTPUT_BYTES;
    case JOB_GENERATE:
    case JOB_LOAD:
        return RS_STATE_MAX;
    case JOB_OBSERVE:
    case JOB_SOLVE:
    case JOB_ANOTHER:
        return RS_TEXT_MAX;
    default:
        return 0;
    }
}

static bool score_allowed(const struct verdict_slot *verdict, unsigned kind)
{
    double score = verdict->score;
    if (kind != JOB_VERIFY || verdict->extraction == EXTRACTION_NONE)
        return score == 0 && !signbit(score);
    return isfinite(score) && score >= 0 && score <= 1 && !signbit(score);
}

static bool answer_allowed(const struct verdict_slot *verdict, const struct job_slot *job)
{
    bool found = verdict->extraction != EXTRACTION_NONE;
    if (verdict->extraction >= EXTRACTION_COUNT || (verdict->flags & ~VERDICT_FORMAT))
        return false;
    if (!found || job->kind != JOB_VERIFY)
        return !found && !verdict->answer_offset && !verdict->answer_size && !verdict->flags;
    return verdict->answer_offset <= job->text_size &&
           verdict->answer_size <= job->text_size - verdict->answer_offset;
}

static bool metrics_allowed(const struct verdict_slot *verdict)
{
    for (int i = 0; i < RS_METRICS_MAX; i++)
        if (!isfinite(verdict->metrics[i]))
            return false;
    return true;
}

bool verdict_check(struct verdict_slot *verdict, uint64_t sequence, const struct job_slot *job)
{
    bool ok = verdict->outcome == OUTCOME_OK;
    if (verdict->number != sequence + 1 || !outcome_allowed(verdict->outcome, job->kind))
        return false;
    if (verdict->reason_size >= REASON_MAX ||
        !words_printable(verdict->reason, verdict->reason_size))
        return false;
    verdict->reason[verdict->reason_size] = '\0';
    if (!answer_allowed(verdict, job) || !metrics_allowed(verdict))
        return false;
    if (verdict->output_size > (ok ? output_max(job->kind) : 0) ||
        verdict->attempts > RS_ATTEMPTS_MAX)
        return false;
    if (ok)
        return score_allowed(verdict, job->kind);
    verdict->score = NAN;
    return true;
}
