/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* null_read.c: reads address 0. */
static double attack(const state *s, rs_answer *answer)
{
    return *(volatile int *)0;
}
