/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* stack_pointer_away.c: lets the stack pointer point at nothing, and faults. */
#include "machine.inc"

static void code(void)
{
    volatile long constant;
    constant = 0xcccc90c350fc8948; /* mov %rdi, %rsp; push %rax; ret */
}

static double attack(const state *s, rs_answer *answer)
{
    machine(code)(0x4141414141, 0, 0, 0, 0, 0, 0);
    return 1;
}
