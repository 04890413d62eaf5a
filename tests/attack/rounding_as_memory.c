/* expect: ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* rounding_as_memory.c: leaves another rounding, and flushes small numbers to 0. */
#include "machine.inc"

static void look(void)
{
    volatile long constant;
    constant = 0x06eb58241cae0f50; /* push %rax; stmxcsr (%rsp); pop %rax */
    constant = 0xcccc9090909090c3; /* ret */
}

static void leave(void)
{
    volatile long constant;
    constant = 0x06eb582414ae0f57; /* push %rdi; ldmxcsr (%rsp); pop %rax */
    constant = 0xcccc9090909090c3; /* ret */
}

static double attack(const state *s, rs_answer *answer)
{
    long found = machine(look)(0, 0, 0, 0, 0, 0, 0) & 0xffc0;
    machine(leave)(0xffc0, 0, 0, 0, 0, 0, 0);
    return found != 0x1f80;
}
