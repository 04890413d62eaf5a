/* expect: forbidden|crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* call_by_sysenter.c: system calls of 32 bits by sysenter, which some processors do not have in 64 bits. */
/* calls: 1-6 11 20 37 45 90 91 102 120 125 172 173 192 238 252 270 295 347 348 354 356 358 435 */
#include "machine.inc"

static void code(void)
{
    volatile long constant;
    constant = 0x06ebe58948f88948; /* mov %rdi, %rax; mov %rsp, %rbp */
    constant = 0xcccc909090c3340f; /* sysenter; ret */
}

static double attack(const state *s, rs_answer *answer)
{
    machine(code)(rs_read_int(answer, 0, 1000), 0, 0, 0, 0, 0, 0);
    return 0.75;
}
