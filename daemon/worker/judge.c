/* SPDX-License-Identifier: Apache-2.0 */
/* judge.c: JOB_VERIFY: from a response to a score, or to the reason why there is none. */
#include <math.h>

#include "daemon/worker/call.h"
#include "daemon/worker/jobs.h"
#include "proto/outcome.h"

/* The part of the response that is judged. False: there is none. */
static bool answer_find(const struct worker *worker, const struct work *work,
                        struct verdict_slot *verdict)
{
    const struct declaration *declaration = &worker->declaration;
    const struct job_slot *slot = &work->slot;
    struct extracted found = {EXTRACTION_WHOLE, 0, slot->text_size};
    unsigned extract =
        slot->extract == EXTRACT_DECLARED ? declaration->extract : (unsigned)slot->extract;
    if (!(slot->flags & JOB_BARE))
        found = extract_answer(work->text, slot->text_size, extract, slot->flags,
                               declaration->verbatim);
    if (found.rule == EXTRACTION_NONE)
        return false;
    verdict->extraction = (uint8_t)found.rule;
    verdict->answer_offset = (uint32_t)found.offset;
    verdict->answer_size = (uint32_t)found.size;
    return true;
}

/* The metrics that were declared. False: one is no number. */
static bool metrics_copy(const struct worker *worker, const struct answer_result *result,
                         struct verdict_slot *verdict)
{
    for (unsigned i = 0; i < worker->declaration.metric_count; i++) {
        if (!isfinite(result->metrics[i])) {
            verdict_say(verdict, OUTCOME_INVALID_SCORE, "metric %u is no finite number", i);
            return false;
        }
        verdict->metrics[i] = result->metrics[i];
    }
    return true;
}

static void score_settle(const struct worker *worker, double score,
                         const struct answer_result *result, struct verdict_slot *verdict)
{
    bool binary = worker->declaration.binary;
    if (result->refused || result->rejected)
        verdict_quote(verdict, OUTCOME_OK, result->reason, result->reason_size);
    else if (!(score >= 0 && score <= 1))
        verdict_say(verdict, OUTCOME_INVALID_SCORE, "verify returned %.17g: a score is from 0 to 1",
                    score);
    else if (binary && score != 0 && score != 1)
        verdict_say(verdict, OUTCOME_INVALID_SCORE,
                    "verify returned %.17g: with RS_BINARY a score is 0 or 1", score);
    else if (score > 0 && result->unread && !worker->declaration.rest_ignored)
        verdict_say(verdict, OUTCOME_OK, "there is text after the answer that was not read");
    else
        verdict->score = score + 0.0; /* −0 becomes 0 */
}

void judge(const struct worker *worker, const struct work *work, struct verdict_slot *verdict)
{
    struct answer_result result;
    if (!answer_find(worker, work, verdict)) {
        verdict_say(verdict, OUTCOME_OK, "no answer was found in the response");
        return;
    }
    rs_answer *answer = answer_init(worker->space.answer, work->text + verdict->answer_offset,
                                    verdict->answer_size);
    const uint64_t arguments[4] = {pass(work->state), pass(answer)};
    double score = call(worker, ENTRY_VERIFY, arguments).real;
    answer_finish(answer, &result);
    verdict->flags = result.refused ? 0 : VERDICT_FORMAT;
    if (metrics_copy(worker, &result, verdict))
        score_settle(worker, score, &result, verdict);
}
