/* expect: ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* old_floats_full.c: leaves the stack of the old floating-point unit full. */
#include "machine.inc"

static void look(void)
{
    volatile long constant;
    constant = 0xccccc3c0b70fe0df; /* fnstsw %ax; movzwl %ax, %eax; ret */
}

static void leave(void)
{
    volatile long constant;
    constant = 0x06ebe8d9e8d9e8d9; /* fld1; fld1; fld1 */
    constant = 0x06ebe8d9e8d9e8d9; /* fld1; fld1; fld1 */
    constant = 0xcccc90c3e8d9e8d9; /* fld1; fld1; ret */
}

static double attack(const state *s, rs_answer *answer)
{
    long found = machine(look)(0, 0, 0, 0, 0, 0, 0) & 0x3800;
    machine(leave)(-0x5a5a5a5b, 0, 0, 0, 0, 0, 0);
    return found != 0;
}
