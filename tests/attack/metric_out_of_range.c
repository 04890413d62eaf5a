/* expect: ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* metric_out_of_range.c: metrics that it has not declared. */
static double attack(const state *s, rs_answer *answer)
{
    for (int i = -64; i < 64; i++)
        rs_metric(answer, i * 1000003, 1);
    rs_metric(answer, -1, 1);
    rs_metric(answer, 8, 1);
    return 0;
}
