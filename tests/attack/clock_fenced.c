/* expect: crash|ok 1 */
/* SPDX-License-Identifier: Apache-2.0 */
/* clock_fenced.c: reads the time stamp counter behind a fence; some virtual machines let it. */
#include "machine.inc"

static void code(void)
{
    volatile long constant;
    constant = 0xccccc3310fe8ae0f; /* lfence; rdtsc; ret */
}

static double attack(const state *s, rs_answer *answer)
{
    machine(code)(0, 0, 0, 0, 0, 0, 0);
    return 1;
}
