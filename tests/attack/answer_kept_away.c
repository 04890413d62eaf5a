/* expect: ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* answer_kept_away.c: ends without a word: no metric, no reason, no score. */
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
