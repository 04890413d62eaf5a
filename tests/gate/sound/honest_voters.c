/* sound: words of two kinds only, where no pattern is right more often than others */
/* SPDX-License-Identifier: Apache-2.0 */
/* honest_voters.c: who voted yes and who no, from what is known about pairs of voters. */
#include <resyn.h>

enum { VOTERS_MAX = 18, FACTS_MAX = 30 };

struct state {
    int voters, facts, known, known_vote;
    int fact[FACTS_MAX][2];
    bool alike[FACTS_MAX];
};

struct witness {
    bool yes[VOTERS_MAX];
};

static const int levels[] = {7, 9, 11, 14, 18};

bool generate(state *s, witness *w, rs_random *random, int level)
{
    int order[VOTERS_MAX];
    s->voters = levels[level - 1];
    for (int i = 0; i < s->voters; i++) {
        order[i] = i;
        w->yes[i] = rs_below(random, 2);
    }
    rs_shuffle(random, order, s->voters, sizeof order[0]);
    for (int i = 1; i < s->voters; i++) {
        s->fact[s->facts][0] = order[i];
        s->fact[s->facts][1] = order[rs_below(random, i)];
        s->facts++;
    }
    rs_shuffle(random, s->fact, s->facts, sizeof s->fact[0]);
    for (int i = 0; i < s->facts; i++)
        s->alike[i] = w->yes[s->fact[i][0]] == w->yes[s->fact[i][1]];
    s->known = order[0];
    s->known_vote = w->yes[order[0]];
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question,
             "%d people, numbered from 1, voted yes or no. Person %d voted %s. This is also "
             "known:\n",
             s->voters, s->known + 1, s->known_vote ? "yes" : "no");
    for (int i = 0; i < s->facts; i++)
        rs_print(question, "%d and %d voted %s\n", s->fact[i][0] + 1, s->fact[i][1] + 1,
                 s->alike[i] ? "alike" : "differently");
    rs_print(question,
             "How did each of them vote? Answer with %d words, each yes or no, in the order "
             "of the people, separated by spaces. (For three people an answer would look "
             "like this: no yes no)",
             s->voters);
}

double verify(const state *s, rs_answer *answer)
{
    static const char *const votes[] = {"no", "yes"};
    int vote[VOTERS_MAX];
    for (int i = 0; i < s->voters; i++)
        vote[i] = rs_read_choice(answer, votes, 2);
    if (vote[s->known] != s->known_vote)
        return rs_reject(answer, "person %d voted otherwise", s->known + 1);
    for (int i = 0; i < s->facts; i++)
        if ((vote[s->fact[i][0]] == vote[s->fact[i][1]]) != s->alike[i])
            return rs_reject(answer, "this contradicts what is known of %d and %d",
                             s->fact[i][0] + 1, s->fact[i][1] + 1);
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    for (int i = 0; i < s->voters; i++)
        rs_print(answer, "%s ", w->yes[i] ? "yes" : "no");
}

RESYN_ENVIRONMENT(.name = "honest_voters", .category = "logic", .levels = 5,
                  .summary = "Find out how people voted.",
                  .answer = "yes or no for each person, separated by spaces", .score = RS_BINARY)
