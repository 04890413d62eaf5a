/* expect: ok 1|crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* processor_random.c: random numbers of the processor, which nothing forbids: found by judging twice. */
#include "machine.inc"

static void code(void)
{
    volatile long constant;
    constant = 0xcccc90c3f0c70f48; /* rdrand %rax; ret */
}

static double attack(const state *s, rs_answer *answer)
{
    machine(code)(0, 0, 0, 0, 0, 0, 0);
    return 1;
}
