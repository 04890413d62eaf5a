/* sound: partial credit in a step that no constant earns */
/* SPDX-License-Identifier: Apache-2.0 */
/* clause_share.c: satisfy as many clauses as the plan does; a few less earn a third. */
#include <resyn.h>

enum { VARIABLES_MAX = 24, CLAUSES_MAX = 90, WIDTH = 2 };

struct state {
    int variables, clauses, wanted;
    int literal[CLAUSES_MAX][WIDTH];
};

struct witness {
    int value[VARIABLES_MAX];
};

static const struct {
    int variables, clauses;
} levels[] = {{7, 24}, {10, 36}, {14, 50}, {19, 70}, {24, 90}};

static int count_true(const state *s, const int *value)
{
    int count = 0;
    for (int i = 0; i < s->clauses; i++) {
        bool holds = false;
        for (int j = 0; j < WIDTH; j++) {
            int literal = s->literal[i][j];
            holds = holds || (literal > 0 ? value[literal - 1] == 1 : value[-literal - 1] == 0);
        }
        count += holds;
    }
    return count;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    int constant[VARIABLES_MAX];
    s->variables = levels[level - 1].variables;
    s->clauses = levels[level - 1].clauses;
    for (int i = 0; i < s->variables; i++)
        w->value[i] = rs_below(random, 2);
    for (int i = 0; i < s->clauses; i++) {
        /* One literal holds, the other does not: so most valuations break many clauses. */
        int holding = rs_below(random, WIDTH);
        int first = rs_below(random, s->variables);
        int step = rs_between(random, 1, s->variables - 1);
        for (int j = 0; j < WIDTH; j++) {
            int variable = j == 0 ? first : (first + step) % s->variables;
            bool positive = w->value[variable] == (j == holding);
            s->literal[i][j] = positive ? variable + 1 : -variable - 1;
        }
    }
    s->wanted = s->clauses;
    for (int pattern = 0; pattern < 4; pattern++) {
        for (int i = 0; i < s->variables; i++)
            constant[i] = pattern < 2 ? pattern : (i + pattern) % 2;
        if (count_true(s, constant) >= s->wanted - 2)
            return false;
    }
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question,
             "Give each of x1 to x%d the value 0 or 1 so that all of these %d conditions "
             "hold:\n",
             s->variables, s->wanted);
    for (int i = 0; i < s->clauses; i++)
        for (int j = 0; j < WIDTH; j++) {
            int literal = s->literal[i][j];
            rs_print(question, "x%d = %d%s", literal > 0 ? literal : -literal, literal > 0,
                     j < WIDTH - 1 ? " or " : "\n");
        }
    rs_print(
        question,
        "If just one or two of them fail, a third of the reward is paid. Answer with %d values, "
        "each 0 or 1, separated by spaces. (For three variables an answer would look like "
        "this: 0 1 1)",
        s->variables);
}

double verify(const state *s, rs_answer *answer)
{
    int value[VARIABLES_MAX];
    if (rs_read_ints(answer, value, s->variables, 0, 1) != s->variables)
        return rs_reject(answer, "there must be %d values", s->variables);
    int missing = s->wanted - count_true(s, value);
    rs_metric(answer, 0, missing);
    return missing == 0 ? 1 : missing <= 2 ? 1.0 / 3 : 0;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    for (int i = 0; i < s->variables; i++)
        rs_print(answer, "%d ", w->value[i]);
}

RESYN_ENVIRONMENT(.name = "clause_share", .category = "constraint_satisfaction", .levels = 5,
                  .summary = "Find values under which conditions hold.",
                  .answer = "the values, 0 or 1, separated by spaces", .score = RS_PARTIAL,
                  .metrics = {"failing"})
