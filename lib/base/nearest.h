/* SPDX-License-Identifier: Apache-2.0 */
/* nearest.h: what somebody may have meant who wrote a name wrongly. */
#ifndef BASE_NEAREST_H
#define BASE_NEAREST_H

#include <stddef.h>

/* Longer names are not compared. */
enum { NEAREST_BYTES_MAX = 128 };

struct nearest {
    const char *name; /* what was written; borrowed */
    size_t size;
    unsigned away;     /* of what is nearest so far */
    const char *found; /* borrowed; NULL: nothing is near */
};

/* Near is what differs from `name` by a third of its letters at most. */
struct nearest nearest_to(const char *name);
void nearest_look(struct nearest *nearest, const char *known);

#endif
