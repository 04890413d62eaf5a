/* expect: ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* direction_as_memory.c: leaves the flag of direction set. */
#include "machine.inc"

static void look(void)
{
    volatile long constant;
    constant = 0xcccc909090c3589c; /* pushfq; pop %rax; ret */
}

static void leave(void)
{
    volatile long constant;
    constant = 0xcccc90909090c3fd; /* std; ret */
}

static double attack(const state *s, rs_answer *answer)
{
    long found = machine(look)(0, 0, 0, 0, 0, 0, 0) & 0x400;
    machine(leave)(-0x5a5a5a5b, 0, 0, 0, 0, 0, 0);
    return found != 0;
}
