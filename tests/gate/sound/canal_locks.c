/* sound: yes or no, balanced by the generator, with the guess rate declared */
/* SPDX-License-Identifier: Apache-2.0 */
/* canal_locks.c: can a boat get from one lake to another along canals of one direction? */
#include <resyn.h>

enum { LAKES_MAX = 24, CANALS_MAX = 40 };

struct state {
    int lakes, canals, from, to;
    int canal[CANALS_MAX][2];
};
RS_NO_WITNESS

static const struct {
    int lakes, canals;
} levels[] = {{8, 12}, {11, 17}, {15, 24}, {19, 31}, {24, 40}};

static bool is_reachable(const state *s)
{
    bool reached[LAKES_MAX] = {false}, grows = true;
    reached[s->from] = true;
    while (grows) {
        grows = false;
        for (int i = 0; i < s->canals; i++) {
            if (reached[s->canal[i][0]] && !reached[s->canal[i][1]])
                grows = reached[s->canal[i][1]] = true;
        }
    }
    return reached[s->to];
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    bool wanted = rs_below(random, 2);
    s->lakes = levels[level - 1].lakes;
    s->canals = levels[level - 1].canals;
    for (int tries = 0; tries < 200; tries++) {
        for (int i = 0; i < s->canals; i++) {
            int step = rs_between(random, 1, s->lakes - 1);
            s->canal[i][0] = rs_below(random, s->lakes);
            s->canal[i][1] = (s->canal[i][0] + step) % s->lakes;
        }
        s->from = rs_below(random, s->lakes);
        int step = rs_between(random, 1, s->lakes - 1);
        s->to = (s->from + step) % s->lakes;
        bool direct = false;
        for (int i = 0; i < s->canals; i++)
            direct = direct || (s->canal[i][0] == s->from && s->canal[i][1] == s->to);
        if (!direct && is_reachable(s) == wanted)
            return true;
    }
    return false;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question, "Boats can use these canals between %d lakes in one direction only:\n",
             s->lakes);
    for (int i = 0; i < s->canals; i++)
        rs_print(question, "%s%c to %c", i > 0 ? ", " : "", 'A' + s->canal[i][0],
                 'A' + s->canal[i][1]);
    rs_print(question, ".\nCan a boat get from %c to %c along canals? Answer yes or no.",
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

RESYN_ENVIRONMENT(.name = "canal_locks", .category = "graphs", .levels = 5,
                  .summary = "Decide whether a lake can be reached along canals.",
                  .answer = "yes or no", .score = RS_BINARY, .guess_rate = 0.5)
