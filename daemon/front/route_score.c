/* SPDX-License-Identifier: Apache-2.0 */
/* route_score.c: POST /v1/score and POST /v1/score/batch. */
#include "daemon/front/http_route.h"
#include "daemon/front/score_work.h"
#include "daemon/front/verdict_json.h"

#define NDJSON "application/x-ndjson"

static struct score_work *open_work(struct exchange *exchange, score_read *read,
                                    void (*ended)(struct score_work *))
{
    struct score_work *work = score_work_new(exchange, ended);
    if (!work || score_work_read(work, read))
        return work;
    score_work_free(work);
    return NULL;
}

/* ---- One ------------------------------------------------------------------------------------ */

static void single_ended(struct score_work *work)
{
    struct exchange *exchange = work->exchange;
    const struct verdict *verdict = &work->tasks[0].verdict;
    const struct outcome_row *row = outcome_row(verdict->outcome);
    if (row->http >= 400) {
        exchange_fail(exchange, row->http, row->name, verdict->retryable ? "try again soon" : NULL,
                      "%s", verdict->reason);
        return;
    }
    struct json json = {.out = &exchange->out};
    verdict_json(&json, work->tasks[0].item, verdict);
    buffer_append(&exchange->out, "\n", 1);
    exchange_finish(exchange, 200);
}

void route_score(struct exchange *exchange)
{
    struct score_work *work = open_work(exchange, score_request_single, single_ended);
    if (work)
        score_work_start(work);
}

/* ---- Many, at once -------------------------------------------------------------------------- */

static void group_json(struct json *json, const struct score_work *work,
                       const struct score_entry *entry)
{
    json_put_open(json, '{');
    json_put_key(json, "instance");
    if (entry->count)
        verdict_json_instance(json, work->tasks[entry->first].item,
                              work->tasks[entry->first].verdict.version);
    else
        json_put_null(json);
    json_put_key(json, "verdicts");
    json_put_open(json, '[');
    for (size_t i = entry->first; i < entry->first + entry->count; i++)
        verdict_json(json, work->tasks[i].item, &work->tasks[i].verdict);
    json_put_close(json, ']');
    json_put_close(json, '}');
}

static void batch_ended(struct score_work *work)
{
    struct exchange *exchange = work->exchange;
    struct json json = {.out = &exchange->out};
    json_put_open(&json, '{');
    json_put_key(&json, "results");
    json_put_open(&json, '[');
    for (size_t i = 0; i < work->request.entry_count; i++) {
        const struct score_entry *entry = &work->request.entries[i];
        const struct score_task *task = &work->tasks[entry->first];
        if (entry->group)
            group_json(&json, work, entry);
        else
            verdict_json(&json, task->item, &task->verdict);
    }
    json_put_close(&json, ']');
    json_put_close(&json, '}');
    buffer_append(&exchange->out, "\n", 1);
    exchange_finish(exchange, 200);
}

/* ---- Many, as they come --------------------------------------------------------------------- */

static const struct score_entry *entry_of(const struct score_work *work, size_t item)
{
    size_t low = 0, high = work->request.entry_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (work->request.entries[middle].first <= item)
            low = middle;
        else
            high = middle;
    }
    return &work->request.entries[low];
}

/* One line; the item's index, and in a group the response's, come first. */
static void stream_done(struct score_task *task)
{
    struct score_work *work = task->owner;
    struct exchange *exchange = work->exchange;
    size_t item = (size_t)(task - work->tasks);
    const struct score_entry *entry = entry_of(work, item);
    struct json json = {.out = &exchange->out};
    json_put_open(&json, '{');
    json_put_key(&json, "index");
    json_put_unsigned(&json, (uint64_t)(entry - work->request.entries));
    if (entry->group) {
        json_put_key(&json, "member");
        json_put_unsigned(&json, item - entry->first);
    }
    verdict_json_members(&json, task->item, &task->verdict);
    json_put_close(&json, '}');
    buffer_append(&exchange->out, "\n", 1);
    exchange_pushed(exchange);
}

static void stream_ended(struct score_work *work)
{
    exchange_finish(work->exchange, 200);
}

void route_score_batch(struct exchange *exchange)
{
    bool lines = exchange_wants_lines(exchange);
    struct score_work *work =
        open_work(exchange, score_request_batch, lines ? stream_ended : batch_ended);
    if (!work)
        return;
    if (lines) {
        work->done = stream_done;
        exchange_stream(exchange, 200, NDJSON);
    }
    score_work_start(work);
}
