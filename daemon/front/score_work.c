/* SPDX-License-Identifier: Apache-2.0 */
/* score_work.c: see score_work.h.
 *
 * A task of a patient work that ends for want of room is not counted off: it is held, and started
 * anew by a sweep, until its deadline. */
#include "daemon/front/score_work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/front/http_listener.h"
#include "daemon/front/verdict_log_line.h"

enum { TASKS_KEPT = 256 /* some 350 KB: more are worth an allocation */ };

/* ---- Memory --------------------------------------------------------------------------------- */

/* What a request's tasks take counts as its body does: in many small items it is far more. */
static bool tasks_count(struct score_work *work, size_t bytes)
{
    struct http_thread *thread = work->thread;
    if (thread->body_bytes + bytes > HTTP_BODIES_MAX)
        return false;
    thread->body_bytes += bytes;
    work->counted = bytes;
    return true;
}

static void tasks_free(struct score_work *work)
{
    free(work->tasks);
    work->tasks = NULL;
    work->task_capacity = 0;
}

static void work_try_again(struct held *held, uint64_t now_ns);

static void work_release(void *spare)
{
    struct score_work *work = spare;
    tasks_free(work);
    score_request_deinit(&work->request);
}

void score_work_open(struct http_thread *thread)
{
    thread->works = (struct spares){.size = sizeof(struct score_work), .release = work_release};
}

void score_work_free(struct score_work *work)
{
    score_request_clear(&work->request);
    work->thread->body_bytes -= work->counted;
    if (work->task_capacity > TASKS_KEPT)
        tasks_free(work);
    client_release(&work->thread->clients, work->client);
    spares_give(&work->thread->works, work);
}

struct score_work *score_work_take(struct http_thread *thread, void (*ended)(struct score_work *))
{
    struct score_work *work = spares_take(&thread->works);
    if (!work)
        return NULL;
    work->thread = thread;
    work->exchange = NULL;
    work->client = NULL;
    work->arrived_ns = uv_hrtime();
    work->counted = 0;
    work->patient = false;
    work->done = NULL;
    work->ended = ended;
    work->started = 0;
    work->left = 1;
    work->logged = verdict_log_wants(&thread->server->log, thread->log);
    work->held = (struct held){.again = work_try_again};
    return work;
}

struct score_work *score_work_new(struct exchange *exchange, void (*ended)(struct score_work *))
{
    struct score_work *work = score_work_take(exchange->thread, ended);
    if (!work) {
        exchange_fail(exchange, 500, "internal", NULL, "no memory for the request");
        return NULL;
    }
    work->exchange = exchange;
    work->client = http_client_of(exchange->connection);
    client_hold(work->client);
    work->arrived_ns = exchange->started_ns;
    return work;
}

bool score_work_make_tasks(struct score_work *work)
{
    size_t count = work->request.item_count;
    if (!tasks_count(work, count * sizeof *work->tasks)) {
        if (work->exchange)
            exchange_fail(work->exchange, 503, "overloaded", "try again soon",
                          "too many items are in memory");
        return false;
    }
    if (count > work->task_capacity) {
        free(work->tasks);
        work->tasks = malloc(count * sizeof *work->tasks);
        work->task_capacity = work->tasks ? count : 0;
    }
    if (!count || work->tasks)
        return true;
    if (work->exchange)
        exchange_fail(work->exchange, 500, "internal", NULL, "no memory for the request");
    return false;
}

bool score_work_read(struct score_work *work, score_read *read)
{
    struct exchange *exchange = work->exchange;
    struct request_trouble trouble;
    char empty[1] = "";
    char *body = exchange->body.data ? exchange->body.data : empty;
    if (read(&work->request, &exchange->thread->document, body, exchange->body.size, &trouble))
        return score_work_make_tasks(work);
    exchange_fail_trouble(exchange, &trouble);
    return false;
}

/* ---- Tasks ---------------------------------------------------------------------------------- */

static void note(const struct score_work *work, const struct score_task *task)
{
    const struct exchange *exchange = work->exchange;
    struct verdict_log_lane *log = work->thread->log;
    metrics_count_verdict(&work->thread->metrics, task);
    if (work->logged) {
        verdict_log_line(&log->line, task, (size_t)(task - work->tasks),
                         exchange ? exchange->request_id : "",
                         exchange ? exchange->traceparent : "");
        verdict_log_put(log);
    } else if (log) {
        counter_add(&log->sampled_out, 1);
    }
}

/* Neighbours that say that they are of one group: what a trainer sends item by item. */
static size_t group_size(const struct score_request *request, size_t first)
{
    const struct score_entry *entries = &request->entries[first];
    const struct label *label = &request->items[entries->first].group;
    size_t count = 1;
    while (first + count < request->entry_count && !entries[count].group &&
           label_equal(label, &request->items[entries[count].first].group))
        count++;
    return count;
}

