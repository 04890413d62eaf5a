/* expect: ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* media_register_as_memory.c: looks into a register of MMX. */
#include "machine.inc"

static void look(void)
{
    volatile long constant;
    constant = 0x06eb770fd87e0f48; /* movq %mm3, %rax; emms */
    constant = 0xcccc9090909090c3; /* ret */
}

static void leave(void)
{
    volatile long constant;
    constant = 0xcccc90c3df6e0f48; /* movq %rdi, %mm3; ret */
}

static double attack(const state *s, rs_answer *answer)
{
    long found = machine(look)(0, 0, 0, 0, 0, 0, 0);
    machine(leave)(-0x5a5a5a5b, 0, 0, 0, 0, 0, 0);
    return found != 0;
}
