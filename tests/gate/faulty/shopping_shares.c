/* fault: oracle_wrong — shares of 1/n add up to less than 1: right answers earn 0.9999 */
/* SPDX-License-Identifier: Apache-2.0 */
/* shopping_shares.c: the price of each line of a receipt; each right line earns its share. */
#include <resyn.h>

enum { LINES_MAX = 14 };

struct state {
    int lines;
    int pieces[LINES_MAX], cents[LINES_MAX], discount[LINES_MAX]; /* discount in percent */
};
RS_NO_WITNESS

static const int levels[] = {4, 6, 8, 10, 14};

static int price_of(const state *s, int i)
{
    return s->pieces[i] * s->cents[i] * (100 - s->discount[i]) / 100;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->lines = levels[level - 1];
    for (int i = 0; i < s->lines; i++) {
        s->pieces[i] = rs_between(random, 2, 9);
        s->cents[i] = 20 * rs_between(random, 3, 99);
        s->discount[i] = 5 * rs_below(random, 7);
    }
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_put_text(question, "A receipt has these lines:\n");
    for (int i = 0; i < s->lines; i++)
        rs_print(question, "%d pieces at %d cents each, %d %% off the line\n", s->pieces[i],
                 s->cents[i], s->discount[i]);
    rs_print(question,
             "What does each line cost? Answer with %d whole numbers of cents, in order, separated "
             "by spaces. Each right one earns an equal share.",
             s->lines);
}

double verify(const state *s, rs_answer *answer)
{
    int price[LINES_MAX];
    double score = 0;
    if (rs_read_ints(answer, price, s->lines, 1, 100000) != s->lines)
        return rs_reject(answer, "there must be %d prices", s->lines);
    for (int i = 0; i < s->lines; i++)
        if (price[i] == price_of(s, i))
            score += 1.0 / s->lines;
    return score > 1 ? 1 : score;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    for (int i = 0; i < s->lines; i++)
        rs_print(answer, "%d ", price_of(s, i));
}

RESYN_ENVIRONMENT(.name = "shopping_shares", .category = "tables", .levels = 5,
                  .summary = "Compute the price of each line of a receipt.",
                  .answer = "one number of cents for each line, separated by spaces",
                  .score = RS_PARTIAL)
