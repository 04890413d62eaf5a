/* expect: ok 1 */
/* SPDX-License-Identifier: Apache-2.0 */
/* processor_identity.c: asks the processor what it is, which nothing forbids. */
#include "machine.inc"

static void code(void)
{
    volatile long constant;
    constant = 0x06eb5ba20fc03153; /* push %rbx; xor %eax, %eax; cpuid; pop %rbx */
    constant = 0xcccc9090909090c3; /* ret */
}

static double attack(const state *s, rs_answer *answer)
{
    machine(code)(0, 0, 0, 0, 0, 0, 0);
    return 1;
}
