/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* instruction_counter.c: reads a performance counter. */
#include "machine.inc"

static void code(void)
{
    volatile long constant;
    constant = 0xcccc90c3330fc931; /* xor %ecx, %ecx; rdpmc; ret */
}

static double attack(const state *s, rs_answer *answer)
{
    machine(code)(0, 0, 0, 0, 0, 0, 0);
    return 1;
}
