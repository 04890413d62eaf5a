/* expect: invalid_score */
/* SPDX-License-Identifier: Apache-2.0 */
/* score_minus_infinity.c: returns minus infinity. */
static double attack(const state *s, rs_answer *answer)
{
    volatile double zero = 0;
    return -1 / zero;
}
