/* fault: lossy_compare — shares are compared after a division that drops the remainder */
/* SPDX-License-Identifier: Apache-2.0 */
/* fair_shares.c: divide treasures among heirs so that all get the same value. */
#include <resyn.h>

enum { HEIRS_MAX = 6, ITEMS_MAX = 24, UNIT = 10 };

struct state {
    int heirs, items;
    int value[ITEMS_MAX];
};

struct witness {
    int heir[ITEMS_MAX];
};

static const struct {
    int heirs, each, worth;
} levels[] = {{2, 4, 90}, {3, 4, 150}, {3, 5, 300}, {4, 5, 500}, {6, 4, 900}};

bool generate(state *s, witness *w, rs_random *random, int level)
{
    int each = levels[level - 1].each, order[ITEMS_MAX], value[ITEMS_MAX];
    s->heirs = levels[level - 1].heirs;
    s->items = s->heirs * each;
    int worth = levels[level - 1].worth + rs_below(random, 40);
    for (int i = 0; i < s->heirs; i++) {
        int rest = worth;
        for (int j = 0; j < each - 1; j++) {
            value[i * each + j] = rs_between(random, worth / each / 3, worth * 3 / each / 2);
            rest -= value[i * each + j];
        }
        if (rest < 3)
            return false;
        value[i * each + each - 1] = rest;
    }
    for (int i = 0; i < s->items; i++)
        order[i] = i;
    rs_shuffle(random, order, s->items, sizeof order[0]);
    for (int i = 0; i < s->items; i++) {
        s->value[i] = value[order[i]];
        w->heir[i] = order[i] / each + 1;
    }
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question,
             "%d heirs divide %d treasures whose values are, from the first on:", s->heirs,
             s->items);
    for (int i = 0; i < s->items; i++)
        rs_print(question, " %d", s->value[i]);
    rs_print(
        question,
        ". Give each treasure to one heir so that all heirs get exactly the same total value. "
        "Answer with %d integers from 1 to %d separated by spaces: the heir who gets the first "
        "treasure, the second, and so on. (For three treasures an answer would look like this: "
        "2 1 2)",
        s->items, s->heirs);
}

double verify(const state *s, rs_answer *answer)
{
    int heir[ITEMS_MAX], total[HEIRS_MAX + 1] = {0};
    if (rs_read_ints(answer, heir, s->items, 1, s->heirs) != s->items)
        return rs_reject(answer, "there must be %d numbers", s->items);
    for (int i = 0; i < s->items; i++)
        total[heir[i]] += s->value[i];
    for (int i = 2; i <= s->heirs; i++)
        if (total[i] / UNIT != total[1] / UNIT)
            return rs_reject(answer, "heir %d gets %d, heir 1 gets %d", i, total[i], total[1]);
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    for (int i = 0; i < s->items; i++)
        rs_print(answer, "%d ", w->heir[i]);
}

RESYN_ENVIRONMENT(.name = "fair_shares", .category = "optimisation", .levels = 5,
                  .summary = "Divide treasures so that all get the same value.",
                  .answer = "the heir of each treasure, separated by spaces", .score = RS_BINARY)
