/* sound: derived state: the sums that the question shows follow from other fields of the state */
/* SPDX-License-Identifier: Apache-2.0 */
/* pixel_rows.c: a picture of black and white cells with known numbers of black cells. */
#include <resyn.h>

enum { SIDE_MAX = 9 };

struct state {
    int side, total; /* total: the sum of the rows */
    int row[SIDE_MAX], column[SIDE_MAX];
};

struct witness {
    char cell[SIDE_MAX * SIDE_MAX];
};

static const int levels[] = {4, 5, 6, 8, 9};

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->side = levels[level - 1];
    for (int i = 0; i < s->side * s->side; i++) {
        w->cell[i] = rs_below(random, 2) ? '#' : '.';
        if (w->cell[i] == '#') {
            s->row[i / s->side]++;
            s->column[i % s->side]++;
            s->total++;
        }
    }
    for (int i = 0; i < s->side; i++)
        if (s->row[i] == 0 || s->column[i] == 0)
            return false;
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question,
             "A picture of %d by %d cells has %d black cells (#); the others are white "
             "(.). The numbers of black cells in the rows, from the top:",
             s->side, s->side, s->total);
    for (int i = 0; i < s->side; i++)
        rs_print(question, " %d", s->row[i]);
    rs_put_text(question, ". In the columns, from the left:");
    for (int i = 0; i < s->side; i++)
        rs_print(question, " %d", s->column[i]);
    rs_print(question,
             ". Draw such a picture; any one that has these numbers is right. Answer with "
             "%d lines of %d characters each. (A picture of two rows would look like "
             "this:\n#.\n.#)",
             s->side, s->side);
}

double verify(const state *s, rs_answer *answer)
{
    char cell[SIDE_MAX * SIDE_MAX];
    rs_read_grid(answer, cell, s->side, s->side, ".#");
    for (int i = 0; i < s->side; i++) {
        int row = 0, column = 0;
        for (int j = 0; j < s->side; j++) {
            row += cell[i * s->side + j] == '#';
            column += cell[j * s->side + i] == '#';
        }
        if (row != s->row[i])
            return rs_reject(answer, "row %d has %d black cells", i + 1, row);
        if (column != s->column[i])
            return rs_reject(answer, "column %d has %d black cells", i + 1, column);
    }
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    for (int i = 0; i < s->side * s->side; i++)
        rs_print(answer, "%c%s", w->cell[i], i % s->side == s->side - 1 ? "\n" : "");
}

RESYN_ENVIRONMENT(.name = "pixel_rows", .category = "grid_puzzles", .levels = 5,
                  .summary = "Draw a picture with known numbers of black cells.",
                  .answer = "the rows of the picture, # and .", .score = RS_BINARY,
                  .derived_state = true)
