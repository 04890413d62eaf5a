/* SPDX-License-Identifier: Apache-2.0 */
/* route_check.c: POST /v1/check: compiles a source, reads its declaration and tries it, keeping
 * nothing. The questions that it is asked are lib/gate/trial.h's, the same as `resynctl check`. */
#include <stdlib.h>
#include <string.h>

#include "daemon/front/environment_json.h"
#include "daemon/front/http_route.h"
#include "lib/gate/trial_json.h"

enum { CHECK_SEEDS = 4 /* instances of each level: a first look, not the gate */ };
/* For one job of the trial, queueing included. */
#define CHECK_JOB_NS ((uint64_t)60 * 1000 * 1000 * 1000)

struct work {
    struct exchange *exchange;
    struct check check;
    const struct version *version; /* held; NULL until compiled */
    struct trial trial;
    struct job job;
    bool running; /* the engine has the job */
    bool gone;
};

static void work_free(struct work *work)
{
    if (work->version) {
        trial_deinit(&work->trial);
        version_release(work->version);
    }
    free(work);
}

/* The work is over before the answer: where the client has gone, so has the exchange after it. */
static void fail(struct work *work, int status, const char *code, const char *message)
{
    struct exchange *exchange = work->exchange;
    work_free(work);
    exchange_fail_with(exchange, status, code, message, NULL, NULL);
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

/* ---- The trial ------------------------------------------------------------------------------ */

static void answer(struct work *work)
{
    struct exchange *exchange = work->exchange;
    struct json json = {.out = &exchange->out};
    json_put_open(&json, '{');
    json_put_key(&json, "passed");
    json_put_bool(&json, work->trial.finding_count == 0);
    environment_json_full(&json, work->version, false);
    trial_json_members(&json, &work->trial);
    json_put_close(&json, '}');
    buffer_append(&exchange->out, "\n", 1);
    work_free(work);
    exchange_finish(exchange, 200);
}

static void job_done(struct job *job, const struct job_result *result);

static void next(struct work *work)
{
    work->job = (struct job){
        .version = work->version, .deadline_ns = uv_hrtime() + CHECK_JOB_NS, .done = job_done};
    if (work->gone || !trial_next(&work->trial, &work->job.work)) {
        answer(work);
        return;
    }
    work->running = true;
    engine_submit(work->exchange->thread->engine, &work->job);
}

static void job_done(struct job *job, const struct job_result *result)
{
    struct work *work = (struct work *)(void *)((char *)job - offsetof(struct work, job));
    work->running = false;
    /* What the server did is no finding about the source. */
    if (outcome_row(result->outcome)->fault == FAULT_SERVER) {
        const struct outcome_row *row = outcome_row(result->outcome);
        fail(work, row->http >= 400 ? row->http : 503, row->name, row->sentence);
        return;
    }
    trial_take(&work->trial, result->outcome, result->reason, result->verdict, result->output,
               result->output_size);
    next(work);
}

/* ---- The compile ---------------------------------------------------------------------------- */

static void checked(struct check *check, const struct version *version, enum outcome outcome)
{
    struct work *work = (struct work *)(void *)((char *)check - offsetof(struct work, check));
    const struct outcome_row *row = outcome_row(outcome);
    work->version = version;
    if (!version) {
        fail(work, row->http >= 400 ? row->http : 500, row->name, row->sentence);
        return;
    }
    trial_init(&work->trial, &version->description, version->examples, version->examples_size,
               CHECK_SEEDS);
    if (version->state != VERSION_SERVED)
        fail_compile(work);
    else
        next(work);
}

static void cancel(struct exchange *exchange)
{
    struct work *work = exchange->work;
    work->gone = true; /* a compile takes its few seconds */
    if (work->running)
        engine_cancel(exchange->thread->engine, &work->job);
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
