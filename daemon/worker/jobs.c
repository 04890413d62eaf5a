/* SPDX-License-Identifier: Apache-2.0 */
/* jobs.c: see jobs.h: instances and their texts; verdicts on responses are judge.c. A job draws its
 * instance anew where it needs the witness, which therefore never leaves the worker. */
#include "daemon/worker/jobs.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "daemon/worker/call.h"
#include "daemon/worker/declaration.h"
#include "lib/ring/words.h"
#include "proto/outcome.h"

/* The stream that `another` draws from: past those of all draws. */
enum { ATTEMPT_ANOTHER = RS_ATTEMPTS_MAX };

void verdict_quote(struct verdict_slot *verdict, unsigned outcome, const char *text, size_t size)
{
    verdict->outcome = outcome;
    verdict->reason_size = (uint16_t)words_clean(text, size < REASON_MAX ? size : REASON_MAX,
                                                 verdict->reason, REASON_MAX);
}

void verdict_say(struct verdict_slot *verdict, unsigned outcome, const char *format, ...)
{
    char text[REASON_MAX];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    verdict_quote(verdict, outcome, text, strnlen(text, sizeof text));
}

struct instance {
    void *state, *witness;
};

static bool level_check(const struct worker *worker, const struct work *work,
                        struct verdict_slot *verdict)
{
    unsigned level = work->slot.level, levels = worker->declaration.levels;
    if (level >= 1 && level <= levels)
        return true;
    verdict_say(verdict, OUTCOME_LEVEL_OUT_OF_RANGE, "level %u: the environment has 1 to %u", level,
                levels);
    return false;
}

/* Draws until generate is content. */
static bool instance_draw(const struct worker *worker, const struct work *work,
                          struct instance *instance, struct verdict_slot *verdict)
{
    const struct space *space = &worker->space;
    const struct job_slot *slot = &work->slot;
    if (!level_check(worker, work, verdict))
        return false;
    for (unsigned attempt = 0; attempt < RS_ATTEMPTS_MAX; attempt++) {
        instance->state = space_state(space, worker->declaration.state_size);
        instance->witness = space_witness(space, worker->declaration.witness_size);
        random_init(space->random, slot->seed, slot->level, attempt);
        const uint64_t arguments[4] = {pass(instance->state), pass(instance->witness),
                                       pass(space->random), slot->level};
        verdict->attempts = attempt + 1;
        if (returned_bool(call(worker, ENTRY_GENERATE, arguments)))
            return true;
    }
    verdict_say(verdict, OUTCOME_NO_INSTANCE, "generate failed on all %d draws", RS_ATTEMPTS_MAX);
    return false;
}

static void output_state(const struct worker *worker, const struct work *work, const void *state,
                         struct verdict_slot *verdict)
{
    verdict->outcome = OUTCOME_OK;
    verdict->output_size = (uint32_t)worker->declaration.state_size;
    memcpy(work->output, state, worker->declaration.state_size);
}

/* The text lies in memory that the call could write: its size is read once. */
static void output_text(const struct worker *worker, const struct work *work,
                        struct verdict_slot *verdict)
{
    const struct rs_text writer = *worker->space.writer;
    if (writer.overflow || writer.size > RS_TEXT_MAX) {
        verdict_say(verdict, OUTCOME_TEXT_TOO_LONG, "the text has more than %d bytes", RS_TEXT_MAX);
        return;
    }
    verdict->outcome = OUTCOME_OK;
    verdict->output_size = (uint32_t)writer.size;
    memcpy(work->output, worker->space.text, writer.size);
}

static void describe(const struct worker *worker, const struct work *work,
                     struct verdict_slot *verdict)
{
    size_t size = declaration_describe(worker, work->output);
    verdict->outcome = OUTCOME_OK;
    verdict->output_size = (uint32_t)size;
    if (size == 0)
        verdict_say(verdict, OUTCOME_TEXT_TOO_LONG, "the examples have more than %zu bytes",
                    OUTPUT_BYTES);
}

static void generate(const struct worker *worker, const struct work *work,
                     struct verdict_slot *verdict)
{
    struct instance instance;
    if (instance_draw(worker, work, &instance, verdict))
        output_state(worker, work, instance.state, verdict);
}

