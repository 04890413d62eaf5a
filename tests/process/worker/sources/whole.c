/* SPDX-License-Identifier: Apache-2.0 */
/* Judges the whole response as it is, and leaves the rest of it unread. */
#include <resyn.h>

struct state {
    int none;
};
RS_NO_WITNESS

bool generate(state *s, witness *w, rs_random *random, int level)
{
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_put_text(question, "Say yes.");
}

double verify(const state *s, rs_answer *answer)
{
    return rs_accept(answer, "yes");
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    rs_put_text(answer, "yes");
}

RESYN_ENVIRONMENT(.name = "whole", .category = "tests", .levels = 5, .summary = "Say yes.",
                  .answer = "yes", .score = RS_BINARY, .rest = RS_IGNORED, .extract = RS_WHOLE,
                  .answer_form = RS_VERBATIM, )
