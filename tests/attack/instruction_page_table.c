/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* instruction_page_table.c: a write of cr3, hidden in a constant. */
#include "machine.inc"

static void code(void)
{
    volatile long constant;
    constant = 0xcccc9090c3df220f; /* mov %rdi, %cr3; ret */
}

static double attack(const state *s, rs_answer *answer)
{
    machine(code)(0, 0, 0, 0, 0, 0, 0);
    return 1;
}
