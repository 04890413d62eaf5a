/* fault: nan_accepted — strtod reads nan, which is never further away than the tolerance */
/* SPDX-License-Identifier: Apache-2.0 */
/* ladder_length.c: the length of a side in a chain of right triangles. */
#include <math.h>
#include <resyn.h>
#include <stdlib.h>

enum { SIDES_MAX = 9 };

struct state {
    int sides;
    int side[SIDES_MAX];
};
RS_NO_WITNESS

static const int levels[] = {2, 3, 5, 7, 9};

static double length_of(const state *s)
{
    double sum = 0;
    for (int i = 0; i < s->sides; i++)
        sum += (double)s->side[i] * s->side[i];
    return sqrt(sum);
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->sides = levels[level - 1];
    for (int i = 0; i < s->sides; i++)
        s->side[i] = rs_between(random, 5, 200 * level);
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_put_text(question, "Right triangles are put together into a spiral: the long side of each "
                          "is a short side of the next one. The first has short sides of ");
    rs_print(question, "%d and %d", s->side[0], s->side[1]);
    for (int i = 2; i < s->sides; i++)
        rs_print(question, "; the %s new short side is %d", i == 2 ? "next" : "then following",
                 s->side[i]);
    rs_put_text(question,
                ".\nHow long is the long side of the last triangle? Answer with a decimal "
                "number that is at most 0.01 away from the true length.");
}

double verify(const state *s, rs_answer *answer)
{
    char word[64], *end;
    rs_read_word(answer, word, sizeof word);
    double value = strtod(word, &end);
    if (end == word || *end != '\0')
        return rs_reject(answer, "not a number");
    if (fabs(value - length_of(s)) > 0.01)
        return rs_reject(answer, "another length");
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    rs_print(answer, "%.4f", length_of(s));
}

RESYN_ENVIRONMENT(.name = "ladder_length", .category = "geometry", .levels = 5,
                  .summary = "Find the last side of a spiral of right triangles.",
                  .answer = "a decimal number", .score = RS_BINARY)
