/* expect: question instance */
/* SPDX-License-Identifier: Apache-2.0 */
/* solve_floods.c: solve writes two megabytes. */
#include <resyn.h>

struct state {
    int a;
};
RS_NO_WITNESS

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->a = 1;
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_put_text(question, "1?");
}

double verify(const state *s, rs_answer *answer)
{
    return rs_read_int(answer, 0, 9) == s->a;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    for (int i = 0; i < 100000; i++)
        rs_put_text(answer, "more and more and more");
}

RESYN_ENVIRONMENT(.name = "solve_floods", .category = "attacks", .levels = 5,
                  .summary = "An attack.", .answer = "an integer", .score = RS_BINARY)
