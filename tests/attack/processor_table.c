/* expect: ok 1|crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* processor_table.c: the address of a table of the kernel. */
#include "machine.inc"

static void code(void)
{
    volatile long constant;
    constant = 0xccccc3f02444010f; /* sgdt -16(%rsp); ret */
}

static double attack(const state *s, rs_answer *answer)
{
    machine(code)(0, 0, 0, 0, 0, 0, 0);
    return 1;
}
