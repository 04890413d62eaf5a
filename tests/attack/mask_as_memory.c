/* expect: ok 0|crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* mask_as_memory.c: looks into a mask register. */
#include "machine.inc"

static void look(void)
{
    volatile long constant;
    constant = 0xccccc3c593fbe1c4; /* kmovq %k5, %rax; ret */
}

static void leave(void)
{
    volatile long constant;
    constant = 0xccccc3ef92fbe1c4; /* kmovq %rdi, %k5; ret */
}

static double attack(const state *s, rs_answer *answer)
{
    long found = machine(look)(0, 0, 0, 0, 0, 0, 0);
    machine(leave)(-0x5a5a5a5b, 0, 0, 0, 0, 0, 0);
    return found != 0;
}
