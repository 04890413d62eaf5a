/* SPDX-License-Identifier: Apache-2.0 */
/* trial.c: see trial.h. */
#include "daemon/front/trial.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/front/environment_json.h"

void trial_free(struct trial *trial)
{
    if (trial->version)
        version_release(trial->version);
    free(trial);
}

static void put_step(struct json *json, const char *name, uint64_t from, uint64_t to)
{
    json_put_key(json, name);
    if (from && to)
        json_put_unsigned(json, (to - from) / 1000);
    else
        json_put_text(json, NULL);
}

void trial_put_timing(const struct trial *trial, bool stored, struct json *json)
{
    uint64_t tried = trial->judged_ns ? trial->judged_ns : trial->compiled_ns;
    json_put_key(json, "timing");
    json_put_open(json, '{');
    put_step(json, "compile_us", trial->begun_ns, trial->compiled_ns);
    put_step(json, "gate_us", trial->compiled_ns, trial->judged_ns);
    put_step(json, "store_us", tried, stored ? uv_hrtime() : 0);
    json_put_close(json, '}');
}

void trial_fail(struct trial *trial, int status, const char *code, const char *message,
                const char *hint, const struct buffer *details)
{
    struct exchange *exchange = trial->exchange;
    trial_free(trial);
    exchange_fail_with(exchange, status, code, message, hint, details);
}

static void fail_outcome(struct trial *trial, enum outcome outcome, int otherwise)
{
    const struct outcome_row *row = outcome_row(outcome);
    trial_fail(trial, row->http >= 400 ? row->http : otherwise, row->name, row->sentence, NULL,
               NULL);
}

static void fail_compile(struct trial *trial)
{
    struct buffer details = BUFFER_INIT;
    struct json json = {.out = &details};
    char message[sizeof trial->version->failure];
    memcpy(message, trial->version->failure, sizeof message);
    environment_json_diagnostics(&json, trial->version);
    trial_fail(trial, 422, "compile_failed", *message ? message : "the source does not compile",
               NULL, &details);
    buffer_deinit(&details);
}

static void examined(void *context, const struct examined *examined)
{
    struct trial *trial = context;
    trial->judged_ns = uv_hrtime();
    if (examined->failure)
        fail_outcome(trial, examined->failure, 503);
    else
        trial->passed(trial, examined);
}

static void examine(struct trial *trial)
{
    struct engine *engine = trial->exchange->thread->engine;
    if (trial->gone)
        fail_outcome(trial, OUTCOME_STOPPING, 503);
    else if (trial->ungated)
        trial->passed(trial, NULL);
    else if (!examination_start(&trial->examination, engine, trial->version, examined, trial))
        trial_fail(trial, 500, "internal", "no memory for the gate", NULL, NULL);
}

static void checked(struct check *check, const struct version *version, enum outcome outcome)
{
    struct trial *trial = (struct trial *)(void *)((char *)check - offsetof(struct trial, check));
    trial->version = version;
    trial->compiled_ns = uv_hrtime();
    if (!version)
        fail_outcome(trial, outcome, 500);
    else if (version->state != VERSION_SERVED)
        fail_compile(trial);
    else
        examine(trial);
}

static void cancel(struct exchange *exchange)
{
    struct trial *trial = exchange->work;
    trial->gone = true; /* a compile takes its few seconds */
    if (trial->examination)
        examination_cancel(trial->examination);
}

void trial_start(struct trial *trial, struct exchange *exchange)
{
    trial->exchange = exchange;
    trial->begun_ns = uv_hrtime();
    trial->check = (struct check){.source = exchange->body.data ? exchange->body.data : "",
                                  .source_size = exchange->body.size,
                                  .done = checked};
    exchange->work = trial;
    exchange->cancel = cancel;
    engine_check(exchange->thread->engine, &trial->check);
}
