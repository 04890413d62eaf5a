/* expect: ok 1 */
/* SPDX-License-Identifier: Apache-2.0 */
/* sort_large.c: qsort of 200,000 numbers, for which a C library asks the system for memory. */
#define OPTIONS .memory_kib = 8192, .cpu_ms = 2000
static int compare(const void *a, const void *b)
{
    return *(const int *)a < *(const int *)b ? -1 : *(const int *)a > *(const int *)b;
}

static double attack(const state *s, rs_answer *answer)
{
    enum { MANY = 200000 };
    int *items = malloc(MANY * sizeof *items);
    unsigned last = 1;
    for (int i = 0; i < MANY; i++)
        items[i] = (int)((last = last * 1103515245 + 12345) >> 8);
    qsort(items, MANY, sizeof *items, compare);
    for (int i = 1; i < MANY; i++)
        if (items[i - 1] > items[i])
            return 0;
    return bsearch(&items[777], items, MANY, sizeof *items, compare) != 0;
}
