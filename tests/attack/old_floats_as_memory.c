/* expect: ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* old_floats_as_memory.c: leaves another control word of the old floating-point unit. */
#include "machine.inc"

static void look(void)
{
    volatile long constant;
    constant = 0xccccc358243cd950; /* push %rax; fnstcw (%rsp); pop %rax; ret */
}

static void leave(void)
{
    volatile long constant;
    constant = 0xccccc358242cd957; /* push %rdi; fldcw (%rsp); pop %rax; ret */
}

static double attack(const state *s, rs_answer *answer)
{
    long found = machine(look)(0, 0, 0, 0, 0, 0, 0) & 0xffff;
    machine(leave)(0x0c7f, 0, 0, 0, 0, 0, 0);
    return found != 0x37f;
}
