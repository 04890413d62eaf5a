/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* far_return_null.c: returns to a segment that is not there. */
#include "machine.inc"

static void code(void)
{
    volatile long constant;
    constant = 0xcccccb48006a036a; /* pushq $0x3; pushq $0; lretq */
}

static double attack(const state *s, rs_answer *answer)
{
    machine(code)(0, 0, 0, 0, 0, 0, 0);
    return 1;
}
