/* SPDX-License-Identifier: Apache-2.0 */
/* trainer.c: see trainer.h. */
#include "daemon/front/trainer.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/front/request_item.h"
#include "daemon/front/verdict_json.h"

/* ---- The query ------------------------------------------------------------------------------ */

struct reading_query {
    struct trainer_rules *rules;
    const struct trainer_query *allowed;
    struct request_trouble trouble;
    bool wrong;
};

static bool is(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

static bool read_on_error(struct reading_query *reading, const char *value)
{
    static const char *const names[] = {[ON_ERROR_MASK] = "mask",
                                        [ON_ERROR_REFUSE] = "error",
                                        [ON_ERROR_NULL] = "null",
                                        [ON_ERROR_ZERO] = "zero"};
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
        if (is(value, names[i]) && (reading->allowed->on_errors & 1u << i)) {
            reading->rules->on_error = (enum on_error)i;
            return true;
        }
    struct request_trouble *trouble = &reading->trouble;
    trouble_set(trouble, "bad_request", "", "this route takes");
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
        if (reading->allowed->on_errors & 1u << i) {
            size_t at = strlen(trouble->message);
            snprintf(trouble->message + at, sizeof trouble->message - at, " %s", names[i]);
        }
    return false;
}

static bool read_switch(struct reading_query *reading, const char *value, const char *off,
                        const char *on, bool *out)
{
    *out = is(value, on);
    return *out || is(value, off) ||
           trouble_set(&reading->trouble, "bad_request", "", "this is %s or %s", off, on);
}

/* As a member of an item's. */
static bool read_item_member(struct reading_query *reading, const char *name,
                             const struct value *value)
{
    struct trainer_rules *rules = reading->rules;
    struct item_reading item = {.item = {.extract = rules->extract,
                                         .flags = rules->flags,
                                         .has_format_weight = rules->has_format_weight,
                                         .format_weight = rules->format_weight},
                                .tool = rules->tool};
    if (!item_read_member(&item, name, value, &reading->trouble))
        return false;
    rules->extract = item.item.extract;
    rules->flags = item.item.flags;
    rules->has_format_weight = item.item.has_format_weight;
    rules->format_weight = item.item.format_weight;
    rules->tool = item.tool;
    return true;
}

static bool read_text_member(struct reading_query *reading, const char *name, const char *text)
{
    struct value value = {VALUE_STRING, (uint32_t)strlen(text), {.text = (char *)(uintptr_t)text}};
    return read_item_member(reading, name, &value);
}

/* What is no number is out of every range. */
static bool read_number_member(struct reading_query *reading, const char *name, const char *text)
{
    char *end;
    struct value value = {.kind = VALUE_REAL, .real = strtod(text, &end)};
    if (end == text || *end)
        value.real = NAN;
    return read_item_member(reading, name, &value);
}

static bool read_argument(struct reading_query *reading, const char *name, const char *value)
{
    struct trainer_rules *rules = reading->rules;
    if (is(name, "on_error"))
        return read_on_error(reading, value);
    if (is(name, "on_response_fault"))
        return read_switch(reading, value, "zero", "mask", &rules->masks_response_fault);
    if (is(name, "full") && reading->allowed->full)
        return read_switch(reading, value, "0", "1", &rules->full);
    if (is(name, "thinking") || is(name, "extract"))
        return read_text_member(reading, name, value);
    if (is(name, "format_weight"))
        return read_number_member(reading, name, value);
    return trouble_set(&reading->trouble, "bad_request", "", "there is no such parameter");
}

static enum MHD_Result on_argument(void *context, enum MHD_ValueKind kind, const char *name,
                                   const char *value)
{
    struct reading_query *reading = context;
    if (read_argument(reading, name, value ? value : ""))
        return MHD_YES;
    snprintf(reading->trouble.place, sizeof reading->trouble.place, "?%.40s", name);
    reading->wrong = true;
    return MHD_NO;
}

bool trainer_read_query(struct trainer_rules *rules, struct exchange *exchange,
                        const struct trainer_query *allowed)
{
    struct reading_query reading = {.rules = rules, .allowed = allowed};
    MHD_get_connection_values(exchange->connection, MHD_GET_ARGUMENT_KIND, on_argument, &reading);
    if (reading.wrong)
        exchange_fail_trouble(exchange, &reading.trouble);
    return !reading.wrong;
}

bool trainer_read_path(struct trainer_rules *rules, struct exchange *exchange)
{
    const char *path = exchange->parameter;
    struct error error;
    if (!*path || is(path, "*"))
        return true;
    if (address_parse_environment(path, strlen(path), &rules->env, &error) == 0)
        return true;
    exchange_fail(exchange, 400, "bad_request", NULL, "the path: %s", error.text);
    return false;
}

/* ---- Verdicts ------------------------------------------------------------------------------- */

double trainer_number(const struct score_item *item, const struct verdict *verdict)
{
    return verdict->outcome == OUTCOME_OK ? verdict_reward(item, verdict) : 0;
}

enum trainer_word trainer_judge(const struct trainer_rules *rules, const struct verdict *verdict)
{
    int http = outcome_row(verdict->outcome)->http;
    if (verdict->outcome == OUTCOME_OK)
        return TRAINER_NUMBER;
    if (verdict->fault == FAULT_RESPONSE && !rules->masks_response_fault)
        return TRAINER_NUMBER;
    if (http == 400 || http == 404 || verdict->outcome == OUTCOME_STOPPING)
        return TRAINER_REFUSED;
    return TRAINER_UNMEASURED;
}

void trainer_fail(struct exchange *exchange, const struct verdict *verdict)
{
    const struct outcome_row *row = outcome_row(verdict->outcome);
    int status = verdict->retryable ? 503 : row->http >= 400 ? row->http : 500;
    exchange_fail(exchange, status, row->name, verdict->retryable ? "try again soon" : NULL, "%s",
                  verdict->reason);
}

bool trainer_settle(struct score_work *work)
{
    for (size_t i = 0; i < work->request.item_count; i++) {
        const struct verdict *verdict = &work->tasks[i].verdict;
        enum trainer_word word = trainer_judge(&work->rules, verdict);
        if (word == TRAINER_REFUSED ||
            (word == TRAINER_UNMEASURED && work->rules.on_error == ON_ERROR_REFUSE)) {
            trainer_fail(work->exchange, verdict);
            return false;
        }
    }
    return true;
}

struct score_work *trainer_work_new(struct exchange *exchange, const struct trainer_rules *rules,
                                    void (*ended)(struct score_work *work))
{
    struct score_work *work = score_work_new(exchange, ended);
    if (!work)
        return NULL;
    work->rules = *rules;
    work->patient = true;
    return work;
}

void trainer_score(struct exchange *exchange, const struct trainer_rules *rules, trainer_read *read,
                   void (*ended)(struct score_work *work))
{
    struct request_trouble trouble;
    char empty[1] = "", *body = exchange->body.data ? exchange->body.data : empty;
    struct score_work *work = trainer_work_new(exchange, rules, ended);
    if (!work)
        return;
    bool fine = read(&work->request, &exchange->thread->document, body, exchange->body.size, rules,
                     &trouble);
    if (fine && score_work_make_tasks(work)) {
        score_work_start(work);
        return;
    }
    score_work_free(work);
    if (!fine)
        exchange_fail_trouble(exchange, &trouble);
}

const char *const trainer_flag_names[TRAINER_FLAGS] = {"acc", "valid", "format", "extracted",
                                                       "response_fault"};

bool trainer_flag(unsigned flag, const struct trainer_rules *rules, const struct verdict *verdict)
{
    bool ok = verdict->outcome == OUTCOME_OK;
    switch (flag) {
    case 0:
        return ok && verdict->score >= 1;
    case 1:
        return trainer_judge(rules, verdict) == TRAINER_NUMBER;
    case 2:
        return ok && verdict->format;
    case 3:
        return ok && verdict->extraction != EXTRACTION_NONE;
    default:
        return verdict->fault == FAULT_RESPONSE;
    }
}
