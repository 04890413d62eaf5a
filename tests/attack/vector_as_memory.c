/* expect: ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* vector_as_memory.c: looks for what an earlier call left in a vector register. */
#include "machine.inc"

static void look(void)
{
    volatile long constant;
    constant = 0xccccc3f87e0f4c66; /* movq %xmm15, %rax; ret */
}

static void leave(void)
{
    volatile long constant;
    constant = 0xccccc3ff6e0f4c66; /* movq %rdi, %xmm15; ret */
}

static double attack(const state *s, rs_answer *answer)
{
    long found = machine(look)(0, 0, 0, 0, 0, 0, 0);
    machine(leave)(-0x5a5a5a5b, 0, 0, 0, 0, 0, 0);
    return found != 0;
}
