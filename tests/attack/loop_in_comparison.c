/* expect: timeout */
/* SPDX-License-Identifier: Apache-2.0 */
/* loop_in_comparison.c: a comparison that never comes back to qsort. */
static int stuck(const void *a, const void *b)
{
    volatile int busy = 1;
    while (busy)
        busy++;
    return 0;
}

static double attack(const state *s, rs_answer *answer)
{
    int items[8] = {3, 1, 2, 5, 4, 8, 7, 6};
    qsort(items, 8, sizeof *items, stuck);
    return 1;
}
