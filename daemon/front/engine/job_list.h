/* SPDX-License-Identifier: Apache-2.0 */
/* job_list.h: an intrusive list of jobs, first in first out; a job is on one list at most. */
#ifndef ENGINE_JOB_LIST_H
#define ENGINE_JOB_LIST_H

#include "daemon/front/engine.h"

struct job_list {
    struct job *first, *last;
    size_t count;
};

static inline void job_list_append(struct job_list *list, struct job *job)
{
    job->engine.next = NULL;
    job->engine.previous = list->last;
    *(list->last ? &list->last->engine.next : &list->first) = job;
    list->last = job;
    list->count++;
}

static inline void job_list_prepend(struct job_list *list, struct job *job)
{
    job->engine.previous = NULL;
    job->engine.next = list->first;
    *(list->first ? &list->first->engine.previous : &list->last) = job;
    list->first = job;
    list->count++;
}

static inline void job_list_remove(struct job_list *list, struct job *job)
{
    struct job *next = job->engine.next, *previous = job->engine.previous;
    *(previous ? &previous->engine.next : &list->first) = next;
    *(next ? &next->engine.previous : &list->last) = previous;
    list->count--;
}

#endif
