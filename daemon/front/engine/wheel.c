/* SPDX-License-Identifier: Apache-2.0 */
/* wheel.c: see wheel.h. A deadline more than one turn away stays in its slot and is looked at once
 * a turn. */
#include "daemon/front/engine/wheel.h"

void wheel_add(struct wheel *wheel, struct job *job)
{
    uint64_t tick = job->deadline_ns / WHEEL_NS;
    if (tick < wheel->turned)
        tick = wheel->turned;
    struct job **slot = &wheel->slot[tick % WHEEL_SLOTS];
    job->engine.due_next = *slot;
    job->engine.due_back = slot;
    if (*slot)
        (*slot)->engine.due_back = &job->engine.due_next;
    *slot = job;
    wheel->count++;
}

void wheel_remove(struct wheel *wheel, struct job *job)
{
    if (!job->engine.due_back)
        return;
    *job->engine.due_back = job->engine.due_next;
    if (job->engine.due_next)
        job->engine.due_next->engine.due_back = job->engine.due_back;
    job->engine.due_back = NULL;
    wheel->count--;
}

static struct job *due_in_slot(const struct wheel *wheel, uint64_t now_ns)
{
    struct job *job = wheel->slot[wheel->turned % WHEEL_SLOTS];
    while (job && job->deadline_ns > now_ns)
        job = job->engine.due_next;
    return job;
}

struct job *wheel_due(struct wheel *wheel, uint64_t now_ns)
{
    uint64_t now = now_ns / WHEEL_NS;
    if (!wheel->count) {
        wheel->turned = now;
        return NULL;
    }
    if (now - wheel->turned >= WHEEL_SLOTS && now > wheel->turned)
        wheel->turned = now - WHEEL_SLOTS + 1; /* one whole turn sees every slot */
    for (;;) {
        struct job *job = due_in_slot(wheel, now_ns);
        if (job) {
            wheel_remove(wheel, job);
            return job;
        }
        if (wheel->turned >= now)
            return NULL;
        wheel->turned++;
    }
}
