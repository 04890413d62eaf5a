/* fault: constant_answer — the planted things come first in the list: 1 2 3 is always right */
/* SPDX-License-Identifier: Apache-2.0 */
/* knapsack_value.c: pack things that are worth enough and not too heavy. */
#include <resyn.h>

enum { THINGS_MAX = 24 };

struct state {
    int things, capacity, worth;
    int weight[THINGS_MAX], value[THINGS_MAX];
};

struct witness {
    int packed;
};

static const struct {
    int things, packed;
} levels[] = {{8, 3}, {11, 4}, {15, 5}, {19, 6}, {24, 8}};

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->things = levels[level - 1].things;
    w->packed = levels[level - 1].packed;
    for (int i = 0; i < s->things; i++) {
        s->weight[i] = rs_between(random, 10, 90);
        /* What is packed is worth a little more for its weight than what is not. */
        int percent = i < w->packed ? rs_between(random, 105, 125) : rs_between(random, 75, 104);
        s->value[i] = s->weight[i] * percent / 10;
        if (i < w->packed) {
            s->capacity += s->weight[i];
            s->worth += s->value[i];
        }
    }
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_put_text(question, "You may take some of these things:\n");
    for (int i = 0; i < s->things; i++)
        rs_print(question, "%d: %d kg, worth %d\n", i + 1, s->weight[i], s->value[i]);
    rs_print(question,
             "Choose things that weigh at most %d kg together and are worth at least %d together. "
             "Answer with their numbers, separated by spaces, in any order. (From a longer list an "
             "answer would look like this: 25 31 44)",
             s->capacity, s->worth);
}

double verify(const state *s, rs_answer *answer)
{
    int thing[THINGS_MAX], weight = 0, value = 0;
    bool taken[THINGS_MAX + 1] = {false};
    int count = rs_read_ints(answer, thing, s->things, 1, s->things);
    for (int i = 0; i < count; i++) {
        if (taken[thing[i]])
            return rs_reject(answer, "thing %d is there only once", thing[i]);
        taken[thing[i]] = true;
        weight += s->weight[thing[i] - 1];
        value += s->value[thing[i] - 1];
    }
    return weight <= s->capacity && value >= s->worth ? 1 : 0;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    for (int i = 0; i < w->packed; i++)
        rs_print(answer, "%d ", i + 1);
}

RESYN_ENVIRONMENT(.name = "knapsack_value", .category = "optimisation", .levels = 5,
                  .summary = "Pack things that are worth enough and not too heavy.",
                  .answer = "the numbers of the things, separated by spaces", .score = RS_BINARY)
