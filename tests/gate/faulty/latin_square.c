/* fault: unchecked_rule — the square may change the given numbers */
/* SPDX-License-Identifier: Apache-2.0 */
/* latin_square.c: complete a Latin square. */
#include <resyn.h>

enum { SIDE_MAX = 9 };

struct state {
    int side;
    int given[SIDE_MAX][SIDE_MAX]; /* 0: empty */
};

struct witness {
    int cell[SIDE_MAX][SIDE_MAX];
};

static const struct {
    int side, given;
} levels[] = {{4, 5}, {5, 9}, {6, 13}, {7, 18}, {9, 30}};

bool generate(state *s, witness *w, rs_random *random, int level)
{
    int rows[SIDE_MAX], columns[SIDE_MAX], symbols[SIDE_MAX], order[SIDE_MAX * SIDE_MAX];
    s->side = levels[level - 1].side;
    for (int i = 0; i < s->side; i++)
        rows[i] = columns[i] = symbols[i] = i;
    rs_shuffle(random, rows, s->side, sizeof rows[0]);
    rs_shuffle(random, columns, s->side, sizeof columns[0]);
    rs_shuffle(random, symbols, s->side, sizeof symbols[0]);
    for (int i = 0; i < s->side; i++)
        for (int j = 0; j < s->side; j++)
            w->cell[i][j] = symbols[(rows[i] + columns[j]) % s->side] + 1;
    for (int i = 0; i < s->side * s->side; i++)
        order[i] = i;
    rs_shuffle(random, order, s->side * s->side, sizeof order[0]);
    for (int i = 0; i < levels[level - 1].given; i++) {
        int row = order[i] / s->side, column = order[i] % s->side;
        s->given[row][column] = w->cell[row][column];
    }
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question,
             "Fill the empty cells (.) of this square with numbers from 1 to %d so that each row "
             "and each column holds every number once. The given numbers must stay.\n",
             s->side);
    for (int i = 0; i < s->side; i++)
        for (int j = 0; j < s->side; j++)
            rs_print(question, "%c%s", s->given[i][j] > 0 ? '0' + s->given[i][j] : '.',
                     j < s->side - 1 ? " " : "\n");
    rs_print(question,
             "Answer with the filled square: %d lines of %d numbers separated by spaces. (A square "
             "of two rows would look like this:\n1 2\n2 1)",
             s->side, s->side);
}

double verify(const state *s, rs_answer *answer)
{
    char cells[SIDE_MAX * SIDE_MAX], alphabet[] = "123456789";
    alphabet[s->side] = '\0';
    rs_read_grid(answer, cells, s->side, s->side, alphabet);
    for (int i = 0; i < s->side; i++) {
        int row = 0, column = 0;
        for (int j = 0; j < s->side; j++) {
            row |= 1 << (cells[i * s->side + j] - '1');
            column |= 1 << (cells[j * s->side + i] - '1');
        }
        if (row != (1 << s->side) - 1 || column != (1 << s->side) - 1)
            return rs_reject(answer, "row or column %d does not hold every number", i + 1);
    }
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    for (int i = 0; i < s->side; i++)
        for (int j = 0; j < s->side; j++)
            rs_print(answer, "%d%s", w->cell[i][j], j < s->side - 1 ? " " : "\n");
}

RESYN_ENVIRONMENT(.name = "latin_square", .category = "grid_puzzles", .levels = 5,
                  .summary = "Complete a Latin square.",
                  .answer = "the rows of the filled square, numbers separated by spaces",
                  .score = RS_BINARY)
