/* expect: ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* reason_formats.c: a reason with formats in it. */
static double attack(const state *s, rs_answer *answer)
{
    return rs_reject(answer, "%s", "%s%s%s%n%1000000d");
}
