/* expect: ok 1 */
/* SPDX-License-Identifier: Apache-2.0 */
/* processor_flush.c: flushes a line of the cache, which nothing forbids. */
#include "machine.inc"

static void code(void)
{
    volatile long constant;
    constant = 0xccccc3c0247cae0f; /* clflush -64(%rsp); ret */
}

static double attack(const state *s, rs_answer *answer)
{
    machine(code)(0, 0, 0, 0, 0, 0, 0);
    return 1;
}
