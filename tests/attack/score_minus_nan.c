/* expect: invalid_score */
/* SPDX-License-Identifier: Apache-2.0 */
/* score_minus_nan.c: returns NaN with its sign set. */
static double attack(const state *s, rs_answer *answer)
{
    volatile double zero = 0;
    return -(zero / zero);
}
