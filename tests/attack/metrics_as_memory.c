/* expect: ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* metrics_as_memory.c: looks for the reason that an earlier call left. */
static double attack(const state *s, rs_answer *answer)
{
    if (rs_refused(answer))
        return 1;
    rs_metric(answer, 7, 1);
    return rs_reject(answer, "left behind");
}
