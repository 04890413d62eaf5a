/* expect: crash|ok 1 */
/* SPDX-License-Identifier: Apache-2.0 */
/* keys_of_pages.c: turns on all protection keys. */
#include "machine.inc"

static void code(void)
{
    volatile long constant;
    constant = 0x06eb9090d231c931; /* xor %ecx, %ecx; xor %edx, %edx */
    constant = 0x06eb90ffffffffb8; /* mov $-1, %eax */
    constant = 0xcccc9090c3ef010f; /* wrpkru; ret */
}

static double attack(const state *s, rs_answer *answer)
{
    machine(code)(0, 0, 0, 0, 0, 0, 0);
    return 1;
}
