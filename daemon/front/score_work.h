/* SPDX-License-Identifier: Apache-2.0 */
/* score_work.h: the items of one request on their way to verdicts, for every route that scores. A
 * work is of the exchange's thread; its memory goes on to the next request. */
#ifndef FRONT_SCORE_WORK_H
#define FRONT_SCORE_WORK_H

#include "daemon/front/http_exchange.h"
#include "daemon/front/trainer_rules.h"

enum {
    /* Works whose tasks the engine had no room for are tried again at each sweep, so many of a
     * thread's at once: beyond, they would fill the queue before it has been worked on. */
    HELD_STARTS_MAX = 4096,
};

struct score_work {
    struct http_thread *thread;
    struct exchange *exchange; /* may be gone once it is finished */
    struct score_request request;
    struct trainer_rules rules; /* a trainer's route's */
    struct score_task *tasks;   /* one for each item */
    size_t task_capacity;
    size_t started; /* tasks */
    size_t left;    /* tasks that have not ended, and one while they are started */

    /* Set by the route. */
    bool patient;                           /* what there is no room for yet waits for it */
    void (*done)(struct score_task *task);  /* as each ends; NULL: nothing to do */
    void (*ended)(struct score_work *work); /* all have: answers */

    bool held; /* in the thread's list: a task waits for room */
    struct score_work *next_held;
};

/* Before a thread serves. */
void score_work_open(struct http_thread *thread);

/* NULL: no memory, and the exchange is answered. */
struct score_work *score_work_new(struct exchange *exchange,
                                  void (*ended)(struct score_work *work));
void score_work_free(struct score_work *work);

/* Reads the exchange's body; false: the exchange is answered. `read` is for one item or for many.
 */
typedef bool score_read(struct score_request *request, struct document *document, char *body,
                        size_t size, struct request_trouble *trouble);
bool score_work_read(struct score_work *work, score_read *read);
/* Room for the tasks of a request that was read otherwise; false: the exchange is answered. */
bool score_work_make_tasks(struct score_work *work);

/* Starts every item. ended() may be called from within; the work is freed after it. */
void score_work_start(struct score_work *work);

/* Tries again what was held. Call a few times a second. */
void score_works_sweep(struct http_thread *thread);

#endif
