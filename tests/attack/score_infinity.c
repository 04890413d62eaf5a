/* expect: invalid_score */
/* SPDX-License-Identifier: Apache-2.0 */
/* score_infinity.c: returns infinity. */
static double attack(const state *s, rs_answer *answer)
{
    volatile double zero = 0;
    return 1 / zero;
}
