/* SPDX-License-Identifier: Apache-2.0 */
/* Writes below its state and its witness, by an index below 0, and looks for what an earlier call
 * has written there. */
#include <resyn.h>

struct state {
    int cells[10];
};
struct witness {
    int cells[10];
};

bool generate(state *s, witness *w, rs_random *random, int level)
{
    int below = -level;
    bool clean = s->cells[below] == 0 && w->cells[below] == 0;
    s->cells[below] = w->cells[below] = 1;
    return clean;
}

void observe(const state *s, rs_text *question)
{
    rs_put_text(question, "?");
}

double verify(const state *s, rs_answer *answer)
{
    return 0;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    rs_put_text(answer, "!");
}

RESYN_ENVIRONMENT(.name = "below", .category = "tests", .levels = 5, .summary = "Nothing.",
                  .answer = "nothing", .score = RS_BINARY)
