/* fault: unbalanced_classes — yes is right nearly always, far above the declared half */
/* SPDX-License-Identifier: Apache-2.0 */
/* one_way_streets.c: can one drive from one place to another along one-way streets? */
#include <resyn.h>

enum { PLACES_MAX = 26, STREETS_MAX = 90 };

struct state {
    int places, streets, from, to;
    int street[STREETS_MAX][2];
};
RS_NO_WITNESS

static const struct {
    int places, streets;
} levels[] = {{8, 24}, {11, 35}, {15, 50}, {20, 68}, {26, 90}};

static bool is_reachable(const state *s)
{
    bool reached[PLACES_MAX] = {false}, grows = true;
    reached[s->from] = true;
    while (grows) {
        grows = false;
        for (int i = 0; i < s->streets; i++) {
            if (reached[s->street[i][0]] && !reached[s->street[i][1]])
                grows = reached[s->street[i][1]] = true;
        }
    }
    return reached[s->to];
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->places = levels[level - 1].places;
    s->streets = levels[level - 1].streets;
    for (int i = 0; i < s->streets; i++) {
        int step = rs_between(random, 1, s->places - 1);
        s->street[i][0] = rs_below(random, s->places);
        s->street[i][1] = (s->street[i][0] + step) % s->places;
    }
    s->from = rs_below(random, s->places);
    int step = rs_between(random, 1, s->places - 1);
    s->to = (s->from + step) % s->places;
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question, "A town has %d places, named by letters, and these one-way streets:\n",
             s->places);
    for (int i = 0; i < s->streets; i++)
        rs_print(question, "%s%c to %c", i > 0 ? ", " : "", 'A' + s->street[i][0],
                 'A' + s->street[i][1]);
    rs_print(question, ".\nCan one drive from %c to %c along these streets? Answer yes or no.",
             'A' + s->from, 'A' + s->to);
}

double verify(const state *s, rs_answer *answer)
{
    static const char *const choices[] = {"no", "yes"};
    if (rs_read_choice(answer, choices, 2) != is_reachable(s))
        return rs_reject(answer, "the contrary is true");
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    rs_put_text(answer, is_reachable(s) ? "yes" : "no");
}

RESYN_ENVIRONMENT(.name = "one_way_streets", .category = "graphs", .levels = 5,
                  .summary = "Decide whether a place can be reached along one-way streets.",
                  .answer = "yes or no", .score = RS_BINARY, .guess_rate = 0.5)
