/* SPDX-License-Identifier: Apache-2.0 */
/* held.c: see held.h. */
#include "daemon/front/held.h"

#include <stddef.h>

void held_wait(struct held_list *list, struct held *held)
{
    if (held->waits)
        return;
    held->waits = true;
    held->next = NULL;
    *(list->last ? &list->last->next : &list->first) = held;
    list->last = held;
}

void held_sweep(struct held_list *list, uint64_t now_ns)
{
    /* What waits again goes behind those that wait already, and is not met twice. */
    const struct held *last = list->last;
    for (unsigned i = 0; last && i < HELD_STARTS_MAX; i++) {
        struct held *held = list->first;
        bool ends = held == last;
        list->first = held->next;
        if (!list->first)
            list->last = NULL;
        held->waits = false;
        held->again(held, now_ns);
        if (ends)
            break;
    }
}
