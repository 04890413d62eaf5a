/* SPDX-License-Identifier: Apache-2.0 */
/* grid.c: rs_read_grid; see resyn.h. Where the alphabet has a space, spaces are cells: none is
 * skipped within a line, and a line that ends early has spaces at its end. */
#include <string.h>

#include "lib/runtime/answer.h"

struct grid {
    int rows, columns;
    const char *alphabet;
    bool space_is_cell;
};

static bool in_alphabet(const struct grid *grid, char byte)
{
    return byte && strchr(grid->alphabet, byte);
}

static bool is_line_end(const rs_answer *answer, size_t at)
{
    char byte = byte_at(answer, at);
    return at >= answer->size || byte == '\n' || (byte == '\r' && byte_at(answer, at + 1) == '\n');
}

/* Goes over blanks to the end of the line. False where something else is in the way. */
static bool finish_line(rs_answer *answer)
{
    while (!is_line_end(answer, answer->at) && is_space(answer->text[answer->at]))
        answer->at++;
    return is_line_end(answer, answer->at);
}

/* Goes back over the spaces that a reader skips, where they begin a line and are cells. */
static void keep_spaces(rs_answer *answer)
{
    size_t at = answer->at;
    while (at > 0 && answer->text[at - 1] == ' ')
        at--;
    if (at == 0 || answer->text[at - 1] == '\n')
        answer->at = at;
}

/* Goes to the next line; over blank ones, where spaces are no cells. */
static bool next_line(rs_answer *answer, const struct grid *grid)
{
    size_t start = answer->at, next = skip_space(answer, start);
    if (grid->space_is_cell) {
        next = start + (byte_at(answer, start) == '\r');
        if (byte_at(answer, next) != '\n')
            return false;
        next++;
    }
    answer->at = next;
    return next > start;
}

static bool read_row(rs_answer *answer, const struct grid *grid, char *cells)
{
    for (int column = 0; column < grid->columns; column++) {
        if (grid->space_is_cell && is_line_end(answer, answer->at)) {
            memset(cells + column, ' ', (size_t)(grid->columns - column));
            return true;
        }
        bool gap = column > 0 && !grid->space_is_cell && byte_at(answer, answer->at) == ' ';
        char byte = byte_at(answer, answer->at + gap);
        if (!in_alphabet(grid, byte))
            return false;
        cells[column] = byte;
        answer->at += 1 + (size_t)gap;
    }
    return finish_line(answer);
}

void rs_read_grid(rs_answer *answer, char *cells, int rows, int columns, const char *alphabet)
{
    struct grid grid = {rows, columns, alphabet, strchr(alphabet, ' ') != NULL};
    size_t count = rows > 0 && columns > 0 ? (size_t)rows * (size_t)columns : 0;
    if (count)
        memset(cells, alphabet[0], count);
    if (!start_value(answer, "a grid"))
        return;
    if (!count) {
        refuse(answer, "a grid of %d by %d cells cannot be read", rows, columns);
        return;
    }
    if (grid.space_is_cell)
        keep_spaces(answer);
    for (int row = 0; row < rows; row++) {
        bool there = row == 0 || next_line(answer, &grid);
        size_t start = answer->at;
        if (!there || !read_row(answer, &grid, cells + (size_t)row * (size_t)columns)) {
            answer->at = start;
            refuse_expected(answer, "line %d of %d with %d characters of \"%.60s\"", row + 1, rows,
                            columns, alphabet);
            memset(cells, alphabet[0], count);
            return;
        }
    }
    answer->before = BEFORE_NOTHING;
}
