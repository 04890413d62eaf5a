/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* single_steps.c: turns on single steps. */
#include "machine.inc"

static void code(void)
{
    volatile long constant;
    constant = 0x06eb5001cc80589c; /* pushfq; pop %rax; or $0x1, %ah; push %rax */
    constant = 0xcccc909090c3909d; /* popfq; nop; ret */
}

static double attack(const state *s, rs_answer *answer)
{
    machine(code)(0, 0, 0, 0, 0, 0, 0);
    return 1;
}
