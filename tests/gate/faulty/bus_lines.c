/* fault: hidden_data — observe stops one short: the last clash is checked but never shown */
/* SPDX-License-Identifier: Apache-2.0 */
/* bus_lines.c: put bus lines on platforms so that those that arrive together do not share one. */
#include <resyn.h>

enum { LINES_MAX = 24, CLASHES_MAX = 60 };

struct state {
    int lines, platforms, clashes;
    int clash[CLASHES_MAX][2];
};

struct witness {
    int platform[LINES_MAX + 1];
};

static const struct {
    int lines, platforms, clashes;
} levels[] = {{8, 3, 14}, {11, 3, 20}, {15, 4, 38}, {19, 4, 48}, {24, 4, 60}};

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->lines = levels[level - 1].lines;
    s->platforms = levels[level - 1].platforms;
    for (int i = 1; i <= s->lines; i++)
        w->platform[i] = rs_between(random, 1, s->platforms);
    for (int draws = 0; s->clashes < levels[level - 1].clashes; draws++) {
        int a = rs_between(random, 1, s->lines);
        int b = rs_between(random, 1, s->lines);
        bool known = a >= b || w->platform[a] == w->platform[b];
        for (int i = 0; i < s->clashes && !known; i++)
            known = s->clash[i][0] == a && s->clash[i][1] == b;
        if (draws == 3000)
            return false;
        if (known)
            continue;
        s->clash[s->clashes][0] = a;
        s->clash[s->clashes++][1] = b;
    }
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question,
             "A bus station has %d platforms for %d lines. These lines arrive at the same "
             "time and must not share a platform: ",
             s->platforms, s->lines);
    for (int i = 0; i < s->clashes - 1; i++)
        rs_print(question, "%s%d and %d", i > 0 ? ", " : "", s->clash[i][0], s->clash[i][1]);
    rs_print(question,
             ".\nAnswer with %d integers from 1 to %d separated by spaces: the platform of line 1, "
             "of line 2, and so on. (For four lines an answer would look like this: 2 1 1 2)",
             s->lines, s->platforms);
}

double verify(const state *s, rs_answer *answer)
{
    int platform[LINES_MAX];
    if (rs_read_ints(answer, platform, s->lines, 1, s->platforms) != s->lines)
        return rs_reject(answer, "there must be %d platforms", s->lines);
    for (int i = 0; i < s->clashes; i++)
        if (platform[s->clash[i][0] - 1] == platform[s->clash[i][1] - 1])
            return rs_reject(answer, "lines %d and %d clash", s->clash[i][0], s->clash[i][1]);
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    for (int i = 1; i <= s->lines; i++)
        rs_print(answer, "%d ", w->platform[i]);
}

RESYN_ENVIRONMENT(.name = "bus_lines", .category = "scheduling", .levels = 5,
                  .summary = "Put bus lines on platforms.",
                  .answer = "the platform of each line, separated by spaces", .score = RS_BINARY)
