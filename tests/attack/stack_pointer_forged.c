/* expect: crash|ok 1 */
/* SPDX-License-Identifier: Apache-2.0 */
/* stack_pointer_forged.c: returns on a stack in its heap. */
#include "machine.inc"

static void code(void)
{
    volatile long constant;
    constant = 0x06ebfc8948e08948; /* mov %rsp, %rax; mov %rdi, %rsp */
    constant = 0xcccc909090c35c50; /* push %rax; pop %rsp; ret */
}

static double attack(const state *s, rs_answer *answer)
{
    machine(code)((long)malloc(4096) + 4096, 0, 0, 0, 0, 0, 0);
    return 1;
}
