/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* vsyscall_read.c: reads the old page. */
static double attack(const state *s, rs_answer *answer)
{
    return *(volatile char *)0xffffffffff600000;
}
