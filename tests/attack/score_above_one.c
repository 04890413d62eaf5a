/* expect: invalid_score */
/* SPDX-License-Identifier: Apache-2.0 */
/* score_above_one.c: returns a little more than 1. */
static double attack(const state *s, rs_answer *answer)
{
    return 1.0000000000000002;
}
