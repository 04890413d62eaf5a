/* sound: several right answers that look nothing alike: the square roots of a permutation */
/* SPDX-License-Identifier: Apache-2.0 */
/* shuffle_root.c: a way of shuffling cards that, done several times, gives a known shuffle. */
#include <resyn.h>

enum { CARDS_MAX = 16 };

struct state {
    int cards, times;
    int result[CARDS_MAX]; /* where the card from place i + 1 ends, from 1 */
};

struct witness {
    int shuffle[CARDS_MAX];
};

static const struct {
    int cards, times;
} levels[] = {{8, 2}, {9, 2}, {10, 3}, {13, 3}, {16, 4}};

static void repeat(const int *shuffle, int cards, int times, int *result)
{
    for (int i = 0; i < cards; i++) {
        result[i] = i + 1;
        for (int j = 0; j < times; j++)
            result[i] = shuffle[result[i] - 1];
    }
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    int fixed = 0;
    s->cards = levels[level - 1].cards;
    s->times = levels[level - 1].times;
    for (int i = 0; i < s->cards; i++)
        w->shuffle[i] = i + 1;
    rs_shuffle(random, w->shuffle, s->cards, sizeof w->shuffle[0]);
    repeat(w->shuffle, s->cards, s->times, s->result);
    for (int i = 0; i < s->cards; i++)
        fixed += s->result[i] == i + 1;
    return fixed <= s->cards / 3;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question,
             "A machine shuffles %d cards in the same way each time: it brings the card from "
             "each place to a fixed other (or the same) place. After %d shuffles, the cards "
             "from the places 1, 2, 3 and so on lie at the places",
             s->cards, s->times);
    for (int i = 0; i < s->cards; i++)
        rs_print(question, " %d", s->result[i]);
    rs_print(
        question,
        ". How can the machine shuffle? Answer with %d numbers separated by spaces: the place "
        "to which a single shuffle brings the card from place 1, from place 2, and so on. (For "
        "three cards an answer would look like this: 2 3 1)",
        s->cards);
}

double verify(const state *s, rs_answer *answer)
{
    int shuffle[CARDS_MAX], result[CARDS_MAX];
    if (rs_read_ints(answer, shuffle, s->cards, 1, s->cards) != s->cards)
        return rs_reject(answer, "there must be %d places", s->cards);
    repeat(shuffle, s->cards, s->times, result);
    for (int i = 0; i < s->cards; i++)
        if (result[i] != s->result[i])
            return rs_reject(answer, "the card from place %d ends elsewhere", i + 1);
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    for (int i = 0; i < s->cards; i++)
        rs_print(answer, "%d ", w->shuffle[i]);
}

RESYN_ENVIRONMENT(.name = "shuffle_root", .category = "combinatorics", .levels = 5,
                  .summary = "Find a shuffle whose repetition is known.",
                  .answer = "a place for each card, separated by spaces", .score = RS_BINARY)
