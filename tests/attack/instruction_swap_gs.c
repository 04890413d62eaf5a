/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* instruction_swap_gs.c: swapgs, hidden in a constant. */
#include "machine.inc"

static void code(void)
{
    volatile long constant;
    constant = 0xcccc9090c3f8010f; /* swapgs; ret */
}

static double attack(const state *s, rs_answer *answer)
{
    machine(code)(0, 0, 0, 0, 0, 0, 0);
    return 1;
}
