/* fault: substring_match — strstr finds "no" within "unknown", and all within one long word */
/* SPDX-License-Identifier: Apache-2.0 */
/* taller_than.c: what follows from some comparisons of heights: yes, no or unknown. */
#include <resyn.h>
#include <string.h>

enum { PEOPLE_MAX = 12, FACTS_MAX = 14, ASKED = 8 };

struct state {
    int people, facts;
    int fact[FACTS_MAX][2], asked[ASKED][2]; /* the first is (said to be) taller */
};
RS_NO_WITNESS

static const struct {
    int people, facts;
} levels[] = {{6, 6}, {7, 8}, {8, 9}, {10, 12}, {12, 14}};

static const char *const names[] = {"Ann", "Bob",  "Cy",  "Deb", "Eli", "Fay",
                                    "Gil", "Hana", "Ian", "Joy", "Ken", "Lu"};

static void close_facts(const state *s, bool taller[PEOPLE_MAX][PEOPLE_MAX])
{
    memset(taller, 0, sizeof(bool) * PEOPLE_MAX * PEOPLE_MAX);
    for (int i = 0; i < s->facts; i++)
        taller[s->fact[i][0]][s->fact[i][1]] = true;
    for (int k = 0; k < s->people; k++)
        for (int i = 0; i < s->people; i++)
            for (int j = 0; j < s->people; j++)
                taller[i][j] = taller[i][j] || (taller[i][k] && taller[k][j]);
}

static const char *verdict(bool taller[PEOPLE_MAX][PEOPLE_MAX], const int *asked)
{
    return taller[asked[0]][asked[1]] ? "yes" : taller[asked[1]][asked[0]] ? "no" : "unknown";
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    int order[PEOPLE_MAX];
    s->people = levels[level - 1].people;
    s->facts = levels[level - 1].facts;
    for (int i = 0; i < s->people; i++)
        order[i] = i;
    rs_shuffle(random, order, s->people, sizeof order[0]);
    for (int i = 0; i < s->facts; i++) {
        int a = rs_below(random, s->people - 1);
        int b = rs_between(random, a + 1, s->people - 1);
        s->fact[i][0] = order[a];
        s->fact[i][1] = order[b];
    }
    int yes = 0, no = 0;
    bool taller[PEOPLE_MAX][PEOPLE_MAX];
    close_facts(s, taller);
    for (int i = 0; i < ASKED; i++) {
        int a = rs_below(random, s->people);
        int step = rs_between(random, 1, s->people - 1);
        s->asked[i][0] = a;
        s->asked[i][1] = (a + step) % s->people;
        yes += strcmp(verdict(taller, s->asked[i]), "yes") == 0;
        no += strcmp(verdict(taller, s->asked[i]), "no") == 0;
    }
    return yes >= 2 && no >= 2 && yes + no <= ASKED - 2;
}

void observe(const state *s, rs_text *question)
{
    rs_put_text(question, "No two of some people are of the same height. It is known that:\n");
    for (int i = 0; i < s->facts; i++)
        rs_print(question, "%s is taller than %s.\n", names[s->fact[i][0]], names[s->fact[i][1]]);
    rs_put_text(question, "What follows from this about each of the questions below: yes, no, or "
                          "unknown where neither follows?\n");
    for (int i = 0; i < ASKED; i++)
        rs_print(question, "%d. Is %s taller than %s?\n", i + 1, names[s->asked[i][0]],
                 names[s->asked[i][1]]);
    rs_print(question,
             "Answer with %d words, each yes, no or unknown, separated by spaces. (For "
             "three questions an answer would look like this: no yes unknown)",
             ASKED);
}

double verify(const state *s, rs_answer *answer)
{
    bool taller[PEOPLE_MAX][PEOPLE_MAX];
    close_facts(s, taller);
    for (int i = 0; i < ASKED; i++) {
        char word[32];
        rs_read_word(answer, word, sizeof word);
        if (strstr(word, verdict(taller, s->asked[i])) == NULL)
            return rs_reject(answer, "question %d is answered wrongly", i + 1);
    }
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    bool taller[PEOPLE_MAX][PEOPLE_MAX];
    close_facts(s, taller);
    for (int i = 0; i < ASKED; i++)
        rs_print(answer, "%s ", verdict(taller, s->asked[i]));
}

RESYN_ENVIRONMENT(.name = "taller_than", .category = "logic", .levels = 5,
                  .summary = "Say what follows from comparisons of heights.",
                  .answer = "eight words, each yes, no or unknown, separated by spaces",
                  .score = RS_BINARY)
