/* expect: ok 0|crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* alignment_as_memory.c: leaves the check of alignment on. */
#include "machine.inc"

static void look(void)
{
    volatile long constant;
    constant = 0xcccc909090c3589c; /* pushfq; pop %rax; ret */
}

static void leave(void)
{
    volatile long constant;
    constant = 0xcccc909090c39d57; /* push %rdi; popfq; ret */
}

static double attack(const state *s, rs_answer *answer)
{
    long found = machine(look)(0, 0, 0, 0, 0, 0, 0) & 0x40000;
    machine(leave)(0x40202, 0, 0, 0, 0, 0, 0);
    return found != 0;
}
