/* expect: ok 1|crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* processor_number.c: the number of the core, which nothing forbids. */
#include "machine.inc"

static void code(void)
{
    volatile long constant;
    constant = 0xcccc90c3f8c70ff3; /* .byte 0xf3,0x0f,0xc7,0xf8; ret */
}

static double attack(const state *s, rs_answer *answer)
{
    machine(code)(0, 0, 0, 0, 0, 0, 0);
    return 1;
}
