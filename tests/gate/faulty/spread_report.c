/* fault: unchecked_rule — the median is read but compared with nothing */
/* SPDX-License-Identifier: Apache-2.0 */
/* spread_report.c: smallest, largest and median of measured values. */
#include <resyn.h>
#include <stdlib.h>

enum { VALUES_MAX = 35 };

struct state {
    int values;
    int value[VALUES_MAX];
};
RS_NO_WITNESS

static const int levels[] = {7, 11, 17, 25, 35};

static int compare(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

static void sort(const state *s, int *sorted)
{
    for (int i = 0; i < s->values; i++)
        sorted[i] = s->value[i];
    qsort(sorted, s->values, sizeof sorted[0], compare);
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->values = levels[level - 1];
    for (int i = 0; i < s->values; i++)
        s->value[i] = rs_between(random, -200 * level, 300 * level);
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_put_text(question, "These values were measured:\n");
    for (int i = 0; i < s->values; i++)
        rs_print(question, i > 0 ? ", %d" : "%d", s->value[i]);
    rs_put_text(question,
                "\nWhat are the smallest, the largest and the median (the one in the "
                "middle when they are sorted)? Answer with three lines of this form, with "
                "numbers in place of the dots:\nmin: ...\nmax: ...\nmedian: ...");
}

double verify(const state *s, rs_answer *answer)
{
    int sorted[VALUES_MAX];
    sort(s, sorted);
    int smallest = rs_read_int(rs_field(answer, "min"), -10000, 10000);
    int largest = rs_read_int(rs_field(answer, "max"), -10000, 10000);
    int median = rs_read_int(rs_field(answer, "median"), -10000, 10000);
    if (smallest != sorted[0])
        return rs_reject(answer, "another value is the smallest");
    if (largest != sorted[s->values - 1])
        return rs_reject(answer, "another value is the largest");
    if (median < smallest || median > largest)
        return rs_reject(answer, "the median is out of range");
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    int sorted[VALUES_MAX];
    sort(s, sorted);
    rs_print(answer, "min: %d\nmax: %d\nmedian: %d", sorted[0], sorted[s->values - 1],
             sorted[s->values / 2]);
}

RESYN_ENVIRONMENT(.name = "spread_report", .category = "tables", .levels = 5,
                  .summary = "Find smallest, largest and median of values.",
                  .answer = "three lines: min, max and median", .score = RS_BINARY)
