/* expect: ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* score_minus_zero.c: returns −0, which is 0. */
static double attack(const state *s, rs_answer *answer)
{
    volatile double zero = 0;
    return -zero;
}
