/* SPDX-License-Identifier: Apache-2.0 */
/* held.h: what the engine has no room for yet waits here and is tried again, in the order in which
 * it came, a few times a second. Of one thread. */
#ifndef FRONT_HELD_H
#define FRONT_HELD_H

#include <stdbool.h>
#include <stdint.h>

enum {
    /* So many are tried again at once: beyond, they would fill the queue before it has been worked
     * on. */
    HELD_STARTS_MAX = 4096,
};

/* Within what waits. */
struct held {
    void (*again)(struct held *held, uint64_t now_ns); /* may wait again, or be freed */
    bool waits;
    struct held *next;
};

struct held_list {
    struct held *first, *last;
};

/* Nothing where it waits already. */
void held_wait(struct held_list *list, struct held *held);
/* `now_ns`: uv_hrtime. */
void held_sweep(struct held_list *list, uint64_t now_ns);

#endif
