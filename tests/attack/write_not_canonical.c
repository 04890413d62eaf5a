/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* write_not_canonical.c: writes to an address that no memory has. */
static double attack(const state *s, rs_answer *answer)
{
    *(volatile long *)(0x4141414141414141) = 1;
    return 1;
}
