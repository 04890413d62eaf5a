/* expect: crash|ok 1 */
/* SPDX-License-Identifier: Apache-2.0 */
/* base_of_threads.c: moves the base of the data of threads. */
#include "machine.inc"

static void code(void)
{
    volatile long constant;
    constant = 0xccccc3d7ae0f48f3; /* wrfsbase %rdi; ret */
}

static double attack(const state *s, rs_answer *answer)
{
    machine(code)(0x4141414141, 0, 0, 0, 0, 0, 0);
    return 1;
}
