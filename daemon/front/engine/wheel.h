/* SPDX-License-Identifier: Apache-2.0 */
/* wheel.h: the deadlines of a thread's jobs, in a hashed timing wheel: adding and removing take
 * constant time, whatever the order of the deadlines. */
#ifndef ENGINE_WHEEL_H
#define ENGINE_WHEEL_H

#include "daemon/front/engine.h"

enum { WHEEL_SLOTS = 1024 };
#define WHEEL_NS 10000000u /* one slot; deadlines are kept to within it */

struct wheel {
    struct job *slot[WHEEL_SLOTS];
    uint64_t turned; /* slots before this one hold nothing that is due */
    size_t count;
};

void wheel_add(struct wheel *wheel, struct job *job);    /* its deadline_ns is not 0 */
void wheel_remove(struct wheel *wheel, struct job *job); /* harmless where it is not there */
/* Takes a job whose deadline is at or before `now_ns`; NULL where there is none left. */
struct job *wheel_due(struct wheel *wheel, uint64_t now_ns);

#endif
