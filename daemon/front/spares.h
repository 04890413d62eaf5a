/* SPDX-License-Identifier: Apache-2.0 */
/* spares.h: blocks of one size that are used again with what they own, so that a request allocates
 * nothing while others like it come and go. What a burst has left behind is freed when it was not
 * needed for a while. Single-threaded. */
#ifndef FRONT_SPARES_H
#define FRONT_SPARES_H

#include <stddef.h>

struct spare;

struct spares {
    size_t size;                   /* of a block */
    void (*release)(void *memory); /* frees what a block owns, before it goes itself */
    struct spare *first;
    unsigned count;
    unsigned idle; /* the fewest there were since the last sweep */
};

/* A new block is zero, another is as it was given back. NULL: no memory. */
void *spares_take(struct spares *spares);
void spares_give(struct spares *spares, void *memory);
/* Frees what was not needed since the last call. Call a few times a second. */
void spares_sweep(struct spares *spares);

#endif
