/* expect: question text_too_long|question crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* observe_forged_size.c: observe says that it wrote more than there is room. */
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
    for (int i = 0; i < 8; i++)
        ((volatile long *)question)[i] = 0x7fffffff;
}

double verify(const state *s, rs_answer *answer)
{
    return rs_read_int(answer, 0, 9) == s->a;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    rs_put_int(answer, s->a);
}

RESYN_ENVIRONMENT(.name = "observe_forged_size", .category = "attacks", .levels = 5,
                  .summary = "An attack.", .answer = "an integer", .score = RS_BINARY)
