/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* instruction_page_fault.c: the gate of page faults, hidden in a constant. */
#include "machine.inc"

static void code(void)
{
    volatile long constant;
    constant = 0xcccc909090c30ecd; /* int $0x0e; ret */
}

static double attack(const state *s, rs_answer *answer)
{
    machine(code)(0, 0, 0, 0, 0, 0, 0);
    return 1;
}
