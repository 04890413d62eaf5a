/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* format_of_another_type.c: a number where the format says a string. */
static double attack(const state *s, rs_answer *answer)
{
    return rs_reject(answer, "%s", 5);
}
