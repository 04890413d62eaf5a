/* SPDX-License-Identifier: Apache-2.0 */
/* n_queens.c: complete a partial placement of n queens; any legal completion is right. */
#include <resyn.h>

enum { SIDE_MAX = 20, NODES_MAX = 20000 };

struct state {
    int phrasing;
    int side;
    int given[SIDE_MAX]; /* for each row the column of its queen, from 1; 0: to be found */
};

struct witness {
    int column[SIDE_MAX];
};

static const struct {
    int side, given;
} levels[] = {{8, 4}, {10, 4}, {12, 4}, {16, 5}, {20, 6}};

static const char *const openings[] = {
    "Place %d queens on a %d × %d board",
    "Put exactly one queen into each row, %d in all, of a %d × %d chessboard",
    "%d queens are to stand on a chessboard of %d × %d squares",
};

/* The squares under attack: by column, and by the two kinds of diagonal. */
struct attacked {
    bool column[SIDE_MAX + 1], falling[2 * SIDE_MAX + 1], rising[2 * SIDE_MAX + 1];
};

static bool is_free(const struct attacked *attacked, int side, int row, int column)
{
    return !attacked->column[column] && !attacked->falling[row - column + side] &&
           !attacked->rising[row + column];
}

static void set(struct attacked *attacked, int side, int row, int column, bool value)
{
    attacked->column[column] = value;
    attacked->falling[row - column + side] = value;
    attacked->rising[row + column] = value;
}

/* Fills the rows from `row` on, columns in random order; gives up when `nodes` have been seen. */
static bool place(int *column, const state *s, struct attacked *attacked, rs_random *random,
                  int row, int *nodes)
{
    if (row == s->side)
        return true;
    if (s->given[row] > 0) {
        column[row] = s->given[row];
        return place(column, s, attacked, random, row + 1, nodes);
    }
    int order[SIDE_MAX];
    for (int i = 0; i < s->side; i++)
        order[i] = i + 1;
    rs_shuffle(random, order, s->side, sizeof order[0]);
    for (int i = 0; i < s->side && *nodes < NODES_MAX; i++) {
        if (!is_free(attacked, s->side, row, order[i]))
            continue;
        ++*nodes;
        column[row] = order[i];
        set(attacked, s->side, row, order[i], true);
        if (place(column, s, attacked, random, row + 1, nodes))
            return true;
        set(attacked, s->side, row, order[i], false);
    }
    return false;
}

static bool complete(int *column, const state *s, rs_random *random)
{
    struct attacked attacked = {{false}, {false}, {false}};
    for (int row = 0; row < s->side; row++)
        if (s->given[row] > 0)
            set(&attacked, s->side, row, s->given[row], true);
    int nodes = 0;
    return place(column, s, &attacked, random, 0, &nodes);
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->phrasing = rs_below(random, 3);
    s->side = levels[level - 1].side;
    if (!complete(w->column, s, random))
        return false;
    int rows[SIDE_MAX];
    for (int i = 0; i < s->side; i++)
        rows[i] = i;
    rs_shuffle(random, rows, s->side, sizeof rows[0]);
    for (int i = 0; i < levels[level - 1].given; i++)
        s->given[rows[i]] = w->column[rows[i]];
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question, openings[(unsigned)s->phrasing % 3], s->side, s->side, s->side);
    rs_put_text(question, " so that no two queens share a row, a column or a diagonal. Rows and "
                          "columns are numbered from 1. These queens stand already and must stay "
                          "where they are:\n");
    for (int row = 0; row < s->side; row++)
        if (s->given[row] > 0)
            rs_print(question, "row %d, column %d\n", row + 1, s->given[row]);
    rs_print(question,
             "Answer with %d integers separated by spaces: the column of the queen in row 1, then "
             "in row 2, and so on. (On a 4 × 4 board an answer would look like this: 2 4 1 3)",
             s->side);
}

double verify(const state *s, rs_answer *answer)
{
    int column[SIDE_MAX];
    if (rs_read_ints(answer, column, s->side, 1, s->side) != s->side)
        return rs_reject(answer, "there must be one column for each of the %d rows", s->side);
    struct attacked attacked = {{false}, {false}, {false}};
    for (int row = 0; row < s->side; row++) {
        if (s->given[row] > 0 && s->given[row] != column[row])
            return rs_reject(answer, "the given queen of row %d has moved", row + 1);
        if (!is_free(&attacked, s->side, row, column[row]))
            return rs_reject(answer, "the queen in row %d is attacked", row + 1);
        set(&attacked, s->side, row, column[row], true);
    }
    return 1;
}

static void put_columns(rs_text *answer, const int *column, int side)
{
    for (int row = 0; row < side; row++)
        rs_print(answer, row > 0 ? " %d" : "%d", column[row]);
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    put_columns(answer, w->column, s->side);
}

bool another(const state *s, const witness *w, rs_random *random, rs_text *answer)
{
    for (int attempt = 0; attempt < 5; attempt++) {
        int column[SIDE_MAX];
        if (!complete(column, s, random))
            return false;
        for (int row = 0; row < s->side; row++) {
            if (column[row] != w->column[row]) {
                put_columns(answer, column, s->side);
                return true;
            }
        }
    }
    return false;
}

RESYN_ENVIRONMENT(.name = "n_queens", .category = "constraint_satisfaction", .levels = 5,
                  .summary = "Complete a partial placement of n queens that attack nobody.",
                  .answer = "the column of the queen in each row, integers separated by spaces",
                  .score = RS_BINARY)
