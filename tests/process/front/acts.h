/* SPDX-License-Identifier: Apache-2.0 */
/* acts.h: what the scenarios share: an environment whose answers can do harm, and a way to put many
 * verifications through it. */
#ifndef TEST_ACTS_H
#define TEST_ACTS_H

#include "tests/process/front/stage.h"

/* The source of an environment of that name: a sum; the answers "loop", "crash", "stack", "heap",
 * "exit" and "slow" do what they say. `salt` makes it another version. To be freed. */
char *sum_source(const char *name, int salt);
/* In the parent: the store's word of it; and that of one called "sum". */
void acts_send(struct player *player, const char *name, int salt);
void acts_fill(struct player *player);
struct sum_state {
    int a, b;
};

/* One verification. */
struct act {
    struct job job;
    struct sum_state state;
    char answer[16];
    enum outcome expected;
    double score; /* where OK */
    struct run *run;
};

/* `count` verifications, at most `window` of them at a time. */
struct run {
    struct actor *actor;
    const struct version *version;
    unsigned count, window, begun, done;
    struct act *acts;
    void (*choose)(struct act *act, unsigned i); /* what is not a plain sum; may be NULL */
    void (*over)(struct run *run);
};
void run_begin(struct run *run); /* holds the version */
/* Of the active version of `name`; actor->private is the run; ends with actor_over. */
struct run *acts_begin(struct actor *actor, const char *name, unsigned count, unsigned window,
                       void (*choose)(struct act *act, unsigned i));
void acts_end(struct run *run); /* gives everything back */

/* The active version of `name`, which must be served. */
const struct version *served(struct actor *actor, const char *name);

#endif
