/* expect: crash|ok 1 */
/* SPDX-License-Identifier: Apache-2.0 */
/* segment_of_data.c: loads null segments for data and stack. */
#include "machine.inc"

static void code(void)
{
    volatile long constant;
    constant = 0x06ebc08ed88ec031; /* xor %eax, %eax; mov %eax, %ds; mov %eax, %es */
    constant = 0xcccc909090c3e88e; /* mov %eax, %gs; ret */
}

static double attack(const state *s, rs_answer *answer)
{
    machine(code)(0, 0, 0, 0, 0, 0, 0);
    return 1;
}
