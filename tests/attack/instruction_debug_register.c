/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* instruction_debug_register.c: a write of dr7, hidden in a constant. */
#include "machine.inc"

static void code(void)
{
    volatile long constant;
    constant = 0xcccc9090c3ff230f; /* mov %rdi, %dr7; ret */
}

static double attack(const state *s, rs_answer *answer)
{
    machine(code)(0, 0, 0, 0, 0, 0, 0);
    return 1;
}
