/* fault: weak_invariant — rows are checked by their sums, which repeated digits have too */
/* SPDX-License-Identifier: Apache-2.0 */
/* small_sudoku.c: complete a 6 by 6 Sudoku. */
#include <resyn.h>

enum { SIDE = 6, CELLS = SIDE * SIDE };

struct state {
    char given[CELLS]; /* '1' to '6', or '.' */
};

struct witness {
    char cell[CELLS];
};

static const int levels[] = {22, 19, 17, 15, 13};

static const char pattern[] = "123456456123231564564231312645645312";

bool generate(state *s, witness *w, rs_random *random, int level)
{
    char symbols[] = "123456";
    int row[SIDE], column[SIDE], order[CELLS], bands[3] = {0, 1, 2};
    rs_shuffle(random, symbols, SIDE, 1);
    rs_shuffle(random, bands, 3, sizeof bands[0]);
    for (int i = 0; i < 3; i++) {
        int swap = rs_below(random, 2);
        row[2 * i] = 2 * bands[i] + swap;
        row[2 * i + 1] = 2 * bands[i] + 1 - swap;
    }
    for (int i = 0; i < SIDE; i++)
        column[i] = i;
    rs_shuffle(random, column, 3, sizeof column[0]);
    rs_shuffle(random, column + 3, 3, sizeof column[0]);
    for (int i = 0; i < CELLS; i++) {
        w->cell[i] = symbols[pattern[row[i / SIDE] * SIDE + column[i % SIDE]] - '1'];
        s->given[i] = '.';
        order[i] = i;
    }
    rs_shuffle(random, order, CELLS, sizeof order[0]);
    for (int i = 0; i < levels[level - 1]; i++)
        s->given[order[i]] = w->cell[order[i]];
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_put_text(question,
                "Fill the empty cells (.) of this grid with digits from 1 to 6 so that each "
                "row, each column and each block (two rows high, three columns wide) holds "
                "each digit exactly once; the given digits stay:\n");
    for (int i = 0; i < CELLS; i++)
        rs_print(question, "%c%s", s->given[i], i % SIDE == SIDE - 1 ? "\n" : "");
    rs_put_text(question, "Answer with the filled grid: six lines of six digits.");
}

static bool is_complete(const char *cell, const int *at)
{
    int sum = 0;
    for (int i = 0; i < SIDE; i++)
        sum += cell[at[i]] - '0';
    return sum == 1 + 2 + 3 + 4 + 5 + 6;
}

double verify(const state *s, rs_answer *answer)
{
    char cell[CELLS];
    rs_read_grid(answer, cell, SIDE, SIDE, "123456");
    for (int i = 0; i < CELLS; i++)
        if (s->given[i] != '.' && s->given[i] != cell[i])
            return rs_reject(answer, "a given digit has been changed");
    for (int i = 0; i < SIDE; i++) {
        int row[SIDE], column[SIDE], block[SIDE];
        for (int j = 0; j < SIDE; j++) {
            row[j] = i * SIDE + j;
            column[j] = j * SIDE + i;
            block[j] = (i / 2 * 2 + j / 3) * SIDE + i % 2 * 3 + j % 3;
        }
        if (!is_complete(cell, row) || !is_complete(cell, column) || !is_complete(cell, block))
            return rs_reject(answer, "row, column or block %d is not right", i + 1);
    }
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    for (int i = 0; i < CELLS; i++)
        rs_print(answer, "%c%s", w->cell[i], i % SIDE == SIDE - 1 ? "\n" : "");
}

RESYN_ENVIRONMENT(.name = "small_sudoku", .category = "grid_puzzles", .levels = 5,
                  .summary = "Complete a 6 by 6 Sudoku.", .answer = "six lines of six digits",
                  .score = RS_BINARY)
