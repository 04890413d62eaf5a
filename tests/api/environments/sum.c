/* SPDX-License-Identifier: Apache-2.0 */
/* sum.c: asks for a + b. Half a point for a neighbour of the sum, with a metric and a reason. */
#include <resyn.h>

struct state {
    int a, b;
};
RS_NO_WITNESS

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->a = (int)rs_between(random, 1, 1000 * level);
    s->b = (int)rs_between(random, 1, 1000 * level);
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question, "What is %d + %d?", s->a, s->b);
}

double verify(const state *s, rs_answer *answer)
{
    int64_t sum = rs_read_int(answer, -1000000, 1000000);
    rs_metric(answer, 0, (double)(sum - s->a - s->b));
    if (sum == s->a + s->b)
        return 1;
    if (sum == s->a + s->b + 1 || sum == s->a + s->b - 1)
        return 0.5;
    return rs_reject(answer, "that is not the sum");
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    rs_put_int(answer, s->a + s->b);
}

RESYN_ENVIRONMENT(.name = "sum", .category = "arithmetic", .levels = 5,
                  .summary = "Add two numbers.", .answer = "an integer", .score = RS_PARTIAL,
                  .metrics = {"distance"}, )
