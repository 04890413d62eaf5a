/* SPDX-License-Identifier: Apache-2.0 */
/* deep.c: adds many numbers, by a call within a call for each: at the upper levels that needs more
 * than the stack that a worker begins with, and less than what is declared. */
#include <resyn.h>

enum { TERMS_OF_A_LEVEL = 20, TERMS_MAX = 5 * TERMS_OF_A_LEVEL, FRAME_BYTES = 256 };

struct state {
    int count;
    int terms[TERMS_MAX];
};
RS_NO_WITNESS

static int sum(const int *terms, int count)
{
    volatile char frame[FRAME_BYTES];
    frame[0] = count == 0;
    return frame[0] ? 0 : terms[0] + sum(terms + 1, count - 1);
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->count = TERMS_OF_A_LEVEL * level;
    for (int i = 0; i < s->count; i++)
        s->terms[i] = (int)rs_between(random, -1000, 1000);
    return sum(s->terms, s->count) != 0;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question, "Add these numbers:");
    for (int i = 0; i < s->count; i++)
        rs_print(question, " %d", s->terms[i]);
}

double verify(const state *s, rs_answer *answer)
{
    return rs_read_int(answer, -1000000, 1000000) == sum(s->terms, s->count);
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    rs_put_int(answer, sum(s->terms, s->count));
}

RESYN_ENVIRONMENT(.name = "deep", .category = "arithmetic", .levels = 5,
                  .summary = "Add many numbers.", .answer = "an integer", .score = RS_BINARY, )
