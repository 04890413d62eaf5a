/* expect: ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* nested_task_flag.c: leaves the flag of a nested task and the flag of identification. */
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
    long found = machine(look)(0, 0, 0, 0, 0, 0, 0) & 0x204000;
    machine(leave)(0x204202, 0, 0, 0, 0, 0, 0);
    return found != 0;
}
