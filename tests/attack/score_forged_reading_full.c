/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* score_forged_reading_full.c: overwrites all of what it is handed with ones. */
static double attack(const state *s, rs_answer *answer)
{
    memset((void *)answer, 0xff, 4096);
    return 1;
}
