/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* far_return_32.c: returns to a segment of 32 bits, where system calls have other numbers. */
#include "machine.inc"

static void code(void)
{
    volatile long constant;
    constant = 0xcccccb4850236a58; /* pop %rax; pushq $0x23; push %rax; lretq */
}

static double attack(const state *s, rs_answer *answer)
{
    machine(code)(0, 0, 0, 0, 0, 0, 0);
    return 1;
}
