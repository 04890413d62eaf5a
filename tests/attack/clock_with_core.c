/* expect: crash|ok 1 */
/* SPDX-License-Identifier: Apache-2.0 */
/* clock_with_core.c: reads the time stamp counter with the number of the core; some virtual machines let it. */
#include "machine.inc"

static void code(void)
{
    volatile long constant;
    constant = 0xcccc9090c3f9010f; /* rdtscp; ret */
}

static double attack(const state *s, rs_answer *answer)
{
    machine(code)(0, 0, 0, 0, 0, 0, 0);
    return 1;
}
