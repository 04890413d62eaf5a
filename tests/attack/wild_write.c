/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* wild_write.c: writes where nothing is mapped. */
static double attack(const state *s, rs_answer *answer)
{
    *(volatile int *)0x123456789000 = 1;
    return 1;
}
