/* SPDX-License-Identifier: Apache-2.0 */
/* instances_row.c: see instances_row.h. */
#include "daemon/front/instances_row.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/front/instances_prompt.h"

/* For one instance, queueing included. */
#define ROW_NS ((uint64_t)DEADLINE_MS_DEFAULT * 1000 * 1000)

static void finish(struct instance_row *row, enum outcome outcome, const char *reason)
{
    row->outcome = outcome;
    if (reason != row->reason)
        snprintf(row->reason, sizeof row->reason, "%s", reason);
    if (!*row->reason && outcome != OUTCOME_OK)
        snprintf(row->reason, sizeof row->reason, "%s", outcome_row(outcome)->sentence);
    instance_leave(row->scoring, &row->want);
    row->stage = ROW_ENDED;
    row->done(row);
}

static bool copy_text(char **out, size_t *size, const struct job_result *result)
{
    *out = malloc(result->output_size + 1);
    if (!*out)
        return false;
    memcpy(*out, result->output, result->output_size);
    (*out)[result->output_size] = '\0';
    *size = result->output_size;
    return true;
}

static void submit(struct instance_row *row, enum job_kind kind,
                   void (*done)(struct job *, const struct job_result *))
{
    row->stage = ROW_RUNS;
    row->job = (struct job){
        .version = row->version,
        .work = {.kind = kind,
                 .level = row->level,
                 .seed = row->seed,
                 .state = row->want.instance->state,
                 .state_size = row->want.instance->state_size,
                 .text = ""},
        .deadline_ns = row->deadline_ns,
        .done = done,
    };
    if (kind == JOB_SOLVE) /* draws the instance anew */
        row->job.work.state_size = 0;
    engine_submit(row->engine, &row->job);
}

static struct instance_row *row_of_job(struct job *job)
{
    return (struct instance_row *)(void *)((char *)job - offsetof(struct instance_row, job));
}

static void solved(struct job *job, const struct job_result *result)
{
    struct instance_row *row = row_of_job(job);
    enum outcome outcome = result->outcome;
    if (outcome == OUTCOME_OK && !copy_text(&row->answer, &row->answer_size, result))
        outcome = OUTCOME_INTERNAL;
    finish(row, outcome, result->reason);
}

static void observed(struct job *job, const struct job_result *result)
{
    struct instance_row *row = row_of_job(job);
    enum outcome outcome = result->outcome;
    if (outcome == OUTCOME_OK && !copy_text(&row->question, &row->question_size, result))
        outcome = OUTCOME_INTERNAL;
    if (outcome == OUTCOME_OK && row->solve)
        submit(row, JOB_SOLVE, solved);
    else
        finish(row, outcome, result->reason);
}

static void instance_ready(struct instance_want *want, enum outcome outcome, const char *reason)
{
    struct instance_row *row =
        (struct instance_row *)(void *)((char *)want - offsetof(struct instance_row, want));
    if (outcome != OUTCOME_OK) {
        finish(row, outcome, reason);
        return;
    }
    hash_bytes(want->instance->state, want->instance->state_size, row->hash);
    submit(row, JOB_OBSERVE, observed);
}

void row_start(struct instance_row *row, struct scoring *scoring, struct engine *engine)
{
    row->scoring = scoring;
    row->engine = engine;
    row->stage = ROW_WAITS;
    row->deadline_ns = uv_hrtime() + ROW_NS;
    row->want = (struct instance_want){.deadline_ns = row->deadline_ns, .ready = instance_ready};
    enum outcome outcome = row->outcome;
    if (row->version && outcome == OUTCOME_OK)
        outcome = scoring_check_version(row->version, row->reason);
    if (!row->version || outcome != OUTCOME_OK) {
        finish(row, outcome, row->reason);
        return;
    }
    struct instance_key key = {.version = row->version, .level = row->level, .seed = row->seed};
    instance_want(scoring, &row->want, &key);
}

void row_cancel(struct instance_row *row)
{
    if (row->stage == ROW_RUNS) {
        engine_cancel(row->engine, &row->job);
    } else if (row->stage == ROW_WAITS) {
        instance_unwant(row->scoring, &row->want);
        finish(row, OUTCOME_STOPPING, "");
    }
}

void row_deinit(struct instance_row *row)
{
    version_release(row->version);
    free(row->question);
    free(row->answer);
    *row = (struct instance_row){0};
}

static void question_json(struct json *json, const struct instance_row *row,
                          enum instance_format format, enum instance_system system)
{
    json_put_key(json, "question");
    prompt_put_question(json, format, row->question, row->question_size);
    if (format == FORMAT_BARE && system == SYSTEM_NONE)
        return;
    json_put_key(json, "messages");
    prompt_put_messages(json, format, system, row->question, row->question_size);
}

void row_json(struct json *json, const struct instance_row *row, enum instance_format format,
              enum instance_system system)
{
    bool ok = row->outcome == OUTCOME_OK;
    char hex[HASH_HEX];
    json_put_open(json, '{');
    json_put_key(json, "instance");
    json_put_text(json, row->address);
    json_put_key(json, "status");
    json_put_text(json, outcome_row(row->outcome)->name);
    if (ok) {
        question_json(json, row, format, system);
        hash_hex(row->hash, hex);
        json_put_key(json, "digest");
        json_put_text(json, hex);
    } else {
        json_put_key(json, "question");
        json_put_null(json);
        json_put_key(json, "digest");
        json_put_null(json);
        json_put_key(json, "reason");
        json_put_text(json, row->reason);
    }
    if (row->solve) {
        json_put_key(json, "answer");
        if (ok)
            json_put_string(json, row->answer, row->answer_size);
        else
            json_put_null(json);
    }
    json_put_close(json, '}');
}
