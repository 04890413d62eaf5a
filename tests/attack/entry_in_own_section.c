/* expect: refused /./|instances crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* entry_in_own_section.c: verify lies in a section of its own. */
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

__attribute__((section(".other"))) double verify(const state *s, rs_answer *answer)
{
    return rs_read_int(answer, 0, 9) == s->a;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    rs_put_int(answer, s->a);
}

RESYN_ENVIRONMENT(.name = "entry_in_own_section", .category = "attacks", .levels = 5,
                  .summary = "An attack.", .answer = "an integer", .score = RS_BINARY)
