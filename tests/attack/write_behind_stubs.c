/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* write_behind_stubs.c: writes to the gap behind the stubs. */
static double attack(const state *s, rs_answer *answer)
{
    *(volatile long *)(0x2000000f0000) = 1;
    return 1;
}
