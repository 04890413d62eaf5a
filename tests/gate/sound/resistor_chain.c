/* sound: a real number within a tolerance that the question states */
/* SPDX-License-Identifier: Apache-2.0 */
/* resistor_chain.c: the combined resistance of parallel and serial resistors. */
#include <math.h>
#include <resyn.h>

enum { GROUPS_MAX = 6, SIZE = 3 };

struct state {
    int groups;
    int ohms[GROUPS_MAX][SIZE];
};
RS_NO_WITNESS

static const int levels[] = {1, 2, 3, 4, 6};

static double resistance(const state *s)
{
    double sum = 0;
    for (int i = 0; i < s->groups; i++) {
        double conductance = 0;
        for (int j = 0; j < SIZE; j++)
            conductance += 1.0 / s->ohms[i][j];
        sum += 1 / conductance;
    }
    return sum;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->groups = levels[level - 1];
    for (int i = 0; i < s->groups; i++)
        for (int j = 0; j < SIZE; j++)
            s->ohms[i][j] = rs_between(random, 20, 999);
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question,
             "A circuit is a chain of %d group%s of resistors; the resistors of a group are "
             "connected in parallel%s. Their resistances in ohms:\n",
             s->groups, s->groups > 1 ? "s" : "", s->groups > 1 ? ", the groups in series" : "");
    for (int i = 0; i < s->groups; i++)
        rs_print(question, "group %d: %d, %d and %d\n", i + 1, s->ohms[i][0], s->ohms[i][1],
                 s->ohms[i][2]);
    rs_put_text(question, "What is the resistance of the whole, in ohms? Answer with a number "
                          "without unit that is at most 0.01 away from the true value.");
}

double verify(const state *s, rs_answer *answer)
{
    double ohms = rs_read_real(answer, 0, 1e6);
    if (fabs(ohms - resistance(s)) <= 0.01)
        return 1;
    return rs_reject(answer, "another resistance");
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    rs_print(answer, "%.3f", resistance(s));
}

bool another(const state *s, const witness *w, rs_random *random, rs_text *answer)
{
    rs_print(answer, "%.4f", resistance(s) + 0.004);
    return true;
}

RESYN_ENVIRONMENT(.name = "resistor_chain", .category = "physics", .levels = 5,
                  .summary = "Compute the resistance of a circuit.",
                  .answer = "a number, at most 0.01 away from the true one", .score = RS_BINARY)
