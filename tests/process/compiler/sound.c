/* SPDX-License-Identifier: Apache-2.0 */
/* A sound environment that uses a bit of everything: what hostile sources are made from. */
#include <resyn.h>

#include <assert.h>
#include <ctype.h>
#include <inttypes.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct state {
    int n, target;
    int item[20];
};
struct witness {
    unsigned char chosen[20];
};

static const int sizes[] = {4, 6, 8, 10, 12};
static int calls;

static int ascending(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->n = sizes[level - 1];
    for (int i = 0; i < s->n; i++) {
        s->item[i] = (int)rs_between(random, 1, 50);
        w->chosen[i] = rs_below(random, 2) != 0;
        s->target += w->chosen[i] ? s->item[i] : 0;
    }
    qsort(s->item, (size_t)s->n, sizeof *s->item, ascending);
    return s->target > 0;
}

void observe(const state *s, rs_text *question)
{
    char line[40];
    snprintf(line, sizeof line, "%3d %% of %" PRId64, 5, (int64_t)7);
    rs_print(question, "Choose numbers that add up to %d from:", s->target);
    for (int i = 0; i < s->n; i++)
        rs_print(question, " %d", s->item[i]);
}

double verify(const state *s, rs_answer *answer)
{
    int given[20], total = 0;
    int count = rs_read_ints(answer, given, 20, 1, 50);
    if (isnan(sqrt((double)count)) || !isfinite(NAN + INFINITY + HUGE_VAL) || toupper('a') != 'A')
        calls++;
    for (int i = 0; i < count; i++)
        total += given[i];
    assert(total >= 0 && total < INT_MAX);
    if (total != s->target)
        return rs_reject(answer, "the sum is %d", total);
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    for (int i = 0; i < s->n; i++)
        if (w->chosen[i])
            rs_print(answer, "%d ", s->item[i]);
}

RESYN_ENVIRONMENT(.name = "subset_sum", .category = "arithmetic", .levels = 5,
                  .summary = "Choose numbers that add up to a target.",
                  .answer = "the chosen numbers, separated by spaces", .score = RS_BINARY)
