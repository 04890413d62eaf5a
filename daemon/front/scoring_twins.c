/* SPDX-License-Identifier: Apache-2.0 */
/* scoring_twins.c: see scoring_twins.h. */
#include "daemon/front/scoring_twins.h"

#include <string.h>

#include "daemon/front/scoring_own.h"

/* What takes less is not worth it. The estimate has the wake-up of a worker in it, and its wait for
 * a CPU: on a busy machine some 100 µs, of calls that take three. */
#define TWIN_NS ((uint64_t)1000 * 1000)
/* On a thread: as many as its queue holds; more are judged, or refused for want of room. */
#define TWINS_MAX 65536u
/* Of a longer response the look costs what the call may: most of what a call takes is reading it.
 */
#define TWIN_BYTES_MAX ((size_t)64 * 1024)

static bool worth_it(struct scoring *scoring, const struct score_task *task)
{
    uint64_t service_ns = engine_service_ns(scoring->engine, task->verdict.version);
    bool is_long = !service_ns || service_ns >= TWIN_NS; /* 0: not known yet */
    return is_long && task->item->response.size <= TWIN_BYTES_MAX;
}

static bool same(const struct score_task *a, const struct score_task *b)
{
    return a->twin.hash == b->twin.hash && a->want.instance == b->want.instance &&
           a->item->extract == b->item->extract && a->item->flags == b->item->flags &&
           a->item->response.size == b->item->response.size &&
           memcmp(a->item->response.data, b->item->response.data, a->item->response.size) == 0;
}

static void put(struct score_task **head, struct score_task *task)
{
    task->twin.back = head;
    task->twin.next = *head;
    if (*head)
        (*head)->twin.back = &task->twin.next;
    *head = task;
}

static void take_out(struct score_task *task)
{
    *task->twin.back = task->twin.next;
    if (task->twin.next)
        task->twin.next->twin.back = task->twin.back;
    task->twin.next = NULL;
    task->twin.back = NULL;
}

void twins_part(struct scoring *scoring, struct score_task *task)
{
    take_out(task);
    scoring->twins.joined--;
}

bool twins_join(struct scoring *scoring, struct score_task *task)
{
    task->twin = (struct twin){0};
    if (scoring->twins.joined >= TWINS_MAX || !worth_it(scoring, task))
        return false;
    const struct span *response = &task->item->response;
    task->twin.hash = instance_cache_hash(&scoring->cache, response->data, response->size) ^
                      task->want.instance->number;
    struct score_task **bucket = &scoring->twins.bucket[task->twin.hash % TWIN_BUCKETS];
    for (struct score_task *other = *bucket; other; other = other->twin.next)
        if (same(other, task) && other->job.deadline_ns <= task_deadline_ns(task)) {
            put(&other->twin.first, task);
            scoring->twins.joined++;
            return true;
        }
    put(bucket, task);
    task->twin.listed = true;
    return false;
}

void twins_leave(struct score_task *task, struct score_task **waiting)
{
    if (task->twin.listed)
        take_out(task);
    task->twin.listed = false;
    *waiting = NULL;
    while (task->twin.first) {
        struct score_task *last = task->twin.first;
        take_out(last);
        put(waiting, last);
    }
}
