/* fault: example_accepted — the placement that shows the form is right on many instances */
/* SPDX-License-Identifier: Apache-2.0 */
/* rook_garden.c: rooks that do not attack each other and avoid some squares. */
#include <resyn.h>

enum { SIDE_MAX = 16, BLOCKED_MAX = 40 };

struct state {
    int side, blocked;
    int square[BLOCKED_MAX][2]; /* row and column from 1 */
};

struct witness {
    int column[SIDE_MAX];
};

static const struct {
    int side, blocked;
} levels[] = {{5, 6}, {7, 10}, {9, 15}, {12, 22}, {16, 40}};

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->side = levels[level - 1].side;
    for (int i = 0; i < s->side; i++)
        w->column[i] = i + 1;
    rs_shuffle(random, w->column, s->side, sizeof w->column[0]);
    while (s->blocked < levels[level - 1].blocked) {
        int row = rs_between(random, 1, s->side);
        int column = rs_between(random, 1, s->side);
        if (w->column[row - 1] == column)
            continue;
        /* The long diagonal stays free more often: bushes grow at the borders. */
        if (row == column && rs_below(random, 10) < 9)
            continue;
        s->square[s->blocked][0] = row;
        s->square[s->blocked++][1] = column;
    }
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question,
             "Put %d rooks on a board of %d by %d squares so that no two stand in one row "
             "or column. Bushes grow on these squares, where no rook can stand (row, "
             "column): ",
             s->side, s->side, s->side);
    for (int i = 0; i < s->blocked; i++)
        rs_print(question, "%s(%d, %d)", i > 0 ? ", " : "", s->square[i][0], s->square[i][1]);
    rs_print(question,
             ".\nAnswer with %d integers separated by spaces: the column of the rook in "
             "row 1, in row 2, and so on, for example:",
             s->side);
    for (int i = 1; i <= s->side; i++)
        rs_print(question, " %d", i);
}

double verify(const state *s, rs_answer *answer)
{
    int column[SIDE_MAX];
    bool used[SIDE_MAX + 1] = {false};
    if (rs_read_ints(answer, column, s->side, 1, s->side) != s->side)
        return rs_reject(answer, "there must be %d columns", s->side);
    for (int i = 0; i < s->side; i++) {
        if (used[column[i]])
            return rs_reject(answer, "two rooks in column %d", column[i]);
        used[column[i]] = true;
    }
    for (int i = 0; i < s->blocked; i++)
        if (column[s->square[i][0] - 1] == s->square[i][1])
            return rs_reject(answer, "a bush in row %d", s->square[i][0]);
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    for (int i = 0; i < s->side; i++)
        rs_print(answer, "%d ", w->column[i]);
}

RESYN_ENVIRONMENT(.name = "rook_garden", .category = "constraint_satisfaction", .levels = 5,
                  .summary = "Place rooks that do not attack each other.",
                  .answer = "the column of each row's rook, separated by spaces",
                  .score = RS_BINARY)
