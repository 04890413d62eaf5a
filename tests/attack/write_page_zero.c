/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* write_page_zero.c: writes to address 0. */
static double attack(const state *s, rs_answer *answer)
{
    *(volatile long *)(0x0) = 1;
    return 1;
}
