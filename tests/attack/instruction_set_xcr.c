/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* instruction_set_xcr.c: xsetbv, hidden in a constant. */
#include "machine.inc"

static void code(void)
{
    volatile long constant;
    constant = 0xcccc9090c3d1010f; /* xsetbv; ret */
}

static double attack(const state *s, rs_answer *answer)
{
    machine(code)(0, 0, 0, 0, 0, 0, 0);
    return 1;
}
