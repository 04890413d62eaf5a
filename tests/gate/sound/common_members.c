/* sound: the empty answer is right where two lists share nothing, on at most 5 % of instances */
/* SPDX-License-Identifier: Apache-2.0 */
/* common_members.c: who is a member of both clubs? */
#include <resyn.h>

enum { MEMBERS_MAX = 30 };

struct state {
    int members;
    int first[MEMBERS_MAX], second[MEMBERS_MAX];
};
RS_NO_WITNESS

static const struct {
    int members, most;
} levels[] = {{8, 40}, {12, 60}, {16, 90}, {22, 150}, {30, 240}};

static bool holds(const int *list, int count, int number)
{
    for (int i = 0; i < count; i++)
        if (list[i] == number)
            return true;
    return false;
}

static void draw_list(int *list, int count, int most, rs_random *random)
{
    for (int i = 0; i < count;) {
        int number = rs_between(random, 1, most);
        if (!holds(list, i, number))
            list[i++] = number;
    }
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->members = levels[level - 1].members;
    bool none = rs_below(random, 30) == 0;
    for (int tries = 0; tries < 2000; tries++) {
        draw_list(s->first, s->members, levels[level - 1].most, random);
        draw_list(s->second, s->members, levels[level - 1].most, random);
        int common = 0;
        for (int i = 0; i < s->members; i++)
            common += holds(s->second, s->members, s->first[i]);
        if (none ? common == 0 : common >= 2)
            return true;
    }
    return false;
}

static void put_list(const int *list, int count, rs_text *text)
{
    for (int i = 0; i < count; i++)
        rs_print(text, i > 0 ? ", %d" : "%d", list[i]);
}

void observe(const state *s, rs_text *question)
{
    rs_put_text(question, "The members of the chess club have the numbers ");
    put_list(s->first, s->members, question);
    rs_put_text(question, ".\nThe members of the rowing club have the numbers ");
    put_list(s->second, s->members, question);
    rs_put_text(question, ".\nWhich numbers belong to members of both clubs? Answer with these "
                          "numbers, each once, separated by spaces, in any order. If there are "
                          "none, give an empty answer.");
}

double verify(const state *s, rs_answer *answer)
{
    int number[MEMBERS_MAX], common = 0;
    for (int i = 0; i < s->members; i++)
        common += holds(s->second, s->members, s->first[i]);
    if (rs_at_end(answer))
        return common == 0 ? 1 : 0;
    int count = rs_read_ints(answer, number, s->members, 1, 1000);
    for (int i = 0; i < count; i++)
        if (holds(number, i, number[i]) || !holds(s->first, s->members, number[i]) ||
            !holds(s->second, s->members, number[i]))
            return rs_reject(answer, "%d is no member of both, or named twice", number[i]);
    return count == common && count > 0 ? 1 : 0;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    for (int i = 0; i < s->members; i++)
        if (holds(s->second, s->members, s->first[i]))
            rs_print(answer, "%d ", s->first[i]);
}

RESYN_ENVIRONMENT(.name = "common_members", .category = "tables", .levels = 5,
                  .summary = "Find the members that two clubs have in common.",
                  .answer = "the common numbers, separated by spaces; empty if there are none",
                  .score = RS_BINARY, .empty_may_win = 0.05)
