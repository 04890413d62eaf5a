/* expect: ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* reason_cut.c: a reason that is cut within a character. */
static double attack(const state *s, rs_answer *answer)
{
    return rs_reject(answer, "%s", "@120*\xe2\x82\xac@");
}
