/* fault: missing_count — fewer guests than the question demands pass */
/* SPDX-License-Identifier: Apache-2.0 */
/* party_guests.c: a large set of people of whom no two dislike each other (independent set). */
#include <resyn.h>

enum { PEOPLE_MAX = 30, PAIRS_MAX = 120 };

struct state {
    int people, wanted, pairs;
    int pair[PAIRS_MAX][2];
};

struct witness {
    bool invited[PEOPLE_MAX + 1];
};

static const struct {
    int people, wanted, pairs;
} levels[] = {{8, 4, 12}, {12, 6, 25}, {18, 8, 50}, {24, 10, 80}, {30, 12, 120}};

static bool dislike(const state *s, int count, int a, int b)
{
    for (int i = 0; i < count; i++)
        if (s->pair[i][0] == a && s->pair[i][1] == b)
            return true;
    return false;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->people = levels[level - 1].people;
    s->wanted = levels[level - 1].wanted;
    s->pairs = levels[level - 1].pairs;
    int order[PEOPLE_MAX];
    for (int i = 0; i < s->people; i++)
        order[i] = i + 1;
    rs_shuffle(random, order, s->people, sizeof order[0]);
    for (int i = 0; i < s->wanted; i++)
        w->invited[order[i]] = true;
    for (int count = 0, draws = 0; count < s->pairs; draws++) {
        if (draws == 5000)
            return false;
        int a = rs_between(random, 1, s->people);
        int b = rs_between(random, 1, s->people);
        if (a >= b || (w->invited[a] && w->invited[b]) || dislike(s, count, a, b))
            continue;
        s->pair[count][0] = a;
        s->pair[count++][1] = b;
    }
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question, "You know %d people, numbered from 1. These pairs cannot stand each other: ",
             s->people);
    for (int i = 0; i < s->pairs; i++)
        rs_print(question, "%s%d-%d", i > 0 ? ", " : "", s->pair[i][0], s->pair[i][1]);
    rs_print(question,
             ".\nInvite at least %d people so that no two guests cannot stand each other. Answer "
             "with the numbers of the guests separated by spaces, in any order. (With many more "
             "people an answer would look like this: 41 52 33)",
             s->wanted);
}

double verify(const state *s, rs_answer *answer)
{
    int guest[PEOPLE_MAX];
    bool invited[PEOPLE_MAX + 1] = {false};
    int count = rs_read_ints(answer, guest, s->people, 1, s->people);
    if (count == 0)
        return rs_reject(answer, "nobody is invited");
    for (int i = 0; i < count; i++) {
        if (invited[guest[i]])
            return rs_reject(answer, "%d is invited twice", guest[i]);
        invited[guest[i]] = true;
    }
    for (int i = 0; i < s->pairs; i++)
        if (invited[s->pair[i][0]] && invited[s->pair[i][1]])
            return rs_reject(answer, "%d and %d both come", s->pair[i][0], s->pair[i][1]);
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    for (int i = 1; i <= s->people; i++)
        if (w->invited[i])
            rs_print(answer, "%d ", i);
}

RESYN_ENVIRONMENT(.name = "party_guests", .category = "graphs", .levels = 5,
                  .summary = "Invite many people of whom no two dislike each other.",
                  .answer = "the numbers of the guests, separated by spaces", .score = RS_BINARY)