static void observe(const struct worker *worker, const struct work *work,
                    struct verdict_slot *verdict)
{
    const uint64_t arguments[4] = {pass(work->state), pass(space_writer(&worker->space))};
    call(worker, ENTRY_OBSERVE, arguments);
    output_text(worker, work, verdict);
}

static void solve(const struct worker *worker, const struct work *work,
                  struct verdict_slot *verdict)
{
    struct instance instance;
    if (!instance_draw(worker, work, &instance, verdict))
        return;
    const uint64_t arguments[4] = {pass(instance.state), pass(instance.witness),
                                   pass(space_writer(&worker->space))};
    call(worker, ENTRY_SOLVE, arguments);
    output_text(worker, work, verdict);
}

static void another(const struct worker *worker, const struct work *work,
                    struct verdict_slot *verdict)
{
    const struct space *space = &worker->space;
    const struct job_slot *slot = &work->slot;
    struct instance instance;
    if (!instance_draw(worker, work, &instance, verdict))
        return;
    verdict->outcome = OUTCOME_OK;
    if (!worker->header.entry[ENTRY_ANOTHER])
        return;
    random_init(space->random, slot->seed, slot->level, ATTEMPT_ANOTHER);
    const uint64_t arguments[4] = {pass(instance.state), pass(instance.witness),
                                   pass(space->random), pass(space_writer(space))};
    if (returned_bool(call(worker, ENTRY_ANOTHER, arguments)))
        output_text(worker, work, verdict);
}

static void load(const struct worker *worker, const struct work *work, struct verdict_slot *verdict)
{
    const struct space *space = &worker->space;
    struct answer_result result;
    void *state = space_state(space, worker->declaration.state_size);
    rs_answer *given = answer_init(space->answer, work->text, work->slot.text_size);
    const uint64_t arguments[4] = {pass(state), pass(given)};
    bool loaded = returned_bool(call(worker, ENTRY_LOAD, arguments));
    answer_finish(given, &result);
    if (result.reason_size > 0)
        verdict_quote(verdict, OUTCOME_BAD_GIVEN, result.reason, result.reason_size);
    else if (!loaded || result.refused || result.rejected)
        verdict_say(verdict, OUTCOME_BAD_GIVEN, "load does not accept it");
    else if (result.unread) /* a misspelt field would change what is right, silently */
        verdict_say(verdict, OUTCOME_BAD_GIVEN, "it holds a field or text that load does not read");
    else
        output_state(worker, work, state, verdict);
}

/* What the declaration must offer, and the state that must come along. */
static const struct {
    void (*run)(const struct worker *, const struct work *, struct verdict_slot *);
    bool environment, checker, state;
} kinds[JOB_KINDS] = {
    [JOB_DESCRIBE] = {describe, true, true, false}, [JOB_GENERATE] = {generate, true, false, false},
    [JOB_OBSERVE] = {observe, true, false, true},   [JOB_SOLVE] = {solve, true, false, false},
    [JOB_ANOTHER] = {another, true, false, false},  [JOB_LOAD] = {load, false, true, false},
    [JOB_VERIFY] = {judge, true, true, true},
};

void job_do(const struct worker *worker, const struct work *work, struct verdict_slot *verdict)
{
    const struct declaration *declaration = &worker->declaration;
    unsigned kind = work->slot.kind;
    if (kind != JOB_DESCRIBE && !declaration->sound)
        verdict_say(verdict, OUTCOME_INTERNAL, "the declaration is not one that can run");
    else if (!(declaration->checker ? kinds[kind].checker : kinds[kind].environment))
        verdict_say(verdict, OUTCOME_INTERNAL, "not a job for %s",
                    declaration->checker ? "a checker" : "an environment");
    else if (kinds[kind].state && work->slot.state_size != declaration->state_size)
        verdict_say(verdict, OUTCOME_INTERNAL, "the state has %u bytes, not %zu",
                    work->slot.state_size, declaration->state_size);
    else
        kinds[kind].run(worker, work, verdict);
}
