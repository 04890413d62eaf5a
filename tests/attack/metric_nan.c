/* expect: ok 0|invalid_score */
/* SPDX-License-Identifier: Apache-2.0 */
/* metric_nan.c: a metric that is no number. */
static double attack(const state *s, rs_answer *answer)
{
    volatile double zero = 0;
    rs_metric(answer, 0, zero / zero);
    rs_metric(answer, 1, 1 / zero);
    return 0;
}
