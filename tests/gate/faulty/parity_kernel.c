/* fault: trivial_solution — the empty choice passes, although one row at least is asked for */
/* SPDX-License-Identifier: Apache-2.0 */
/* parity_kernel.c: rows of bits that cancel each other (a vector in a kernel over two elements). */
#include <resyn.h>

enum { ROWS_MAX = 24 };

struct state {
    int rows, columns;
    unsigned row[ROWS_MAX];
};

struct witness {
    bool chosen[ROWS_MAX];
};

static const struct {
    int rows, columns;
} levels[] = {{7, 6}, {9, 8}, {13, 12}, {18, 17}, {24, 23}};

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->rows = levels[level - 1].rows;
    s->columns = levels[level - 1].columns;
    int last = rs_below(random, s->rows), chosen = 1;
    unsigned sum = 0;
    for (int i = 0; i < s->rows; i++) {
        w->chosen[i] = i == last || rs_below(random, 2);
        s->row[i] = rs_between(random, 1, (1 << s->columns) - 1);
        if (w->chosen[i] && i != last) {
            sum ^= s->row[i];
            chosen++;
        }
    }
    s->row[last] = sum;
    return chosen > 3 && sum != 0;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question, "%d rows of %d bits:\n", s->rows, s->columns);
    for (int i = 0; i < s->rows; i++) {
        rs_print(question, "row %d: ", i + 1);
        for (int j = s->columns - 1; j >= 0; j--)
            rs_print(question, "%u", s->row[i] >> j & 1);
        rs_put_text(question, "\n");
    }
    rs_print(question,
             "Choose some of the rows, at least one, so that in each column the number of ones "
             "within the chosen rows is even. Answer with %d digits separated by spaces, one for "
             "each row from the first on: 1 if the row is chosen, 0 if not.",
             s->rows);
}

double verify(const state *s, rs_answer *answer)
{
    int chosen[ROWS_MAX];
    unsigned sum = 0;
    if (rs_read_ints(answer, chosen, s->rows, 0, 1) != s->rows)
        return rs_reject(answer, "there must be %d digits", s->rows);
    for (int i = 0; i < s->rows; i++)
        sum ^= chosen[i] ? s->row[i] : 0;
    if (sum != 0)
        return rs_reject(answer, "some columns are odd");
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    for (int i = 0; i < s->rows; i++)
        rs_print(answer, "%d ", w->chosen[i]);
}

RESYN_ENVIRONMENT(.name = "parity_kernel", .category = "algebra", .levels = 5,
                  .summary = "Choose rows of bits that cancel each other.",
                  .answer = "a 0 or 1 for each row, separated by spaces", .score = RS_BINARY)
