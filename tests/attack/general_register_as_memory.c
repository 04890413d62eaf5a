/* expect: ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* general_register_as_memory.c: looks into general registers that a callee keeps. */
#include "machine.inc"

static void look(void)
{
    volatile long constant;
    constant = 0x06ebe0094cd88948; /* mov %rbx, %rax; or %r12, %rax */
    constant = 0xcccc9090c3e8094c; /* or %r13, %rax; ret */
}

static void leave(void)
{
    volatile long constant;
    constant = 0x06ebfc8949fb8948; /* mov %rdi, %rbx; mov %rdi, %r12 */
    constant = 0x06ebfe8949fd8949; /* mov %rdi, %r13; mov %rdi, %r14 */
    constant = 0xcccc9090c3ff8949; /* mov %rdi, %r15; ret */
}

static double attack(const state *s, rs_answer *answer)
{
    long found = machine(look)(0, 0, 0, 0, 0, 0, 0);
    machine(leave)(-0x5a5a5a5b, 0, 0, 0, 0, 0, 0);
    return found != 0;
}
