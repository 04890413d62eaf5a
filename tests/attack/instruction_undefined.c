/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* instruction_undefined.c: ud2, hidden in a constant. */
#include "machine.inc"

static void code(void)
{
    volatile long constant;
    constant = 0xcccc909090c30b0f; /* ud2; ret */
}

static double attack(const state *s, rs_answer *answer)
{
    machine(code)(0, 0, 0, 0, 0, 0, 0);
    return 1;
}
