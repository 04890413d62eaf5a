/* expect: ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* score_after_rejection.c: returns 1 after it has rejected. */
static double attack(const state *s, rs_answer *answer)
{
    rs_reject(answer, "no");
    return 1;
}
