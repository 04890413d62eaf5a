/* SPDX-License-Identifier: Apache-2.0 */
/* sat_assignment.c: satisfy a planted 3-SAT formula near the ratio where formulas are hardest. */
#include <resyn.h>
#include <string.h>

enum { VARIABLES_MAX = 36, CLAUSES_MAX = 151, WIDTH = 3, FLIPS_MAX = 2000 };

struct state {
    int phrasing;
    int variables, clauses;
    int literal[CLAUSES_MAX][WIDTH]; /* v: variable v is 1; −v: it is 0 */
};

struct witness {
    int value[VARIABLES_MAX];
};

static const struct {
    int variables, clauses;
} levels[] = {{6, 26}, {10, 43}, {16, 68}, {24, 101}, {36, 151}};

static const char *const openings[] = {
    "Give each of the variables x1 to x%d the value 0 or 1 so that every clause below holds.",
    "Find values, 0 or 1, for the variables x1 to x%d that make all of these clauses true.",
    "The variables x1 to x%d are 0 (false) or 1 (true). Choose them such that no clause fails.",
};

static bool holds(const int *clause, const int *value)
{
    for (int i = 0; i < WIDTH; i++)
        if (clause[i] > 0 ? value[clause[i] - 1] == 1 : value[-clause[i] - 1] == 0)
            return true;
    return false;
}

/* The number of the first clause that fails, from 1; 0 where all hold. */
static int first_failure(const state *s, const int *value)
{
    for (int i = 0; i < s->clauses; i++)
        if (!holds(s->literal[i], value))
            return i + 1;
    return 0;
}

/* Half of all literals are true under the plant, so that counting signs does not reveal it. */
static void draw_clause(int *clause, const int *value, int variables, rs_random *random)
{
    static const int weights[WIDTH] = {6, 3, 1};
    int order[VARIABLES_MAX];
    for (int i = 0; i < variables; i++)
        order[i] = i + 1;
    rs_shuffle(random, order, variables, sizeof order[0]);
    int true_literals = 1 + rs_pick(random, weights, WIDTH);
    for (int i = 0; i < WIDTH; i++) {
        bool positive = (value[order[i] - 1] == 1) == (i < true_literals);
        clause[i] = positive ? order[i] : -order[i];
    }
    rs_shuffle(random, clause, WIDTH, sizeof clause[0]);
}

/* Whether an answer that ignores the formula is right: all 0, all 1, or one of 01… and 10… */
static bool is_trivial(const state *s)
{
    for (int pattern = 0; pattern < 4; pattern++) {
        int value[VARIABLES_MAX];
        for (int i = 0; i < s->variables; i++)
            value[i] = pattern < 2 ? pattern : (i + pattern) % 2;
        if (first_failure(s, value) == 0)
            return true;
    }
    return false;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->phrasing = rs_below(random, 3);
    s->variables = levels[level - 1].variables;
    s->clauses = levels[level - 1].clauses;
    for (int i = 0; i < s->variables; i++)
        w->value[i] = rs_below(random, 2);
    for (int i = 0; i < s->clauses; i++)
        draw_clause(s->literal[i], w->value, s->variables, random);
    return !is_trivial(s);
}

void observe(const state *s, rs_text *question)
{
    rs_print(question, openings[(unsigned)s->phrasing % 3], s->variables);
    rs_put_text(question, " A clause holds if at least one of its three parts is true; `not x2` is "
                          "true if x2 is 0.\n");
    for (int i = 0; i < s->clauses; i++) {
        rs_print(question, "%d.", i + 1);
        for (int j = 0; j < WIDTH; j++) {
            int literal = s->literal[i][j];
            rs_print(question, "%s %sx%d", j > 0 ? " or" : "", literal > 0 ? "" : "not ",
                     literal > 0 ? literal : -literal);
        }
        rs_put_text(question, "\n");
    }
    rs_print(question,
             "Answer with %d values, each 0 or 1, separated by spaces, in the order x1, x2, and so "
             "on. (For three variables an answer would look like this: 0 1 1)",
             s->variables);
}

double verify(const state *s, rs_answer *answer)
{
    int value[VARIABLES_MAX];
    if (rs_read_ints(answer, value, s->variables, 0, 1) != s->variables)
        return rs_reject(answer, "there must be %d values, each 0 or 1", s->variables);
    int failed = first_failure(s, value);
    if (failed > 0)
        return rs_reject(answer, "clause %d does not hold", failed);
    return 1;
}

static void put_values(rs_text *answer, const int *value, int count)
{
    for (int i = 0; i < count; i++)
        rs_print(answer, i > 0 ? " %d" : "%d", value[i]);
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    put_values(answer, w->value, s->variables);
}

/* A random walk: flip a random variable of a failing clause. */
bool another(const state *s, const witness *w, rs_random *random, rs_text *answer)
{
    int value[VARIABLES_MAX] = {0};
    for (int i = 0; i < s->variables; i++)
        value[i] = rs_below(random, 2);
    for (int flip = 0; flip < FLIPS_MAX; flip++) {
        int failed = first_failure(s, value);
        if (failed == 0 && memcmp(value, w->value, sizeof value) != 0) {
            put_values(answer, value, s->variables);
            return true;
        }
        int literal = failed > 0 ? s->literal[failed - 1][rs_below(random, WIDTH)]
                                 : rs_between(random, 1, s->variables);
        value[(literal > 0 ? literal : -literal) - 1] ^= 1;
    }
    return false;
}

RESYN_ENVIRONMENT(.name = "sat_assignment", .category = "constraint_satisfaction", .levels = 5,
                  .summary = "Find values that satisfy every clause of a 3-SAT formula.",
                  .answer = "the values of x1, x2, and so on, 0 or 1, separated by spaces",
                  .score = RS_BINARY)
