/* SPDX-License-Identifier: Apache-2.0 */
/* trampoline.h: the step from the worker's stack to a call's and back. One file for each
 * architecture: registers are named there and nowhere else. */
#ifndef WORKER_TRAMPOLINE_H
#define WORKER_TRAMPOLINE_H

#include <stdint.h>

struct trampoline {
    uint64_t function;
    uint64_t argument[4];
    void *stack_top; /* aligned to 64 */
};

/* What a function may have returned; which of the two is its type's matter. */
struct returned {
    uint64_t integer;
    double real;
};

/* Once, before the first call: finds out what state the processor has. */
void trampoline_init(void);

/* Calls with every register in its initial state: general registers zero but for the arguments,
 * vectors, masks and floating point as after exec, flags clear. Afterwards flags and floating point
 * control are the worker's again, whatever the call did to them. */
void trampoline_call(const struct trampoline *trampoline, struct returned *returned);

#endif
