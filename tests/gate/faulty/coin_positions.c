/* fault: duplicates — a position may be named twice, although each coin exists once */
/* SPDX-License-Identifier: Apache-2.0 */
/* coin_positions.c: choose coins by their positions so that they make an amount exactly. */
#include <resyn.h>

enum { COINS_MAX = 20 };

struct state {
    int coins, amount;
    int value[COINS_MAX];
};

struct witness {
    bool chosen[COINS_MAX];
};

static const struct {
    int coins, largest;
} levels[] = {{7, 60}, {9, 150}, {12, 500}, {16, 2000}, {20, 9000}};

bool generate(state *s, witness *w, rs_random *random, int level)
{
    int chosen = 0;
    s->coins = levels[level - 1].coins;
    for (int i = 0; i < s->coins; i++) {
        s->value[i] = rs_between(random, 3, levels[level - 1].largest);
        w->chosen[i] = rs_below(random, 2);
        s->amount += w->chosen[i] ? s->value[i] : 0;
        chosen += w->chosen[i];
    }
    return chosen > 2 && chosen < s->coins - 1;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question, "On the table lie %d coins in a row. Their values, from position 1 on, are:",
             s->coins);
    for (int i = 0; i < s->coins; i++)
        rs_print(question, " %d", s->value[i]);
    rs_print(question,
             ".\nTake some of the coins so that you have exactly %d; every coin is there only "
             "once. Answer with the positions of the coins that you take, separated by spaces, in "
             "any order. (For a longer row an answer would look like this: 31 22 27)",
             s->amount);
}

double verify(const state *s, rs_answer *answer)
{
    int position[COINS_MAX], sum = 0;
    int count = rs_read_ints(answer, position, s->coins, 1, s->coins);
    for (int i = 0; i < count; i++)
        sum += s->value[position[i] - 1];
    if (sum != s->amount)
        return rs_reject(answer, "these coins make %d", sum);
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    for (int i = 0; i < s->coins; i++)
        if (w->chosen[i])
            rs_print(answer, "%d ", i + 1);
}

RESYN_ENVIRONMENT(.name = "coin_positions", .category = "arithmetic", .levels = 5,
                  .summary = "Choose coins by position that make an amount.",
                  .answer = "positions of coins, separated by spaces", .score = RS_BINARY)
