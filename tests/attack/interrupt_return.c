/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* interrupt_return.c: returns from an interrupt that never was, to code and stack of 32 bits. */
#include "machine.inc"

static void code(void)
{
    volatile long constant;
    constant = 0x06eb236a9c542b6a; /* pushq $0x2b; push %rsp; pushfq; pushq $0x23 */
    constant = 0xcccc909090cf4857; /* push %rdi; iretq */
}

static double attack(const state *s, rs_answer *answer)
{
    machine(code)(0, 0, 0, 0, 0, 0, 0);
    return 1;
}
