/* SPDX-License-Identifier: Apache-2.0 */
/* route_check.c: POST /v1/check: compiles a source, reads its declaration and puts it through the
 * gate, keeping nothing. */
#include <stdlib.h>
#include <string.h>

#include "daemon/front/environment_json.h"
#include "daemon/front/examination.h"
#include "daemon/front/http_route.h"

struct work {
    struct exchange *exchange;
    struct check check;
    const struct version *version; /* held; NULL until compiled */
    struct examination *examination;
    bool gone;
};

static void work_free(struct work *work)
{
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

/* The report's members beside the environment's. */
static void answer(struct work *work, const struct examined *examined)
{
    struct exchange *exchange = work->exchange;
    struct json json = {.out = &exchange->out};
    json_put_open(&json, '{');
    environment_json_full(&json, work->version, false);
    buffer_append(&exchange->out, ",", 1);
    buffer_append(&exchange->out, examined->report + 1, examined->report_size - 2);
    json_put_close(&json, '}');
    buffer_append(&exchange->out, "\n", 1);
    work_free(work);
    exchange_finish(exchange, 200);
}

static void examined(void *context, const struct examined *examined)
{
    struct work *work = context;
    if (examined->failure)
        fail_outcome(work, examined->failure, 503);
    else
        answer(work, examined);
}

static void examine(struct work *work)
{
    struct engine *engine = work->exchange->thread->engine;
    if (work->gone)
        fail_outcome(work, OUTCOME_STOPPING, 503);
    else if (!examination_start(&work->examination, engine, work->version, examined, work))
        fail(work, 500, "internal", "no memory for the gate");
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
        examine(work);
}

static void cancel(struct exchange *exchange)
{
    struct work *work = exchange->work;
    work->gone = true; /* a compile takes its few seconds */
    if (work->examination)
        examination_cancel(work->examination);
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
