/* expect: refused /./|instances instance */
/* SPDX-License-Identifier: Apache-2.0 */
/* entry_inline.c: verify is inline and nowhere else. */
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

inline double verify(const state *s, rs_answer *answer)
{
    return rs_read_int(answer, 0, 9) == s->a;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    rs_put_int(answer, s->a);
}

RESYN_ENVIRONMENT(.name = "entry_inline", .category = "attacks", .levels = 5,
                  .summary = "An attack.", .answer = "an integer", .score = RS_BINARY)
