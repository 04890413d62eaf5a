/* expect: stack_overflow */
/* SPDX-License-Identifier: Apache-2.0 */
/* recursion_in_comparison.c: qsort within the comparison of qsort. */
static int again(const void *a, const void *b)
{
    int items[4] = {3, 1, 2, 0};
    qsort(items, 4, sizeof *items, again);
    return 0;
}

static double attack(const state *s, rs_answer *answer)
{
    int items[4] = {3, 1, 2, 0};
    qsort(items, 4, sizeof *items, again);
    return 1;
}
