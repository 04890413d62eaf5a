/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* score_forged_reading.c: overwrites what it is handed, so that nothing was refused. */
static double attack(const state *s, rs_answer *answer)
{
    memset((void *)answer, 0, 64);
    return 1;
}
