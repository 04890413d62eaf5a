/* fault: wider_bound — three colours are allowed by the question, four by verify */
/* SPDX-License-Identifier: Apache-2.0 */
/* map_colours.c: colour the countries of a map with three colours. */
#include <resyn.h>

enum { COUNTRIES_MAX = 26, BORDERS_MAX = 60, COLOURS = 3 };

struct state {
    int countries, borders;
    int border[BORDERS_MAX][2];
};

struct witness {
    int colour[COUNTRIES_MAX];
};

static const struct {
    int countries, borders;
} levels[] = {{8, 15}, {12, 25}, {16, 35}, {21, 47}, {26, 60}};

static bool is_border(const state *s, int a, int b)
{
    for (int i = 0; i < s->borders; i++)
        if (s->border[i][0] == a && s->border[i][1] == b)
            return true;
    return false;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->countries = levels[level - 1].countries;
    for (int i = 0; i < s->countries; i++)
        w->colour[i] = i % COLOURS;
    rs_shuffle(random, w->colour, s->countries, sizeof w->colour[0]);
    for (int draws = 0; s->borders < levels[level - 1].borders; draws++) {
        int a = rs_below(random, s->countries);
        int b = rs_below(random, s->countries);
        if (draws == 5000)
            return false;
        if (a >= b || w->colour[a] == w->colour[b] || is_border(s, a, b))
            continue;
        s->border[s->borders][0] = a;
        s->border[s->borders++][1] = b;
    }
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question, "On a map there are %d countries, A to %c, and these pairs share a border:",
             s->countries, 'A' + s->countries - 1);
    for (int i = 0; i < s->borders; i++)
        rs_print(question, " %c%c", 'A' + s->border[i][0], 'A' + s->border[i][1]);
    rs_print(question,
             ".\nColour the map with the colours 1, 2 and 3 such that countries with a common "
             "border have different colours. Answer with %d numbers separated by spaces: the "
             "colours of A, B, and so on. (For four countries an answer would look like this: 1 3 "
             "2 1)",
             s->countries);
}

double verify(const state *s, rs_answer *answer)
{
    int colour[COUNTRIES_MAX];
    if (rs_read_ints(answer, colour, s->countries, 0, COLOURS) != s->countries)
        return rs_reject(answer, "there must be %d colours", s->countries);
    for (int i = 0; i < s->borders; i++)
        if (colour[s->border[i][0]] == colour[s->border[i][1]])
            return rs_reject(answer, "%c and %c have the same colour", 'A' + s->border[i][0],
                             'A' + s->border[i][1]);
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    for (int i = 0; i < s->countries; i++)
        rs_print(answer, "%d ", w->colour[i] + 1);
}

RESYN_ENVIRONMENT(.name = "map_colours", .category = "graphs", .levels = 5,
                  .summary = "Colour a map with three colours.",
                  .answer = "one colour for each country, separated by spaces", .score = RS_BINARY)
