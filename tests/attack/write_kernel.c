/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* write_kernel.c: writes to the kernel's memory. */
static double attack(const state *s, rs_answer *answer)
{
    *(volatile long *)(0xffff888000000000) = 1;
    return 1;
}
