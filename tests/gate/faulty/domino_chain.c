/* fault: edge_unchecked — the loop ends one pair too early: the last domino need not fit */
/* SPDX-License-Identifier: Apache-2.0 */
/* domino_chain.c: lay all dominoes in a row so that touching halves are equal; none is turned. */
#include <resyn.h>

enum { DOMINOES_MAX = 20 };

struct state {
    int dominoes;
    int half[DOMINOES_MAX][2];
};

struct witness {
    int order[DOMINOES_MAX];
};

static const struct {
    int dominoes, faces;
} levels[] = {{6, 4}, {9, 5}, {12, 6}, {16, 6}, {20, 7}};

bool generate(state *s, witness *w, rs_random *random, int level)
{
    int face[DOMINOES_MAX + 1];
    s->dominoes = levels[level - 1].dominoes;
    for (int i = 0; i <= s->dominoes; i++)
        face[i] = rs_below(random, levels[level - 1].faces);
    for (int i = 0; i < s->dominoes; i++)
        w->order[i] = i;
    rs_shuffle(random, w->order, s->dominoes, sizeof w->order[0]);
    for (int i = 0; i < s->dominoes; i++) {
        s->half[w->order[i]][0] = face[i];
        s->half[w->order[i]][1] = face[i + 1];
    }
    /* Not the order in which they are listed. */
    for (int i = 0; i + 1 < s->dominoes; i++)
        if (s->half[i][1] != s->half[i + 1][0])
            return true;
    return false;
}

void observe(const state *s, rs_text *question)
{
    rs_put_text(question, "Here are dominoes, each with the number on its left and on its right "
                          "half:\n");
    for (int i = 0; i < s->dominoes; i++)
        rs_print(question, "%d: [%d|%d]\n", i + 1, s->half[i][0], s->half[i][1]);
    rs_print(question,
             "Lay all %d in one row, without turning any, so that wherever two of them touch, the "
             "halves that touch show the same number. Answer with the dominoes' numbers from left "
             "to right, separated by spaces. (For three dominoes an answer would look like this: 2 "
             "3 1)",
             s->dominoes);
}

double verify(const state *s, rs_answer *answer)
{
    int order[DOMINOES_MAX];
    bool used[DOMINOES_MAX + 1] = {false};
    if (rs_read_ints(answer, order, s->dominoes, 1, s->dominoes) != s->dominoes)
        return rs_reject(answer, "there must be %d dominoes", s->dominoes);
    for (int i = 0; i < s->dominoes; i++) {
        if (used[order[i]])
            return rs_reject(answer, "domino %d is there only once", order[i]);
        used[order[i]] = true;
    }
    for (int i = 0; i < s->dominoes - 2; i++)
        if (s->half[order[i] - 1][1] != s->half[order[i + 1] - 1][0])
            return rs_reject(answer, "domino %d does not fit behind %d", order[i + 1], order[i]);
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    for (int i = 0; i < s->dominoes; i++)
        rs_print(answer, "%d ", w->order[i] + 1);
}

RESYN_ENVIRONMENT(.name = "domino_chain", .category = "games", .levels = 5,
                  .summary = "Lay dominoes in a row so that halves match.",
                  .answer = "the numbers of all dominoes from left to right", .score = RS_BINARY)
