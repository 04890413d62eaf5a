/* expect: invalid_score */
/* SPDX-License-Identifier: Apache-2.0 */
/* score_below_zero.c: returns a little less than 0. */
static double attack(const state *s, rs_answer *answer)
{
    volatile double zero = 0;
    return -4.9406564584124654e-324;
}
