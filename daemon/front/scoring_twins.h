/* SPDX-License-Identifier: Apache-2.0 */
/* scoring_twins.h: responses that are the same as one in flight, to the same instance and read in
 * the same way: a client that asks again, or a policy that has made up its mind. They wait for that
 * one's verdict, which would be theirs. Where calls are short it is not looked for: to find a twin
 * takes as long as to judge it. Of one HTTP thread. */
#ifndef FRONT_SCORING_TWINS_H
#define FRONT_SCORING_TWINS_H

#include <stdbool.h>
#include <stdint.h>

struct score_task;
struct scoring;

enum { TWIN_BUCKETS = 1024 };

/* Of tasks that a judge has, those that can be waited for. */
struct twins {
    struct score_task *bucket[TWIN_BUCKETS];
    unsigned joined; /* tasks that wait for another: no queue bounds them */
};

/* Of a task. */
struct twin {
    uint64_t hash;
    bool listed;              /* among those that can be waited for */
    struct score_task *next;  /* in the bucket; or of those that wait for the same one */
    struct score_task **back; /* where `next` of the one before, or the head, points here */
    struct score_task *first; /* of those that wait for this one */
};

/* True: the task waits for another, whose deadline is no later; else it can be waited for, if its
 * calls are long enough, and is to be judged. Its instance is there. */
bool twins_join(struct scoring *scoring, struct score_task *task);
/* It is judged, or was not: nobody can wait for it any more. Who did goes to `*waiting`, who came
 * first at its head, so that the others can join that one. */
void twins_leave(struct score_task *task, struct score_task **waiting);
/* Takes the task out of those that wait. */
void twins_part(struct scoring *scoring, struct score_task *task);

#endif
