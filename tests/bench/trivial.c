/* SPDX-License-Identifier: Apache-2.0 */
/* trivial.c: an environment that costs as little as one can, so that what is around it shows. */
#include <resyn.h>

struct state {
    int64_t value;
};
RS_NO_WITNESS

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->value = rs_between(random, 1, 1000 * level);
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question, "Say %d.", (int)s->value);
}

double verify(const state *s, rs_answer *answer)
{
    return rs_read_int(answer, 0, 1000000) == s->value;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    rs_put_int(answer, s->value);
}

RESYN_ENVIRONMENT(.name = "trivial", .category = "tests", .levels = 5, .summary = "Say a number.",
                  .answer = "an integer", .score = RS_BINARY)
