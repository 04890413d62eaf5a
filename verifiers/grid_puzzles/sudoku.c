/* SPDX-License-Identifier: Apache-2.0 */
/* sudoku.c: fill a 4 × 4, 6 × 6 or 9 × 9 sudoku; every completion is right, part is paid less. */
#include <resyn.h>
#include <string.h>

enum { SIDE_MAX = 9, CELLS_MAX = SIDE_MAX * SIDE_MAX, NODES_MAX = 20000 };

struct state {
    int phrasing;
    int box_rows, box_columns; /* of a box; their product is the side of the grid */
    char cell[CELLS_MAX];      /* '1' to '9'; '.': to be filled; row by row */
};

struct witness {
    char cell[CELLS_MAX];
};

static const struct {
    int box_rows, box_columns, blanks;
} levels[] = {{2, 2, 9}, {2, 3, 20}, {3, 3, 32}, {3, 3, 45}, {3, 3, 54}};

static const char *const openings[] = {
    "Fill the empty cells of this sudoku of %d × %d cells.",
    "Complete this %d × %d sudoku.",
    "In this grid of %d × %d cells, replace each dot by a digit.",
};

static int side_of(const state *s)
{
    return s->box_rows * s->box_columns;
}

enum unit { ROW, COLUMN, BOX, UNITS };

/* The index of the cell at `place` of a row, column or box; all count from 0. */
static int cell_of(const state *s, enum unit unit, int number, int place)
{
    int side = side_of(s), row = number, column = place;
    if (unit == COLUMN) {
        row = place;
        column = number;
    } else if (unit == BOX) {
        row = number / s->box_rows * s->box_rows + place / s->box_columns;
        column = number % s->box_rows * s->box_columns + place % s->box_columns;
    }
    return row * side + column;
}

static bool has_all(const state *s, const char *cell, enum unit unit, int number)
{
    bool seen[SIDE_MAX] = {false};
    for (int place = 0; place < side_of(s); place++) {
        int digit = cell[cell_of(s, unit, number, place)] - '1';
        if (seen[digit])
            return false;
        seen[digit] = true;
    }
    return true;
}

static bool fits(const state *s, const char *cell, int index, char digit)
{
    int side = side_of(s), row = index / side, column = index % side;
    int box = row / s->box_rows * s->box_rows + column / s->box_columns;
    for (int place = 0; place < side; place++)
        if (cell[cell_of(s, ROW, row, place)] == digit ||
            cell[cell_of(s, COLUMN, column, place)] == digit ||
            cell[cell_of(s, BOX, box, place)] == digit)
            return false;
    return true;
}

/* Fills the dots from `index` on, digits in random order; gives up when `nodes` are used up. */
static bool fill(const state *s, char *cell, rs_random *random, int index, int *nodes)
{
    int side = side_of(s);
    while (index < side * side && cell[index] != '.')
        index++;
    if (index == side * side)
        return true;
    char digit[SIDE_MAX];
    memcpy(digit, "123456789", SIDE_MAX);
    rs_shuffle(random, digit, side, 1);
    for (int i = 0; i < side && ++*nodes < NODES_MAX; i++) {
        if (!fits(s, cell, index, digit[i]))
            continue;
        cell[index] = digit[i];
        if (fill(s, cell, random, index + 1, nodes))
            return true;
    }
    cell[index] = '.';
    return false;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->phrasing = rs_below(random, 3);
    s->box_rows = levels[level - 1].box_rows;
    s->box_columns = levels[level - 1].box_columns;
    int cells = side_of(s) * side_of(s), order[CELLS_MAX], nodes = 0;
    memset(w->cell, '.', cells);
    if (!fill(s, w->cell, random, 0, &nodes))
        return false;
    for (int i = 0; i < cells; i++)
        order[i] = i;
    rs_shuffle(random, order, cells, sizeof order[0]);
    memcpy(s->cell, w->cell, cells);
    for (int i = 0; i < levels[level - 1].blanks; i++)
        s->cell[order[i]] = '.';
    return true;
}

static void put_grid(rs_text *text, const char *cell, int side)
{
    for (int i = 0; i < side * side; i++)
        rs_print(text, "%c%s", cell[i], i % side == side - 1 ? "\n" : " ");
}

void observe(const state *s, rs_text *question)
{
    int side = side_of(s);
    rs_print(question, openings[(unsigned)s->phrasing % 3], side, side);
    rs_print(question,
             " Every row, every column and every box must hold each of the digits 1 to %d exactly "
             "once. The boxes are the blocks of %d rows by %d columns into which the grid divides. "
             "The given digits must stay; a dot is an empty cell:\n",
             side, s->box_rows, s->box_columns);
    put_grid(question, s->cell, side);
    rs_print(question,
             "Answer with the whole grid: %d lines of %d digits separated by single spaces. A grid "
             "that keeps the given digits but is right only in part gets half the cube of the "
             "share of rows, columns and boxes that are right. (A grid of two lines would look "
             "like this:\n1 2\n2 1)",
             side, side);
}

/* Half of the reward at most for a part, and little for what is easy to have (all rows, say). */
static double partial_score(double share)
{
    return share < 1 ? 0.5 * share * share * share : 1;
}

double verify(const state *s, rs_answer *answer)
{
    int side = side_of(s), right = 0;
    char alphabet[SIDE_MAX + 1] = "123456789", cell[CELLS_MAX];
    alphabet[side] = '\0';
    rs_read_grid(answer, cell, side, side, alphabet);
    for (int i = 0; i < side * side; i++)
        if (s->cell[i] != '.' && s->cell[i] != cell[i])
            return rs_reject(answer, "row %d, column %d: the given digit has changed", i / side + 1,
                             i % side + 1);
    for (int unit = ROW; unit < UNITS; unit++) {
        int units_right = 0;
        for (int number = 0; number < side; number++)
            units_right += has_all(s, cell, unit, number);
        rs_metric(answer, unit, (double)units_right / side);
        right += units_right;
    }
    return partial_score((double)right / (UNITS * side));
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    put_grid(answer, w->cell, side_of(s));
}

bool another(const state *s, const witness *w, rs_random *random, rs_text *answer)
{
    for (int attempt = 0; attempt < 3; attempt++) {
        char cell[CELLS_MAX] = {0};
        int nodes = 0, side = side_of(s);
        memcpy(cell, s->cell, side * side);
        if (fill(s, cell, random, 0, &nodes) && memcmp(cell, w->cell, side * side) != 0) {
            put_grid(answer, cell, side);
            return true;
        }
    }
    return false;
}

RESYN_ENVIRONMENT(.name = "sudoku", .category = "grid_puzzles", .levels = 5,
                  .summary = "Fill a sudoku of 4 × 4 to 9 × 9 cells.",
                  .answer =
                      "the whole grid, a line for each row, digits separated by single spaces",
                  .score = RS_PARTIAL, .metrics = {"rows", "columns", "boxes"})
