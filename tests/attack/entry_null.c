/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* entry_null.c: verify is a null pointer to a function. */
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

void solve(const state *s, const witness *w, rs_text *answer)
{
    rs_put_int(answer, s->a);
}

double (*verify)(const state *s, rs_answer *answer) = 0;

RESYN_ENVIRONMENT(.name = "entry_null", .category = "attacks", .levels = 5,
                  .summary = "An attack.", .answer = "an integer", .score = RS_BINARY)
