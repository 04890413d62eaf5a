/* sound: a small answer space with a declared guess rate; often several moves win */
/* SPDX-License-Identifier: Apache-2.0 */
/* nim_take.c: a winning move in a game of heaps. */
#include <resyn.h>

enum { HEAPS_MAX = 8 };

struct state {
    int heaps;
    int heap[HEAPS_MAX];
};
RS_NO_WITNESS

static const struct {
    int heaps, most;
} levels[] = {{3, 9}, {4, 15}, {5, 31}, {6, 63}, {8, 127}};

static int sum_of(const state *s)
{
    int sum = 0;
    for (int i = 0; i < s->heaps; i++)
        sum ^= s->heap[i];
    return sum;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->heaps = levels[level - 1].heaps;
    for (int i = 0; i < s->heaps; i++)
        s->heap[i] = rs_between(random, 1, levels[level - 1].most);
    return sum_of(s) != 0;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question,
             "Two players take turns. A move takes one or more stones from one of the heaps; "
             "who takes the last stone of all wins. There are %d heaps:",
             s->heaps);
    for (int i = 0; i < s->heaps; i++)
        rs_print(question, " %d", s->heap[i]);
    rs_put_text(question,
                ". It is your turn. Find a move after which you can force a win. Answer with "
                "the number of the heap, counted from 1, and the number of stones that you "
                "take from it, separated by a space.");
}

double verify(const state *s, rs_answer *answer)
{
    int heap = rs_read_int(answer, 1, s->heaps);
    int stones = rs_read_int(answer, 1, s->heap[heap - 1]);
    if ((sum_of(s) ^ s->heap[heap - 1] ^ (s->heap[heap - 1] - stones)) != 0)
        return rs_reject(answer, "after this move the other player can win");
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    for (int i = 0; i < s->heaps; i++) {
        int left = s->heap[i] ^ sum_of(s);
        if (left < s->heap[i]) {
            rs_print(answer, "%d %d", i + 1, s->heap[i] - left);
            return;
        }
    }
}

RESYN_ENVIRONMENT(.name = "nim_take", .category = "games", .levels = 5,
                  .summary = "Find a winning move in a game of heaps.",
                  .answer = "a heap and a number of stones", .score = RS_BINARY, .guess_rate = 0.2)
