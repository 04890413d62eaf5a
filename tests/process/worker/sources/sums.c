/* SPDX-License-Identifier: Apache-2.0 */
/* An ordinary environment: which numbers add up to the target? */
#include <resyn.h>
#include <stdlib.h>
#include <string.h>

struct state {
    int n, target, numbers[10];
};
struct witness {
    unsigned char chosen[10];
};

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->n = 4 + level;
    for (int i = 0; i < s->n; i++) {
        s->numbers[i] = (int)rs_between(random, 1, 50);
        w->chosen[i] = rs_below(random, 2) != 0;
        s->target += w->chosen[i] ? s->numbers[i] : 0;
    }
    return s->target > 0;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question, "Choose numbers that add up to %d:", s->target);
    for (int i = 0; i < s->n; i++)
        rs_print(question, " %d", s->numbers[i]);
}

double verify(const state *s, rs_answer *answer)
{
    int chosen[10], sum = 0;
    int count = rs_read_ints(answer, chosen, s->n, 1, 50);
    bool *used = calloc(s->n, sizeof *used);
    rs_metric(answer, 0, count);
    for (int i = 0; i < count; i++) {
        int found = -1;
        for (int j = 0; j < s->n; j++)
            if (!used[j] && s->numbers[j] == chosen[i])
                found = j;
        if (found < 0)
            return rs_reject(answer, "%d is not there", chosen[i]);
        used[found] = true;
        sum += chosen[i];
    }
    return count > 0 && sum == s->target;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    for (int i = 0; i < s->n; i++)
        if (w->chosen[i])
            rs_print(answer, "%d ", s->numbers[i]);
}

bool another(const state *s, const witness *w, rs_random *random, rs_text *answer)
{
    for (int i = s->n - 1; i >= 0; i--)
        if (w->chosen[i])
            rs_print(answer, "%d ", s->numbers[i]);
    return rs_below(random, 1) == 0;
}

RESYN_ENVIRONMENT(.name = "sums", .category = "arithmetic", .levels = 5,
                  .summary = "Choose numbers that add up to a target.",
                  .answer = "the chosen numbers, separated by spaces", .score = RS_BINARY,
                  .metrics = {"chosen"}, .cpu_ms = 50, )
