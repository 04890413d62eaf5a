/* expect: refused /argument/ */
/* SPDX-License-Identifier: Apache-2.0 */
/* format_mismatch.c: a literal format that wants more arguments than there are. */
static double attack(const state *s, rs_answer *answer)
{
    return rs_reject(answer, "%d and %s", 5);
}
