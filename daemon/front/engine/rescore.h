/* SPDX-License-Identifier: Apache-2.0 */
/* rescore.h: the second look at verdicts that have gone out already. One ok verdict in
 * RESCORE_EVERY, and the last of a worker that has died of anything but its time, are judged once
 * more on a fresh worker: what the environment says there and did not say before came from earlier
 * jobs, so that none of its verdicts can be trusted. It is quarantined.
 *
 * The original's answer never waits for this. One job of a thread is judged again at a time: those
 * of a dead worker at once; samples when the thread has no jobs, and otherwise so seldom that they
 * take one part in RESCORE_REST of its time, for a fresh worker costs a thousand times a verdict.
 */
#ifndef ENGINE_RESCORE_H
#define ENGINE_RESCORE_H

#include "daemon/front/engine/recent.h"
#include "proto/message.h"

struct engine;
struct job;
struct link;
struct rescore;

struct rescores_waiting {
    struct rescore *first, **last;
    uint64_t bytes;
};

struct rescores {
    struct rescores_waiting samples, doubts; /* of all verdicts; the last of a worker that died */
    struct rescore *running;                 /* submitted */
    uint64_t rested_ns;                      /* when the next sample may disturb other jobs */
    struct recent recent;
    uint64_t verdicts; /* counted for the sample */
    uint64_t secret;   /* which of them are taken must not be known to who is judged */
};

/* 0, or negative errno: no random numbers. */
int rescores_init(struct rescores *rescores);
void rescores_deinit(struct rescores *rescores);

/* An ok verdict of a worker that has other jobs too. Before done(). */
void rescore_note(const struct link *link, const struct job *job,
                  const struct verdict_slot *verdict);
/* The worker is dead. */
void rescore_after_death(const struct link *link);
/* Every THREAD_TICK_MS: begins with the next one, where it may. */
void rescore_tick(struct engine *engine, uint64_t now);
bool rescore_waits(const struct engine *engine);
/* No more of this: what waits is dropped, what runs is cancelled. */
void rescore_stop(struct engine *engine);

#endif
