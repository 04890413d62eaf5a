/* SPDX-License-Identifier: Apache-2.0 */
/* loops.c: an environment that is drawn at once on level 1, computes for ever on level 2, and ends
 * itself on level 3. */
#include <resyn.h>

struct state {
    int a;
};
RS_NO_WITNESS

bool generate(state *s, witness *w, rs_random *random, int level)
{
    volatile int turning = level == 2;
    while (turning)
        ;
    if (level == 3)
        *(volatile int *)8 = 1;
    s->a = (int)rs_between(random, 1, 9);
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question, "Which number is %d?", s->a);
}

double verify(const state *s, rs_answer *answer)
{
    return rs_read_int(answer, 0, 10) == s->a;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    rs_put_int(answer, s->a);
}

RESYN_ENVIRONMENT(.name = "loops", .category = "tests", .levels = 5, .summary = "Say the number.",
                  .answer = "an integer", .score = RS_BINARY, )
