/* expect: ok 1 */
/* SPDX-License-Identifier: Apache-2.0 */
/* cpu_within_budget.c: computes for half of its budget. */
#define OPTIONS .cpu_ms = 2000
static double attack(const state *s, rs_answer *answer)
{
    volatile unsigned sum = 0;
    for (int i = 0; i < 20000000; i++)
        sum += (unsigned)i;
    return sum != 0;
}
