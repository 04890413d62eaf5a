/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* declaration_examples.c: examples whose texts are not mapped. */
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
    rs_put_int(answer, s->a);
}

RESYN_ENVIRONMENT(.name = "declaration_examples", .category = "attacks", .levels = 5,
                  .summary = "An attack.", .answer = "an integer", .score = RS_BINARY, .examples = {{(const char *)0x4141, (const char *)0x4242, 1}})
