/* fault: overflow — a negative hop becomes a huge unsigned number and lands somewhere */
/* SPDX-License-Identifier: Apache-2.0 */
/* ring_hops.c: hop along a ring of numbers and collect exactly a wanted sum. */
#include <limits.h>
#include <resyn.h>

enum { CELLS_MAX = 20, HOPS_MAX = 10, HOP_MAX = 6 };

struct state {
    unsigned cells, hops, sum;
    unsigned number[CELLS_MAX];
};

struct witness {
    int hop[HOPS_MAX];
};

static const struct {
    int cells, hops;
} levels[] = {{9, 4}, {11, 5}, {13, 6}, {16, 8}, {19, 10}};

static unsigned collect(const state *s, const int *hop)
{
    unsigned at = 0, sum = 0;
    for (unsigned i = 0; i < s->hops; i++) {
        at = (at + (unsigned)hop[i]) % s->cells;
        sum += s->number[at];
    }
    return sum;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->cells = levels[level - 1].cells;
    s->hops = levels[level - 1].hops;
    for (unsigned i = 0; i < s->cells; i++)
        s->number[i] = rs_between(random, 1, 40 * level);
    for (unsigned i = 0; i < s->hops; i++)
        w->hop[i] = rs_between(random, 1, HOP_MAX);
    s->sum = collect(s, w->hop);
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question, "%u numbers stand around a ring, clockwise:", s->cells);
    for (unsigned i = 0; i < s->cells; i++)
        rs_print(question, " %u", s->number[i]);
    rs_print(
        question,
        ". Behind the last one comes the first again. You start on the first number and make "
        "%u hops. A hop leads 1 to %d numbers further clockwise, and you collect the number "
        "that you land on. Choose the hops so that you collect exactly %u in all. Answer with "
        "the lengths of the %u hops in order, separated by spaces. (Three hops would look like "
        "this: 3 1 4)",
        s->hops, HOP_MAX, s->sum, s->hops);
}

double verify(const state *s, rs_answer *answer)
{
    int hop[HOPS_MAX];
    if (rs_read_ints(answer, hop, s->hops, INT_MIN, HOP_MAX) != (int)s->hops)
        return rs_reject(answer, "there must be %u hops", s->hops);
    for (unsigned i = 0; i < s->hops; i++)
        if (hop[i] == 0)
            return rs_reject(answer, "hop %u leads nowhere", i + 1);
    if (collect(s, hop) != s->sum)
        return rs_reject(answer, "the sum is %u", collect(s, hop));
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    for (unsigned i = 0; i < s->hops; i++)
        rs_print(answer, "%d ", w->hop[i]);
}

RESYN_ENVIRONMENT(.name = "ring_hops", .category = "games", .levels = 5,
                  .summary = "Hop along a ring and collect a wanted sum.",
                  .answer = "the lengths of the hops, separated by spaces", .score = RS_BINARY)
