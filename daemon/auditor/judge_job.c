/* SPDX-License-Identifier: Apache-2.0 */
/* judge_job.c: see judge_job.h. What the environment gets are blocks of exactly its size, so that
 * the first byte beyond is found. A second reading of the rules that daemon/worker/judge.c and
 * jobs.c follow, on purpose: where the two differ, one of them is wrong. */
#include "daemon/auditor/judge_job.h"

#include <math.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/hash.h"
#include "lib/ring/words.h"
#include "proto/outcome.h"

enum { ATTEMPT_ANOTHER = RS_ATTEMPTS_MAX };

/* All that a job needs, taken anew for each. */
struct call {
    const struct environment *environment;
    const struct judged *job;
    struct audit_verdict *verdict;
    void *state, *witness; /* of their declared sizes */
    char *text;            /* what is judged or loaded */
    rs_text written;
    rs_random random;
};

static jmp_buf ended; /* where runtime_end goes */

static void say(struct audit_verdict *verdict, enum outcome outcome, const char *text, size_t size)
{
    verdict->slot.outcome = outcome;
    verdict->slot.reason_size =
        (uint16_t)words_clean(text, size, verdict->slot.reason, sizeof verdict->slot.reason);
}

static struct audit_verdict *in_hand;

_Noreturn void runtime_end(enum last_words why, const char *text)
{
    static const enum outcome outcomes[] = {[LAST_WORDS_NONE] = OUTCOME_CRASH,
                                            [LAST_WORDS_MEMORY] = OUTCOME_MEMORY,
                                            [LAST_WORDS_STACK_OVERFLOW] = OUTCOME_STACK_OVERFLOW,
                                            [LAST_WORDS_CRASH] = OUTCOME_CRASH};
    say(in_hand, outcomes[why], text, strnlen(text, REASON_MAX));
    longjmp(ended, 1);
}

static void *block(size_t size)
{
    void *memory = calloc(1, size ? size : 1);
    if (!memory)
        abort();
    return memory;
}

static void *copy(const void *bytes, size_t size)
{
    return size ? memcpy(block(size), bytes, size) : block(0);
}

static rs_answer *begin_answer(struct call *call, const char *text, size_t size)
{
    static void *memory;
    if (!memory)
        memory = block(answer_bytes());
    call->text = copy(text, size);
    return answer_init(memory, call->text, size);
}

static void begin_text(struct call *call)
{
    static char *memory;
    if (!memory)
        memory = block(RS_TEXT_MAX + 1);
    text_init(&call->written, memory);
}

static void give(struct call *call, const void *bytes, size_t size)
{
    call->verdict->slot.outcome = OUTCOME_OK;
    call->verdict->slot.output_size = (uint32_t)size;
    hash_bytes(bytes, size, call->verdict->output);
}

static void give_text(struct call *call)
{
    if (call->written.overflow || call->written.size > RS_TEXT_MAX)
        call->verdict->slot.outcome = OUTCOME_TEXT_TOO_LONG;
    else
        give(call, call->written.data, call->written.size);
}

/* ---- Jobs ------------------------------------------------------------------------------------ */

static bool draw(struct call *call)
{
    const struct environment *environment = call->environment;
    const struct job_slot *slot = call->job->slot;
    size_t state_size = environment->declaration.state_size;
    size_t witness_size = environment->declaration.witness_size;
    for (unsigned attempt = 0; attempt < RS_ATTEMPTS_MAX; attempt++) {
        memset(call->state, 0, state_size);
        memset(call->witness, 0, witness_size);
        random_init(&call->random, slot->seed, slot->level, attempt);
        call->verdict->slot.attempts = attempt + 1;
        environment_restore();
        if (environment->entry[ENTRY_GENERATE].generate(call->state, call->witness, &call->random,
                                                        (int)slot->level))
            return true;
    }
    call->verdict->slot.outcome = OUTCOME_NO_INSTANCE;
    return false;
}

static void generate(struct call *call)
{
    if (draw(call))
        give(call, call->state, call->environment->declaration.state_size);
}

static void observe(struct call *call)
{
    begin_text(call);
    environment_restore();
    call->environment->entry[ENTRY_OBSERVE].observe(call->state, &call->written);
    give_text(call);
}

static void solve(struct call *call)
{
    if (!draw(call))
        return;
    begin_text(call);
    environment_restore();
    call->environment->entry[ENTRY_SOLVE].solve(call->state, call->witness, &call->written);
    give_text(call);
}

static void another(struct call *call)
{
    const struct job_slot *slot = call->job->slot;
    if (!draw(call))
        return;
    begin_text(call);
    random_init(&call->random, slot->seed, slot->level, ATTEMPT_ANOTHER);
    environment_restore();
    if (call->environment->entry[ENTRY_ANOTHER].another(call->state, call->witness, &call->random,
                                                        &call->written))
        give_text(call);
    else
        give(call, "", 0);
}

