/* sound: answers of different lengths: fewer sets than allowed are right as well, in any order */
/* SPDX-License-Identifier: Apache-2.0 */
/* label_cover.c: few sets that cover everything. */
#include <resyn.h>

enum { SETS_MAX = 20, ITEMS_MAX = 24 };

struct state {
    int sets, items, allowed;
    unsigned member[SETS_MAX]; /* bit i: item i + 1 */
};

struct witness {
    bool chosen[SETS_MAX];
};

static const struct {
    int sets, items, allowed;
} levels[] = {{9, 12, 3}, {11, 13, 4}, {13, 15, 4}, {16, 19, 5}, {20, 24, 6}};

static int size_of(unsigned set)
{
    int size = 0;
    for (; set != 0; set &= set - 1)
        size++;
    return size;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    int order[SETS_MAX];
    s->sets = levels[level - 1].sets;
    s->items = levels[level - 1].items;
    s->allowed = levels[level - 1].allowed;
    for (int i = 0; i < s->sets; i++)
        order[i] = i;
    rs_shuffle(random, order, s->sets, sizeof order[0]);
    for (int i = 0; i < s->items; i++)
        s->member[order[rs_below(random, s->allowed)]] |= 1u << i;
    int largest = s->items / s->allowed + 1;
    for (int i = 0; i < s->sets; i++) {
        w->chosen[order[i]] = i < s->allowed;
        while (size_of(s->member[order[i]]) < largest)
            s->member[order[i]] |= 1u << rs_below(random, s->items);
    }
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question, "The items 1 to %d are contained in these sets:\n", s->items);
    for (int i = 0; i < s->sets; i++) {
        rs_print(question, "set %d:", i + 1);
        for (int j = 0; j < s->items; j++)
            if (s->member[i] >> j & 1)
                rs_print(question, " %d", j + 1);
        rs_put_text(question, "\n");
    }
    rs_print(question,
             "Choose at most %d of the sets so that every item is in one of them at least. Answer "
             "with the numbers of the sets, each once, separated by spaces, in any order. (With "
             "more sets an answer would look like this: 31 24 29)",
             s->allowed);
}

double verify(const state *s, rs_answer *answer)
{
    int set[SETS_MAX];
    unsigned covered = 0;
    bool used[SETS_MAX + 1] = {false};
    int count = rs_read_ints(answer, set, s->allowed, 1, s->sets);
    for (int i = 0; i < count; i++) {
        if (used[set[i]])
            return rs_reject(answer, "set %d is named twice", set[i]);
        used[set[i]] = true;
        covered |= s->member[set[i] - 1];
    }
    if (covered != (1u << s->items) - 1)
        return rs_reject(answer, "%d items are not covered", s->items - size_of(covered));
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    for (int i = 0; i < s->sets; i++)
        if (w->chosen[i])
            rs_print(answer, "%d ", i + 1);
}

bool another(const state *s, const witness *w, rs_random *random, rs_text *answer)
{
    for (int i = s->sets - 1; i >= 0; i--)
        if (w->chosen[i])
            rs_print(answer, "%d ", i + 1);
    return true;
}

RESYN_ENVIRONMENT(.name = "label_cover", .category = "constraint_satisfaction", .levels = 5,
                  .summary = "Choose few sets that cover everything.",
                  .answer = "the numbers of the sets, separated by spaces", .score = RS_BINARY)
