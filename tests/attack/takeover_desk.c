/* expect: ok 0|ok 1 */
/* SPDX-License-Identifier: Apache-2.0 */
/* takeover_desk.c: the same in the room where the runtime puts states while it draws them: only
 * the end of it is cleared, as far as a state of this size reaches. */
static double attack(const state *s, rs_answer *answer)
{
    volatile int *calls = (volatile int *)0x200014000000;
    return (*calls)++ ? 1 : 0;
}
