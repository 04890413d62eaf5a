/* expect: crash|ok 1 */
/* SPDX-License-Identifier: Apache-2.0 */
/* transaction.c: begins a transaction and ends it. */
#include "machine.inc"

static void code(void)
{
    volatile long constant;
    constant = 0x06eb00000000f8c7; /* .byte 0xc7,0xf8,0,0,0,0 */
    constant = 0xcccc9090c3d5010f; /* .byte 0x0f,0x01,0xd5; ret */
}

static double attack(const state *s, rs_answer *answer)
{
    machine(code)(0, 0, 0, 0, 0, 0, 0);
    return 1;
}
