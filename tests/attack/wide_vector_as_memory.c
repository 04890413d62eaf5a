/* expect: ok 0|crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* wide_vector_as_memory.c: looks into the upper half of a vector register. */
#include "machine.inc"

static void look(void)
{
    volatile long constant;
    constant = 0x06eb01f8197de3c4; /* vextractf128 $1, %ymm7, %xmm0 */
    constant = 0xccccc3c07e0f4866; /* movq %xmm0, %rax; ret */
}

static void leave(void)
{
    volatile long constant;
    constant = 0x06eb90c76e0f4866; /* movq %rdi, %xmm0 */
    constant = 0x06eb01f81845e3c4; /* vinsertf128 $1, %xmm0, %ymm7, %ymm7 */
    constant = 0xcccc9090909090c3; /* ret */
}

static double attack(const state *s, rs_answer *answer)
{
    long found = machine(look)(0, 0, 0, 0, 0, 0, 0);
    machine(leave)(-0x5a5a5a5b, 0, 0, 0, 0, 0, 0);
    return found != 0;
}
