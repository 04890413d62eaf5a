/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* smash_return.c: overwrites its return address. */
static double attack(const state *s, rs_answer *answer)
{
    volatile long room[1];
    for (int i = 0; i < 64; i++)
        room[i] = 0x4141414141414141;
    return 1;
}
