/* SPDX-License-Identifier: Apache-2.0 */
/* score_work.h: the items of one request on their way to verdicts, for whoever scores. A work is of
 * one thread; its memory goes on to the next request. */
#ifndef FRONT_SCORE_WORK_H
#define FRONT_SCORE_WORK_H

#include "daemon/front/http_exchange.h"
#include "daemon/front/trainer_rules.h"

struct score_work {
    struct http_thread *thread;
    struct exchange *exchange; /* may be gone once it is finished; NULL: the owner answers */
    struct client *client;     /* whose share the items are; NULL: nobody's */
    void *owner;
    uint64_t arrived_ns; /* uv_hrtime: deadlines count from here */
    struct score_request request;
    struct trainer_rules rules; /* a trainer's route's */
    struct score_task *tasks;   /* one for each item */
    size_t task_capacity;
    size_t started; /* tasks */
    size_t left;    /* tasks that have not ended, and one while they are started */
    size_t counted; /* bytes of tasks, in thread->body_bytes */

    bool logged; /* its verdicts go to the verdict log */

    /* Set by the route. */
    bool patient;                           /* what there is no room for yet waits for it */
    void (*done)(struct score_task *task);  /* as each ends; NULL: nothing to do */
    void (*ended)(struct score_work *work); /* all have: answers */

    struct held held; /* where a task waits for room */
};

/* Before a thread serves. */
void score_work_open(struct http_thread *thread);

/* NULL: no memory, and the exchange is answered. */
struct score_work *score_work_new(struct exchange *exchange,
                                  void (*ended)(struct score_work *work));
/* Without an exchange. NULL: no memory. */
struct score_work *score_work_take(struct http_thread *thread,
                                   void (*ended)(struct score_work *work));
void score_work_free(struct score_work *work);

/* Reads the exchange's body; false: the exchange is answered. `read` is for one item or for many.
 */
typedef bool score_read(struct score_request *request, struct document *document, char *body,
                        size_t size, struct request_trouble *trouble);
bool score_work_read(struct score_work *work, score_read *read);
/* Room for the tasks of a request that was read otherwise, once; false: the exchange, where there
 * is one, is answered. */
bool score_work_make_tasks(struct score_work *work);

/* Starts every item. ended() may be called from within; the work is freed after it. */
void score_work_start(struct score_work *work);
/* Nobody wants the verdicts any more: ended() is called, now or soon. */
void score_work_cancel(struct score_work *work);

#endif
