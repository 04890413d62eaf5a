/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* kernel_read.c: reads an address of the kernel. */
static double attack(const state *s, rs_answer *answer)
{
    return *(volatile int *)0xffffffff81000000;
}