static void count_groups(const struct score_work *work)
{
    struct metrics *metrics = &work->thread->metrics;
    histogram_observe(&metrics->items, &histogram_items, work->request.item_count);
    for (size_t i = 0, entries; i < work->request.entry_count; i += entries) {
        const struct score_entry *entry = &work->request.entries[i];
        entries = entry->group ? 1 : group_size(&work->request, i);
        metrics_count_group(metrics, &work->tasks[entry->first],
                            entry->group ? entry->count : entries);
    }
}

static void count_off(struct score_work *work)
{
    if (--work->left > 0)
        return;
    count_groups(work);
    work->ended(work);
    for (size_t i = 0; i < work->request.item_count; i++)
        scoring_release(&work->tasks[i]);
    score_work_free(work);
}

/* Whether there may be room for it soon: in the queue, or for what is just being compiled. */
static bool wants_room(const struct score_work *work, const struct verdict *verdict)
{
    return work->patient && verdict->retryable &&
           (verdict->outcome == OUTCOME_OVERLOADED || verdict->outcome == OUTCOME_UNAVAILABLE);
}

static void task_ended(struct score_task *task)
{
    struct score_work *work = task->owner;
    if (wants_room(work, &task->verdict)) {
        task->held = true;
        held_wait(&work->thread->held, &work->held);
        return;
    }
    note(work, task);
    if (work->done)
        work->done(task);
    count_off(work);
}

void score_work_cancel(struct score_work *work)
{
    work->patient = false; /* what is held ends at the next sweep */
    /* A task may end by being cancelled, and the last would take the work with it. */
    work->left++;
    for (size_t i = 0; i < work->started; i++)
        scoring_cancel(&work->tasks[i]);
    count_off(work);
}

static void cancel(struct exchange *exchange)
{
    score_work_cancel(exchange->work);
}

/* ---- The client's share --------------------------------------------------------------------- */

static const struct request_trouble beyond_share = {
    .message = "this client has as much in the queue as is fair", .hint = "try again soon"};

static void task_done(struct score_task *task)
{
    const struct score_work *work = task->owner;
    if (task->item->refusal == OUTCOME_OK)
        client_give(work->client, task->item->response.size);
    task_ended(task);
}

/* What is beyond the share ends as if the queue were full, item by item. */
static void begin(struct score_work *work, struct score_task *task, const struct score_task *like)
{
    struct score_item *item = &work->request.items[task - work->tasks];
    if (item->refusal == OUTCOME_OVERLOADED && item->trouble == &beyond_share)
        item->refusal = OUTCOME_OK;
    if (item->refusal == OUTCOME_OK &&
        !client_take(work->client, work->thread->engine, item->response.size)) {
        item->refusal = OUTCOME_OVERLOADED;
        item->trouble = &beyond_share;
    }
    scoring_start(work->thread->scoring, task, like);
}

/* ---- Starting ------------------------------------------------------------------------------- */

static void start_item(struct score_work *work, size_t item, const struct score_task *like)
{
    struct score_task *task = &work->tasks[item];
    task->item = &work->request.items[item];
    task->arrived_ns = work->arrived_ns;
    task->done = task_done;
    task->owner = work;
    task->held = false;
    work->left++;
    work->started++;
    begin(work, task, like);
}

/* Of a group, what the first one needs is looked for, and the others share it. */
static void start_entry(struct score_work *work, const struct score_entry *entry)
{
    for (size_t i = 0; i < entry->count; i++)
        start_item(work, entry->first + i, i ? &work->tasks[entry->first] : NULL);
}

void score_work_start(struct score_work *work)
{
    struct exchange *exchange = work->exchange;
    if (exchange) {
        exchange->work = work;
        exchange->cancel = cancel;
    }
    for (size_t i = 0; i < work->request.entry_count; i++)
        start_entry(work, &work->request.entries[i]);
    count_off(work);
}

/* ---- What is held --------------------------------------------------------------------------- */

static void end_late(struct score_task *task)
{
    struct verdict *verdict = &task->verdict;
    const struct outcome_row *row = outcome_row(OUTCOME_DEADLINE);
    verdict->outcome = OUTCOME_DEADLINE;
    verdict->fault = row->fault;
    verdict->retryable = row->retryable;
    verdict->queue_us = (uv_hrtime() - task->arrived_ns) / 1000;
    snprintf(verdict->reason, sizeof verdict->reason, "%s", row->sentence);
    task_ended(task);
}

static void try_again(struct score_work *work, struct score_task *task, uint64_t now_ns)
{
    uint64_t deadline_ns = task->arrived_ns + (uint64_t)task->item->deadline_ms * 1000 * 1000;
    task->held = false;
    if (!work->patient)
        task_ended(task);
    else if (deadline_ns <= now_ns)
        end_late(task);
    else {
        scoring_release(task);
        begin(work, task, NULL);
    }
}

static void work_try_again(struct held *held, uint64_t now_ns)
{
    struct score_work *work =
        (struct score_work *)(void *)((char *)held - offsetof(struct score_work, held));
    work->left++; /* as in score_work_cancel */
    for (size_t i = 0; i < work->started; i++)
        if (work->tasks[i].held)
            try_again(work, &work->tasks[i], now_ns);
    count_off(work);
}
