/* expect: invalid_score */
/* SPDX-License-Identifier: Apache-2.0 */
/* score_negative.c: returns −1. */
static double attack(const state *s, rs_answer *answer)
{
    return -1;
}
