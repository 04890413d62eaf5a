/* SPDX-License-Identifier: Apache-2.0 */
/* examination.c: see examination.h. */
#include "daemon/front/examination.h"

#include <stdio.h>
#include <stdlib.h>

#include "lib/gate/gate.h"

enum { SLOTS = 16 /* probes in flight: enough to keep one worker busy */ };
/* For one job, queueing included. */
#define PROBE_NS ((uint64_t)60 * 1000 * 1000 * 1000)

struct slot {
    struct examination *examination;
    struct job job;
    struct probe *probe; /* NULL while free */
};

struct examination {
    struct examination **place;
    struct engine *engine;
    const struct version *version;
    struct gate *gate;
    struct slot slot[SLOTS];
    unsigned in_flight;
    bool for_library; /* nobody waits for it: given up when the front is to end */
    bool cancelled;
    enum outcome failure; /* the server's; OUTCOME_OK: none */
    void (*done)(void *context, const struct examined *examined);
    void *context;
};

/* ---- The end --------------------------------------------------------------------------------- */

static void describe_failure(const struct report *report, char *sentence, size_t size)
{
    *sentence = '\0';
    for (unsigned i = 0; i < CHECK_COUNT; i++) {
        const struct check_report *check = &report->checks[i];
        bool counts = check->standing == STANDING_REQUIRED &&
                      (check->state == CHECK_FAILED || check->state == CHECK_NOT_RUN);
        if (!counts)
            continue;
        snprintf(sentence, size, "%s: %s", check_rows[i].name,
                 check->state == CHECK_FAILED ? check->summary : "could not be run");
        if (check->state == CHECK_FAILED)
            return; /* tells more than one that could not be run */
    }
}

static void finish(struct examination *examination)
{
    static const enum gated gated[] = {
        [GATE_ADMITTED] = GATED_ADMITTED,
        [GATE_REJECTED] = GATED_REJECTED,
        [GATE_INCONCLUSIVE] = GATED_INCONCLUSIVE,
    };
    const struct report *report = gate_report(examination->gate);
    char sentence[200] = "";
    struct buffer text = BUFFER_INIT;
    struct json json = {.out = &text};
    struct examined examined = {
        .failure = examination->failure, .sentence = sentence, .report = ""};
    if (examination->cancelled)
        examined.failure = OUTCOME_STOPPING;
    if (!examined.failure) {
        json_put_open(&json, '{');
        report_json_members(&json, report);
        json_put_close(&json, '}');
        examined.gated = gated[report_result(report)];
        if (examined.gated != GATED_ADMITTED)
            describe_failure(report, sentence, sizeof sentence);
        examined.report = text.data;
        examined.report_size = text.size;
    }
    if (text.failed)
        examined = (struct examined){.failure = OUTCOME_INTERNAL, .sentence = "", .report = ""};
    gate_free(examination->gate);
    *examination->place = NULL;
    examination->done(examination->context, &examined);
    buffer_deinit(&text);
    free(examination);
}

/* ---- Probes ---------------------------------------------------------------------------------- */

static void job_done(struct job *job, const struct job_result *result);

static void submit(struct examination *examination, struct slot *slot, struct probe *probe)
{
    slot->probe = probe;
    slot->job = (struct job){.version = examination->version,
                             .work = probe->job,
                             .deadline_ns = uv_hrtime() + PROBE_NS,
                             .fresh = probe->fresh,
                             .done = job_done};
    examination->in_flight++;
    engine_submit(examination->engine, &slot->job);
}

/* Fills the free slots. What the server did is no finding about the source, so that nothing more is
 * asked after it. */
static void proceed(struct examination *examination)
{
    if (examination->for_library && engine_draining(examination->engine))
        examination->cancelled = true;
    for (unsigned i = 0; i < SLOTS && !examination->cancelled && !examination->failure; i++) {
        struct probe *probe;
        if (examination->slot[i].probe)
            continue;
        if (gate_next(examination->gate, &probe) != GATE_PROBE)
            break;
        submit(examination, &examination->slot[i], probe);
    }
    if (!examination->in_flight) /* over: the gate waits for what is in flight only */
        finish(examination);
}

static void job_done(struct job *job, const struct job_result *result)
{
    struct slot *slot = (struct slot *)(void *)((char *)job - offsetof(struct slot, job));
    struct examination *examination = slot->examination;
    struct probe *probe = slot->probe;
    slot->probe = NULL;
    examination->in_flight--;
    if (outcome_row(result->outcome)->fault == FAULT_SERVER)
        examination->failure = result->outcome;
    gate_take(examination->gate, probe,
              &(struct probe_result){.outcome = result->outcome,
                                     .reason = result->reason,
                                     .score = result->verdict ? result->verdict->score : 0,
                                     .attempts = result->verdict ? result->verdict->attempts : 0,
                                     .metrics = result->verdict ? result->verdict->metrics : NULL,
                                     .output = result->output,
                                     .output_size = result->output_size});
    proceed(examination);
}

/* ---- Beginning and giving up ------------------------------------------------------------------
 */

static bool start(struct examination **place, struct engine *engine, const struct version *version,
                  bool for_library, void (*done)(void *context, const struct examined *examined),
                  void *context)
{
    struct examination *examination = *place = calloc(1, sizeof *examination);
    if (!examination)
        return false;
    examination->for_library = for_library;
    examination->place = place;
    examination->engine = engine;
    examination->version = version;
    examination->done = done;
    examination->context = context;
    examination->gate = gate_new(&(struct gate_subject){.description = &version->description,
                                                        .described = version->examples,
                                                        .described_size = version->examples_size},
                                 GATE_USUAL);
    if (!examination->gate) {
        free(examination);
        *place = NULL;
        return false;
    }
    for (unsigned i = 0; i < SLOTS; i++)
        examination->slot[i].examination = examination;
    proceed(examination);
    return true;
}

bool examination_start(struct examination **place, struct engine *engine,
                       const struct version *version,
                       void (*done)(void *context, const struct examined *examined), void *context)
{
    return start(place, engine, version, false, done, context);
}

void examination_cancel(struct examination *examination)
{
    examination->cancelled = true;
    for (unsigned i = 0; i < SLOTS; i++)
        if (examination->slot[i].probe)
            engine_cancel(examination->engine, &examination->slot[i].job);
}

/* ---- For the library --------------------------------------------------------------------------
 */

struct for_library {
    struct examination *examination;
    struct engine *engine;
    struct library_examination *asked;
};

static void answer_library(void *context, const struct examined *examined)
{
    struct for_library *work = context;
    engine_examined(work->engine, work->asked, examined);
    free(work);
}

void examination_of_library(void *context, unsigned thread, struct engine *engine,
                            struct library_examination *asked)
{
    static const struct examined none = {.failure = OUTCOME_INTERNAL, .sentence = "", .report = ""};
    struct for_library *work = malloc(sizeof *work);
    if (work)
        *work = (struct for_library){NULL, engine, asked};
    if (work && start(&work->examination, engine, asked->version, true, answer_library, work))
        return;
    free(work);
    engine_examined(engine, asked, &none);
}
