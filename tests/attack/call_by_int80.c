/* expect: forbidden|crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* call_by_int80.c: system calls of 32 bits by int 0x80, the one that ends the process among them. */
/* calls: 0-13 20 26 37 45 54 66 90 91 102 119 120 125 162 163 172-175 186 192 195 220 224 238 240 243 252 265 270 295 347 348 354 356 358 374 384 403 422 424-428 435 438 449 */
#include "machine.inc"

static void code(void)
{
    volatile long constant;
    constant = 0x06eb90db31f88948; /* mov %rdi, %rax; xor %ebx, %ebx */
    constant = 0x06ebf631d231c931; /* xor %ecx, %ecx; xor %edx, %edx; xor %esi, %esi */
    constant = 0xcccc90c380cdff31; /* xor %edi, %edi; int $0x80; ret */
}

static double attack(const state *s, rs_answer *answer)
{
    machine(code)(rs_read_int(answer, 0, 1000), 0, 0, 0, 0, 0, 0);
    return 0.75;
}
