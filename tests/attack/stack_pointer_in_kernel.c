/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* stack_pointer_in_kernel.c: lets the stack pointer point into the kernel, and faults. */
#include "machine.inc"

static void code(void)
{
    volatile long constant;
    constant = 0xcccc900b0ffc8948; /* mov %rdi, %rsp; ud2 */
}

static double attack(const state *s, rs_answer *answer)
{
    machine(code)(0xffffffff81000000, 0, 0, 0, 0, 0, 0);
    return 1;
}
