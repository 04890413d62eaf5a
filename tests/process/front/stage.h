/* SPDX-License-Identifier: Apache-2.0 */
/* stage.h: runs the real engine in a child process with test code in the place of HTTP: each thread
 * of a scenario submits jobs and checks what comes back. */
#ifndef TEST_STAGE_H
#define TEST_STAGE_H

#include "daemon/front/engine.h"
#include "tests/process/front/player.h"

/* One thread of the child. */
struct actor {
    unsigned thread;
    uv_loop_t *loop;
    struct engine *engine;
    uv_timer_t timer;
    const struct scenario *scenario;
    bool begun, over;
    void *private; /* the scenario's */
};

struct scenario {
    unsigned threads, workers_max;
    int seconds;
    /* In the parent, before it plays: what the store sends. Then STORE_SYNCED comes. */
    void (*fill)(struct player *player);
    /* In the child, on each thread, once the engine is ready: begins. */
    void (*begin)(struct actor *actor);
    /* In the child, every millisecond from then on; calls actor_over at the end. May be NULL. */
    void (*step)(struct actor *actor);
    void (*on_signal)(struct player *player, char signal); /* in the parent */
};

/* When all actors are over, the front is drained, and must then end with status 0. */
void actor_over(struct actor *actor);
void actor_signal(char signal); /* to on_signal in the parent; not 'D' */

/* In the child: ends it with a failure that the parent reports. */
#define REQUIRE(condition)                              \
    do {                                                \
        if (!(condition))                               \
            stage_fail(__FILE__, __LINE__, #condition); \
    } while (0)
_Noreturn void stage_fail(const char *file, int line, const char *condition);

/* Plays the whole; fails the cmocka test where the front does not end as it should. */
void stage_play(const struct scenario *scenario, struct player *player);

#endif