static void load(struct call *call)
{
    struct answer_result result;
    rs_answer *given = begin_answer(call, call->job->text, call->job->slot->text_size);
    memset(call->state, 0, call->environment->declaration.state_size);
    environment_restore();
    bool loaded = call->environment->entry[ENTRY_LOAD].load(call->state, given);
    answer_finish(given, &result);
    if (loaded && !result.reason_size && !result.refused && !result.rejected && !result.unread)
        give(call, call->state, call->environment->declaration.state_size);
    else
        say(call->verdict, OUTCOME_BAD_GIVEN, result.reason, result.reason_size);
}

static bool find_answer(struct call *call)
{
    const struct rs_declaration *declaration = &call->environment->declaration;
    const struct job_slot *slot = call->job->slot;
    struct verdict_slot *out = &call->verdict->slot;
    struct extracted found = {EXTRACTION_WHOLE, 0, slot->text_size};
    unsigned extract =
        slot->extract == EXTRACT_DECLARED ? (unsigned)declaration->extract : slot->extract;
    if (!(slot->flags & JOB_BARE))
        found = extract_answer(call->job->text, slot->text_size, extract, slot->flags,
                               declaration->answer_form == RS_VERBATIM);
    if (found.rule == EXTRACTION_NONE)
        return false;
    out->extraction = (uint8_t)found.rule;
    out->answer_offset = (uint32_t)found.offset;
    out->answer_size = (uint32_t)found.size;
    return true;
}

/* Sentences of resynd's own are left out: only an author's are compared. */
static void settle(struct call *call, double score, const struct answer_result *result)
{
    const struct rs_declaration *declaration = &call->environment->declaration;
    struct verdict_slot *out = &call->verdict->slot;
    bool valid = score >= 0 && score <= 1;
    if (declaration->score == RS_BINARY)
        valid = valid && !(score > 0 && score < 1);
    out->outcome = OUTCOME_OK;
    if (result->refused || result->rejected)
        say(call->verdict, OUTCOME_OK, result->reason, result->reason_size);
    else if (!valid)
        out->outcome = OUTCOME_INVALID_SCORE;
    else if (!(score > 0 && result->unread && declaration->rest != RS_IGNORED))
        out->score = score + 0.0; /* −0 becomes 0 */
}

static void verify(struct call *call)
{
    const struct job_slot *slot = call->job->slot;
    struct verdict_slot *out = &call->verdict->slot;
    struct answer_result result;
    out->outcome = OUTCOME_OK;
    if (!find_answer(call))
        return;
    rs_answer *answer = begin_answer(call, call->job->text + out->answer_offset, out->answer_size);
    environment_restore();
    double score = call->environment->entry[ENTRY_VERIFY].verify(call->state, answer);
    answer_finish(answer, &result);
    out->flags = result.refused ? 0 : VERDICT_FORMAT;
    bool finite = true;
    for (unsigned i = 0; i < call->environment->metric_count; i++) {
        finite = finite && isfinite(result.metrics[i]);
        out->metrics[i] = finite ? result.metrics[i] : 0;
    }
    if (finite)
        settle(call, score, &result);
    else
        out->outcome = OUTCOME_INVALID_SCORE;
    /* A worker's verify could not write there. */
    if (memcmp(call->state, call->job->state, slot->state_size) != 0)
        say(call->verdict, OUTCOME_CRASH, "verify changed its state", 24);
}

static const struct {
    enum entry entry;
    void (*run)(struct call *);
    bool state; /* comes along */
} kinds[JOB_KINDS] = {
    [JOB_GENERATE] = {ENTRY_GENERATE, generate, false},
    [JOB_OBSERVE] = {ENTRY_OBSERVE, observe, true},
    [JOB_SOLVE] = {ENTRY_SOLVE, solve, false},
    [JOB_ANOTHER] = {ENTRY_ANOTHER, another, false},
    [JOB_LOAD] = {ENTRY_LOAD, load, false},
    [JOB_VERIFY] = {ENTRY_VERIFY, verify, true},
};

/* Whether it can be asked that; a job that draws needs generate, too. */
static bool possible(const struct environment *environment, const struct job_slot *slot)
{
    unsigned kind = slot->kind;
    if (kind >= JOB_KINDS || !kinds[kind].run || !environment->entry[kinds[kind].entry].data)
        return false;
    if (kinds[kind].state)
        return slot->state_size == environment->declaration.state_size;
    return kind == JOB_LOAD || environment->entry[ENTRY_GENERATE].data;
}

void judge_job(const struct environment *environment, const struct judged *job,
               struct audit_verdict *verdict)
{
    static struct call call; /* not on the stack: it is read after longjmp */
    const struct job_slot *slot = job->slot;
    verdict->slot.outcome = OUTCOME_INTERNAL;
    if (!possible(environment, slot))
        return;
    call = (struct call){.environment = environment, .job = job, .verdict = verdict};
    call.state = kinds[slot->kind].state ? copy(job->state, slot->state_size)
                                         : block(environment->declaration.state_size);
    call.witness = block(environment->declaration.witness_size);
    in_hand = verdict;
    if (setjmp(ended) == 0)
        kinds[slot->kind].run(&call);
    free(call.state);
    free(call.witness);
    free(call.text);
}
