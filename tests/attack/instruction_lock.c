/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* instruction_lock.c: a wrong lock prefix, hidden in a constant. */
#include "machine.inc"

static void code(void)
{
    volatile long constant;
    constant = 0xcccc9090c30b0ff0; /* .byte 0xf0,0x0f,0x0b; ret */
}

static double attack(const state *s, rs_answer *answer)
{
    machine(code)(0, 0, 0, 0, 0, 0, 0);
    return 1;
}
