/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* write_vsyscall.c: writes to the page of vsyscall. */
static double attack(const state *s, rs_answer *answer)
{
    *(volatile long *)(0xffffffffff600000) = 1;
    return 1;
}
