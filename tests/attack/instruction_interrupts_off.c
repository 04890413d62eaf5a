/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* instruction_interrupts_off.c: cli, hidden in a constant. */
#include "machine.inc"

static void code(void)
{
    volatile long constant;
    constant = 0xcccc90909090c3fa; /* cli; ret */
}

static double attack(const state *s, rs_answer *answer)
{
    machine(code)(0, 0, 0, 0, 0, 0, 0);
    return 1;
}
