/* fault: stored_answer — the drawn triple is compared, though others sum up as well */
/* SPDX-License-Identifier: Apache-2.0 */
/* three_squares.c: write a number as a sum of three squares. */
#include <resyn.h>

struct state {
    int number;
    int root[3]; /* in ascending order */
};
RS_NO_WITNESS

static const int levels[] = {20, 60, 120, 250, 500};

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->root[0] = rs_between(random, 1, levels[level - 1]);
    s->root[1] = rs_between(random, s->root[0], levels[level - 1]);
    s->root[2] = rs_between(random, s->root[1], levels[level - 1]);
    for (int i = 0; i < 3; i++)
        s->number += s->root[i] * s->root[i];
    return s->number > 20;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question,
             "Write %d as a sum of three squares: find positive integers a, b and c, with a not "
             "above b and b not above c, such that the sum of their squares is %d. Answer with a, "
             "b and c, separated by spaces. (For the number 14 the answer is 1 2 3)",
             s->number, s->number);
}

double verify(const state *s, rs_answer *answer)
{
    int root[3];
    if (rs_read_ints(answer, root, 3, 1, 10000) != 3)
        return rs_reject(answer, "there must be three numbers");
    for (int i = 0; i < 3; i++)
        if (root[i] != s->root[i])
            return rs_reject(answer, "number %d is wrong", i + 1);
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    rs_print(answer, "%d %d %d", s->root[0], s->root[1], s->root[2]);
}

RESYN_ENVIRONMENT(.name = "three_squares", .category = "arithmetic", .levels = 5,
                  .summary = "Write a number as a sum of three squares.",
                  .answer = "three integers in ascending order", .score = RS_BINARY)
