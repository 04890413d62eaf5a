/* SPDX-License-Identifier: Apache-2.0 */
/* slow.c: a verify that computes for some tens of milliseconds, and a budget that allows it. */
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
    volatile int busy = 0;
    for (int i = 0; i < 20000000; i++)
        busy++;
    return rs_read_int(answer, -1000000, 1000000) == s->a + s->b;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    rs_put_int(answer, s->a + s->b);
}

RESYN_ENVIRONMENT(.name = "slow", .category = "arithmetic", .levels = 5,
                  .summary = "Add two numbers, slowly.", .answer = "an integer", .score = RS_BINARY,
                  .cpu_ms = 2000, )
