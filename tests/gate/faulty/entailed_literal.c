/* fault: vacuous_truth — clauses may contradict each other, and then every literal follows */
/* SPDX-License-Identifier: Apache-2.0 */
/* entailed_literal.c: name a literal that follows from a list of clauses. */
#include <resyn.h>

enum { VARIABLES_MAX = 9, CLAUSES_MAX = 40, WIDTH = 3 };

struct state {
    int variables, clauses;
    int literal[CLAUSES_MAX][WIDTH]; /* v: variable v is true; −v: it is false */
};
RS_NO_WITNESS

static const struct {
    int variables, clauses;
} levels[] = {{5, 22}, {6, 26}, {7, 31}, {8, 35}, {9, 40}};

static bool holds(const state *s, int model)
{
    for (int i = 0; i < s->clauses; i++) {
        bool any = false;
        for (int j = 0; j < WIDTH; j++) {
            int literal = s->literal[i][j];
            int value = model >> ((literal > 0 ? literal : -literal) - 1) & 1;
            any = any || value == (literal > 0);
        }
        if (!any)
            return false;
    }
    return true;
}

static bool follows(const state *s, int literal)
{
    for (int model = 0; model < 1 << s->variables; model++) {
        int value = model >> ((literal > 0 ? literal : -literal) - 1) & 1;
        if (value != (literal > 0) && holds(s, model))
            return false;
    }
    return true;
}

static int entailed(const state *s)
{
    for (int v = 1; v <= s->variables; v++) {
        if (follows(s, -v))
            return -v;
        if (follows(s, v))
            return v;
    }
    return 0;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->variables = levels[level - 1].variables;
    s->clauses = levels[level - 1].clauses;
    for (int i = 0; i < s->clauses; i++) {
        for (int j = 0; j < WIDTH; j++) {
            int variable = rs_between(random, 1, s->variables);
            s->literal[i][j] = rs_below(random, 2) ? variable : -variable;
        }
    }
    return entailed(s) != 0;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question,
             "The statements x1 to x%d are true or false. In each line at least one "
             "holds:\n",
             s->variables);
    for (int i = 0; i < s->clauses; i++) {
        for (int j = 0; j < WIDTH; j++) {
            int literal = s->literal[i][j];
            rs_print(question, "%s%sx%d", j > 0 ? " or " : "", literal < 0 ? "not " : "",
                     literal > 0 ? literal : -literal);
        }
        rs_put_text(question, "\n");
    }
    rs_put_text(question, "Name one statement whose truth or falsehood follows from all this. "
                          "Answer with its number if it must be true, and with minus its number if "
                          "it must be false. (An answer would look like this: -12)");
}

double verify(const state *s, rs_answer *answer)
{
    int literal = rs_read_int(answer, -s->variables, s->variables);
    if (literal == 0 || !follows(s, literal))
        return rs_reject(answer, "this does not follow");
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    rs_put_int(answer, entailed(s));
}

RESYN_ENVIRONMENT(.name = "entailed_literal", .category = "logic", .levels = 5,
                  .summary = "Name a literal that follows from clauses.",
                  .answer = "a number, negative if the statement is false", .score = RS_BINARY,
                  .guess_rate = 0.3)
