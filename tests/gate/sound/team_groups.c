/* sound: permutation symmetric: the names of the groups may be exchanged freely */
/* SPDX-License-Identifier: Apache-2.0 */
/* team_groups.c: divide players into groups of equal size and equal strength. */
#include <resyn.h>

enum { PLAYERS_MAX = 20, GROUPS_MAX = 5 };

struct state {
    int players, groups, strength; /* of each group */
    int player[PLAYERS_MAX];
};

struct witness {
    int group[PLAYERS_MAX];
};

static const struct {
    int groups, size, strength;
} levels[] = {{3, 3, 60}, {3, 4, 120}, {4, 4, 200}, {4, 5, 360}, {5, 4, 500}};

bool generate(state *s, witness *w, rs_random *random, int level)
{
    int size = levels[level - 1].size, order[PLAYERS_MAX], player[PLAYERS_MAX];
    s->groups = levels[level - 1].groups;
    s->players = s->groups * size;
    s->strength = levels[level - 1].strength + rs_below(random, 30);
    for (int i = 0; i < s->groups; i++) {
        int rest = s->strength;
        for (int j = 0; j < size - 1; j++) {
            player[i * size + j] =
                rs_between(random, s->strength / size / 2, s->strength * 4 / size / 3);
            rest -= player[i * size + j];
        }
        if (rest < 3)
            return false;
        player[i * size + size - 1] = rest;
    }
    for (int i = 0; i < s->players; i++)
        order[i] = i;
    rs_shuffle(random, order, s->players, sizeof order[0]);
    for (int i = 0; i < s->players; i++) {
        s->player[i] = player[order[i]];
        w->group[i] = order[i] / size + 1;
    }
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question, "%d players have these strengths, from player 1 on:", s->players);
    for (int i = 0; i < s->players; i++)
        rs_print(question, " %d", s->player[i]);
    rs_print(
        question,
        ". Divide them into %d groups of %d players such that the strengths of each group add "
        "up to %d. Answer with %d integers from 1 to %d separated by spaces: the group of "
        "player 1, of player 2, and so on. (For four players an answer would look like this: 1 "
        "2 2 1)",
        s->groups, s->players / s->groups, s->strength, s->players, s->groups);
}

double verify(const state *s, rs_answer *answer)
{
    int group[PLAYERS_MAX], size[GROUPS_MAX + 1] = {0}, strength[GROUPS_MAX + 1] = {0};
    if (rs_read_ints(answer, group, s->players, 1, s->groups) != s->players)
        return rs_reject(answer, "there must be %d groups", s->players);
    for (int i = 0; i < s->players; i++) {
        size[group[i]]++;
        strength[group[i]] += s->player[i];
    }
    for (int i = 1; i <= s->groups; i++)
        if (size[i] != s->players / s->groups || strength[i] != s->strength)
            return rs_reject(answer, "group %d has %d players and strength %d", i, size[i],
                             strength[i]);
    return 1;
}

static void put_groups(const state *s, const witness *w, int shift, rs_text *answer)
{
    for (int i = 0; i < s->players; i++)
        rs_print(answer, "%d ", (w->group[i] - 1 + shift) % s->groups + 1);
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    put_groups(s, w, 0, answer);
}

bool another(const state *s, const witness *w, rs_random *random, rs_text *answer)
{
    put_groups(s, w, rs_between(random, 1, s->groups - 1), answer);
    return true;
}

RESYN_ENVIRONMENT(.name = "team_groups", .category = "constraint_satisfaction", .levels = 5,
                  .summary = "Divide players into groups of equal strength.",
                  .answer = "the group of each player, separated by spaces", .score = RS_BINARY)
