/* expect: ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* score_after_refusal.c: returns 1 after a reader has refused. */
static double attack(const state *s, rs_answer *answer)
{
    rs_read_int(answer, 0, 9);
    return 1;
}
