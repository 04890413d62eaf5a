/* expect: invalid_score */
/* SPDX-License-Identifier: Apache-2.0 */
/* score_huge.c: returns 1e300. */
static double attack(const state *s, rs_answer *answer)
{
    return 1e300;
}
