/* SPDX-License-Identifier: Apache-2.0 */
/* route_check.c: POST /v1/check: compiles a source, reads its declaration and puts it through the
 * gate, keeping nothing. The probes are lib/gate's, the same as those of `resynctl gate`; a few are
 * in flight at a time, so that scoring goes on beside them. */
#include <stdlib.h>
#include <string.h>

#include "daemon/front/environment_json.h"
#include "daemon/front/http_route.h"
#include "lib/gate/gate.h"

enum { SLOTS = 16 /* probes in flight: enough to keep one worker busy */ };
/* For one job, queueing included. */
#define CHECK_JOB_NS ((uint64_t)60 * 1000 * 1000 * 1000)

struct work;

struct slot {
    struct work *work;
    struct job job;
    struct probe *probe; /* NULL while free */
};

struct work {
    struct exchange *exchange;
    struct check check;
    const struct version *version; /* held; NULL until compiled */
    struct gate *gate;
    struct slot slot[SLOTS];
    unsigned in_flight;
    bool gone;
    enum outcome failure; /* the server's; OUTCOME_OK: none */
};

static void work_free(struct work *work)
{
    gate_free(work->gate);
    if (work->version)
        version_release(work->version);
    free(work);
}

/* The work is over before the answer: where the client has gone, so has the exchange after it. */
static void fail(struct work *work, int status, const char *code, const char *message)
{
    struct exchange *exchange = work->exchange;
    work_free(work);
    exchange_fail_with(exchange, status, code, message, NULL, NULL);
}

static void fail_outcome(struct work *work, enum outcome outcome, int otherwise)
{
    const struct outcome_row *row = outcome_row(outcome);
    fail(work, row->http >= 400 ? row->http : otherwise, row->name, row->sentence);
}

static void fail_compile(struct work *work)
{
    struct exchange *exchange = work->exchange;
    struct buffer details = BUFFER_INIT;
    struct json json = {.out = &details};
    char message[sizeof work->version->failure];
    memcpy(message, work->version->failure, sizeof message);
    environment_json_diagnostics(&json, work->version);
    work_free(work);
    exchange_fail_with(exchange, 422, "compile_failed",
                       *message ? message : "the source does not compile", NULL, &details);
    buffer_deinit(&details);
}

/* ---- The gate -------------------------------------------------------------------------------- */

static void answer(struct work *work)
{
    struct exchange *exchange = work->exchange;
    struct json json = {.out = &exchange->out};
    json_put_open(&json, '{');
    environment_json_full(&json, work->version, false);
    report_json_members(&json, gate_report(work->gate));
    json_put_close(&json, '}');
    buffer_append(&exchange->out, "\n", 1);
    work_free(work);
    exchange_finish(exchange, 200);
}

static void job_done(struct job *job, const struct job_result *result);

static void submit(struct work *work, struct slot *slot, struct probe *probe)
{
    slot->probe = probe;
    slot->job = (struct job){.version = work->version,
                             .work = probe->job,
                             .deadline_ns = uv_hrtime() + CHECK_JOB_NS,
                             .fresh = probe->fresh,
                             .done = job_done};
    work->in_flight++;
    engine_submit(work->exchange->thread->engine, &slot->job);
}

/* Fills the free slots. What the server did is no finding about the source, so that nothing more is
 * asked after it. */
static void proceed(struct work *work)
{
    bool over = false;
    for (unsigned i = 0; i < SLOTS && !work->gone && !work->failure; i++) {
        struct probe *probe;
        if (work->slot[i].probe)
            continue;
        enum gate_turn turn = gate_next(work->gate, &probe);
        over = turn == GATE_OVER;
        if (turn != GATE_PROBE)
            break;
        submit(work, &work->slot[i], probe);
    }
    if (work->in_flight)
        engine_flush(work->exchange->thread->engine);
    else if (work->failure)
        fail_outcome(work, work->failure, 503);
    else if (over || work->gone)
        answer(work);
}

static void job_done(struct job *job, const struct job_result *result)
{
    struct slot *slot = (struct slot *)(void *)((char *)job - offsetof(struct slot, job));
    struct work *work = slot->work;
    struct probe *probe = slot->probe;
    slot->probe = NULL;
    work->in_flight--;
    if (outcome_row(result->outcome)->fault == FAULT_SERVER)
        work->failure = result->outcome;
    gate_take(work->gate, probe,
              &(struct probe_result){.outcome = result->outcome,
                                     .reason = result->reason,
                                     .score = result->verdict ? result->verdict->score : 0,
                                     .attempts = result->verdict ? result->verdict->attempts : 0,
                                     .metrics = result->verdict ? result->verdict->metrics : NULL,
                                     .output = result->output,
                                     .output_size = result->output_size});
    proceed(work);
}

static void begin(struct work *work)
{
    const struct version *version = work->version;
    work->gate = gate_new(&(struct gate_subject){.description = &version->description,
                                                 .described = version->examples,
                                                 .described_size = version->examples_size},
                          GATE_USUAL);
    if (!work->gate) {
        fail(work, 500, "internal", "no memory for the gate");
        return;
    }
    for (unsigned i = 0; i < SLOTS; i++)
        work->slot[i].work = work;
    proceed(work);
}

/* ---- The compile ----------------------------------------------------------------------------- */

static void checked(struct check *check, const struct version *version, enum outcome outcome)
{
    struct work *work = (struct work *)(void *)((char *)check - offsetof(struct work, check));
    work->version = version;
    if (!version)
        fail_outcome(work, outcome, 500);
    else if (version->state != VERSION_SERVED)
        fail_compile(work);
    else
        begin(work);
}

static void cancel(struct exchange *exchange)
{
    struct work *work = exchange->work;
    work->gone = true; /* a compile takes its few seconds */
    for (unsigned i = 0; i < SLOTS; i++)
        if (work->slot[i].probe)
            engine_cancel(exchange->thread->engine, &work->slot[i].job);
}

void route_check(struct exchange *exchange)
{
    struct work *work = calloc(1, sizeof *work);
    if (!work) {
        exchange_fail(exchange, 500, "internal", NULL, "no memory for the request");
        return;
    }
    work->exchange = exchange;
    work->check = (struct check){.source = exchange->body.data ? exchange->body.data : "",
                                 .source_size = exchange->body.size,
                                 .done = checked};
    exchange->work = work;
    exchange->cancel = cancel;
    engine_check(exchange->thread->engine, &work->check);
}
