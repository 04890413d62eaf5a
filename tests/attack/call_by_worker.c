/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* call_by_worker.c: system calls by an instruction of the worker's own C library, found in memory. */
/* calls: 1-3 9-11 15 39 56-62 101 157 234 257 310 311 317 322 435 */
#include "machine.inc"

static void code(void)
{
    volatile long constant;
    constant = 0x06eb56ff31f88948; /* mov %rdi, %rax; xor %edi, %edi; push %rsi */
    constant = 0xcccc90c3d231f631; /* xor %esi, %esi; xor %edx, %edx; ret */
}

/* strlen's machine code lies behind that of functions which make system calls. */
static long found(void)
{
    long address;
    memcpy(&address, (const char *)(long)strlen + 2, sizeof address);
    const unsigned char *byte = (const unsigned char *)address;
    while (!(byte[0] == 0x0f && byte[1] == 0x05))
        byte--;
    return (long)byte;
}

static double attack(const state *s, rs_answer *answer)
{
    machine(code)(rs_read_int(answer, 0, 1000), found(), 0, 0, 0, 0, 0);
    return 0.75;
}
