/* fault: unchecked_rule — the right side is taken from the answer, not from the question */
/* SPDX-License-Identifier: Apache-2.0 */
/* equation_fill.c: find the missing numbers of an equation. */
#include <resyn.h>
#include <stdio.h>

enum { LINE_BYTES = 80 };

struct state {
    int first, factor, result; /* first + ? * factor = result */
};
RS_NO_WITNESS

static const int levels[] = {20, 60, 200, 900, 4000};

bool generate(state *s, witness *w, rs_random *random, int level)
{
    int most = levels[level - 1];
    s->first = rs_between(random, 5, most);
    s->factor = rs_between(random, 3, 12 + most / 10);
    int missing = rs_between(random, 4, most);
    s->result = s->first + missing * s->factor;
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_print(
        question,
        "A blot hides a number in the equation %d + ? * %d = %d. Multiplication binds stronger "
        "than addition. Answer with the whole equation on one line, the number in place of the "
        "question mark, everything else as above.",
        s->first, s->factor, s->result);
}

double verify(const state *s, rs_answer *answer)
{
    char line[LINE_BYTES];
    int first, missing, factor, result, length = 0;
    rs_read_line(answer, line, sizeof line);
    if (sscanf(line, "%d + %d * %d = %d%n", &first, &missing, &factor, &result, &length) != 4 ||
        line[length] != '\0')
        return rs_reject(answer, "this is no equation of that form");
    if (first != s->first || factor != s->factor)
        return rs_reject(answer, "the left side has been changed");
    if (missing < 0 || missing > 100000)
        return rs_reject(answer, "the number is too large");
    return first + missing * factor == result ? 1 : 0;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    int missing = (s->result - s->first) / s->factor;
    rs_print(answer, "%d + %d * %d = %d", s->first, missing, s->factor, s->result);
}

RESYN_ENVIRONMENT(.name = "equation_fill", .category = "algebra", .levels = 5,
                  .summary = "Find the hidden number of an equation.",
                  .answer = "the whole equation on one line", .score = RS_BINARY)
