/* SPDX-License-Identifier: Apache-2.0 */
/* route_score.c: POST /v1/score and POST /v1/score/batch. */
#include <stdlib.h>
#include <string.h>

#include "daemon/front/http_route.h"
#include "daemon/front/request_score.h"
#include "daemon/front/verdict_json.h"

#define NDJSON "application/x-ndjson"

enum { TASKS_KEPT = 256 /* some 350 KB: more are worth an allocation */ };

/* A request's items on their way. Its memory goes on to the next request. */
struct work {
    struct http_thread *thread;
    struct exchange *exchange; /* may be gone once it is finished */
    struct score_request request;
    struct score_task *tasks; /* one for each item */
    size_t task_capacity;
    size_t started; /* tasks */
    size_t left;    /* tasks that have not ended, and one while they are started */
    void (*ended)(struct work *work);
};

static void tasks_free(struct work *work)
{
    free(work->tasks);
    work->tasks = NULL;
    work->task_capacity = 0;
}

static void work_release(void *spare)
{
    struct work *work = spare;
    tasks_free(work);
    score_request_deinit(&work->request);
}

void route_score_open(struct http_thread *thread)
{
    thread->works = (struct spares){.size = sizeof(struct work), .release = work_release};
}

static void work_free(struct work *work)
{
    score_request_clear(&work->request);
    if (work->task_capacity > TASKS_KEPT)
        tasks_free(work);
    spares_give(&work->thread->works, work);
}

static struct work *work_new(struct exchange *exchange, void (*ended)(struct work *))
{
    struct work *work = spares_take(&exchange->thread->works);
    if (work) {
        work->thread = exchange->thread;
        work->exchange = exchange;
        work->ended = ended;
        work->started = 0;
        work->left = 1;
    }
    return work;
}

static bool make_tasks(struct work *work)
{
    size_t count = work->request.item_count;
    if (count > work->task_capacity) {
        free(work->tasks);
        work->tasks = malloc(count * sizeof *work->tasks);
        work->task_capacity = work->tasks ? count : 0;
    }
    return !count || work->tasks;
}

static void task_ended(struct work *work)
{
    if (--work->left > 0)
        return;
    work->ended(work);
    for (size_t i = 0; i < work->request.item_count; i++)
        scoring_release(&work->tasks[i]);
    work_free(work);
}

static void cancel(struct exchange *exchange)
{
    struct work *work = exchange->work;
    /* A task may end by being cancelled, and the last would take the work with it. */
    work->left++;
    for (size_t i = 0; i < work->started; i++)
        scoring_cancel(&work->tasks[i]);
    task_ended(work);
}

static void start_item(struct work *work, size_t item, const struct score_task *like,
                       void (*done)(struct score_task *))
{
    struct score_task *task = &work->tasks[item];
    task->item = &work->request.items[item];
    task->arrived_ns = work->exchange->started_ns;
    task->done = done;
    task->owner = work;
    work->left++;
    work->started++;
    scoring_start(work->exchange->thread->scoring, task, like);
}

/* Of a group, what the first one needs is looked for, and the others share it. */
static void start_entry(struct work *work, const struct score_entry *entry,
                        void (*done)(struct score_task *))
{
    for (size_t i = 0; i < entry->count; i++)
        start_item(work, entry->first + i, i ? &work->tasks[entry->first] : NULL, done);
}

static void start(struct work *work, void (*done)(struct score_task *))
{
    struct exchange *exchange = work->exchange;
    exchange->work = work;
    exchange->cancel = cancel;
    for (size_t i = 0; i < work->request.entry_count; i++)
        start_entry(work, &work->request.entries[i], done);
    task_ended(work);
}

static void count(const struct work *work, const struct score_task *task)
{
    metrics_count_verdict(&work->exchange->thread->metrics, task->verdict.outcome);
}

static void done(struct score_task *task)
{
    count(task->owner, task);
    task_ended(task->owner);
}

/* ---- One ------------------------------------------------------------------------------------ */

static void single_ended(struct work *work)
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

/* Reads the body; `read` is for one item or for many. */
static bool read_body(struct work *work, bool (*read)(struct score_request *, struct document *,
                                                      char *, size_t, struct request_trouble *))
{
    struct exchange *exchange = work->exchange;
    struct request_trouble trouble;
    char empty[1] = "";
    char *body = exchange->body.data ? exchange->body.data : empty;
    if (!read(&work->request, &exchange->thread->document, body, exchange->body.size, &trouble)) {
        exchange_fail_trouble(exchange, &trouble);
        return false;
    }
    if (!make_tasks(work)) {
        exchange_fail(exchange, 500, "internal", NULL, "no memory for the request");
        return false;
    }
    return true;
}

static struct work *open_work(struct exchange *exchange,
                              bool (*read)(struct score_request *, struct document *, char *,
                                           size_t, struct request_trouble *),
                              void (*ended)(struct work *))
{
    struct work *work = work_new(exchange, ended);
    if (!work)
        exchange_fail(exchange, 500, "internal", NULL, "no memory for the request");
    else if (read_body(work, read))
        return work;
    else
        work_free(work);
    return NULL;
}

void route_score(struct exchange *exchange)
{
    struct work *work = open_work(exchange, score_request_single, single_ended);
    if (work)
        start(work, done);
}

/* ---- Many, at once -------------------------------------------------------------------------- */

static void group_json(struct json *json, const struct work *work, const struct score_entry *entry)
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

static void batch_ended(struct work *work)
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

static const struct score_entry *entry_of(const struct work *work, size_t item)
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
    struct work *work = task->owner;
    struct exchange *exchange = work->exchange;
    size_t item = (size_t)(task - work->tasks);
    const struct score_entry *entry = entry_of(work, item);
    struct json json = {.out = &exchange->out};
    count(work, task);
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
    task_ended(work);
}

static void stream_ended(struct work *work)
{
    exchange_finish(work->exchange, 200);
}

void route_score_batch(struct exchange *exchange)
{
    bool lines = exchange_wants_lines(exchange);
    struct work *work =
        open_work(exchange, score_request_batch, lines ? stream_ended : batch_ended);
    if (!work)
        return;
    if (lines)
        exchange_stream(exchange, 200, NDJSON);
    start(work, lines ? stream_done : done);
}
