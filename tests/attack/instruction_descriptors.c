/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* instruction_descriptors.c: lgdt, hidden in a constant. */
#include "machine.inc"

static void code(void)
{
    volatile long constant;
    constant = 0xcccc90c32414010f; /* lgdt (%rsp); ret */
}

static double attack(const state *s, rs_answer *answer)
{
    machine(code)(0, 0, 0, 0, 0, 0, 0);
    return 1;
}
