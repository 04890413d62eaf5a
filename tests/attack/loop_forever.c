/* expect: timeout */
/* SPDX-License-Identifier: Apache-2.0 */
/* loop_forever.c: computes for ever. */
static double attack(const state *s, rs_answer *answer)
{
    volatile int busy = 1;
    while (busy)
        busy++;
    return 1;
}
