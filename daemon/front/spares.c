/* SPDX-License-Identifier: Apache-2.0 */
/* spares.c: see spares.h. A stack: the block used last is the one that is still in the caches. */
#include "daemon/front/spares.h"

#include <stdlib.h>

enum { SPARES_MAX = 128 }; /* as many requests as one thread has in hand on a busy day */

struct spare {
    struct spare *next;
    _Alignas(max_align_t) unsigned char memory[];
};

static struct spare *pop(struct spares *spares)
{
    struct spare *spare = spares->first;
    spares->first = spare->next;
    if (--spares->count < spares->idle)
        spares->idle = spares->count;
    return spare;
}

static void spare_free(const struct spares *spares, struct spare *spare)
{
    spares->release(spare->memory);
    free(spare);
}

void *spares_take(struct spares *spares)
{
    struct spare *spare =
        spares->first ? pop(spares) : calloc(1, sizeof(struct spare) + spares->size);
    return spare ? spare->memory : NULL;
}

void spares_give(struct spares *spares, void *memory)
{
    struct spare *spare =
        (struct spare *)(void *)((unsigned char *)memory - offsetof(struct spare, memory));
    if (spares->count >= SPARES_MAX) {
        spare_free(spares, spare);
        return;
    }
    spare->next = spares->first;
    spares->first = spare;
    spares->count++;
}

void spares_sweep(struct spares *spares)
{
    for (unsigned idle = spares->idle; idle > 0; idle--)
        spare_free(spares, pop(spares));
    spares->idle = spares->count;
}
