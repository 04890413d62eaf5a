/* expect: ok 5e-324 */
/* SPDX-License-Identifier: Apache-2.0 */
/* score_smallest.c: returns the smallest number above 0, and text is left unread. */
static double attack(const state *s, rs_answer *answer)
{
    volatile double zero = 0;
    return 4.9406564584124654e-324;
}
