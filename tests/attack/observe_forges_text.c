/* expect: question text_too_long|question crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* observe_forges_text.c: observe overwrites where its text goes. */
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
    for (int i = 0; i < 64; i++)
        ((volatile char *)question)[i] = (char)0xff;
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

RESYN_ENVIRONMENT(.name = "observe_forges_text", .category = "attacks", .levels = 5,
                  .summary = "An attack.", .answer = "an integer", .score = RS_BINARY)
