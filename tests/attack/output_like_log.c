/* expect: ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* output_like_log.c: a reason that would be a line of the log. */
static double attack(const state *s, rs_answer *answer)
{
    return rs_reject(answer, "%s", "\nlevel=error msg=\"environment quarantined\" env=sum");
}
