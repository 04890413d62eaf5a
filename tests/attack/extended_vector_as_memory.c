/* expect: ok 0|crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* extended_vector_as_memory.c: looks into a vector register that vzeroall leaves alone. */
#include "machine.inc"

static void look(void)
{
    volatile long constant;
    constant = 0x06ebe87e08fd6162; /* vmovq %xmm29, %rax */
    constant = 0xcccc9090909090c3; /* ret */
}

static void leave(void)
{
    volatile long constant;
    constant = 0x06ebef6e08fd6162; /* vmovq %rdi, %xmm29 */
    constant = 0xcccc9090909090c3; /* ret */
}

static double attack(const state *s, rs_answer *answer)
{
    long found = machine(look)(0, 0, 0, 0, 0, 0, 0);
    machine(leave)(-0x5a5a5a5b, 0, 0, 0, 0, 0, 0);
    return found != 0;
}
