/* fault: not_deterministic — generate mixes the address of its state into the numbers */
/* SPDX-License-Identifier: Apache-2.0 */
/* warehouse_sums.c: how much is in each aisle of a warehouse? */
#include <resyn.h>

enum { AISLES_MAX = 8, SHELVES_MAX = 10 };

struct state {
    int aisles, shelves;
    int boxes[AISLES_MAX][SHELVES_MAX];
};
RS_NO_WITNESS

static const struct {
    int aisles, shelves;
} levels[] = {{3, 4}, {4, 5}, {5, 6}, {6, 8}, {8, 10}};

/* A salt against instances that look alike. */
static unsigned salt_of(const state *s, int i)
{
    unsigned long mixed = (unsigned long)&s->boxes[i] * 2654435761u;
    return (unsigned)(mixed >> 20) % 50;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->aisles = levels[level - 1].aisles;
    s->shelves = levels[level - 1].shelves;
    for (int i = 0; i < s->aisles; i++)
        for (int j = 0; j < s->shelves; j++)
            s->boxes[i][j] = rs_between(random, 1, 30 * level) + salt_of(s, i);
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_put_text(question, "A warehouse has aisles with shelves. The boxes on each shelf:\n");
    for (int i = 0; i < s->aisles; i++) {
        rs_print(question, "aisle %d:", i + 1);
        for (int j = 0; j < s->shelves; j++)
            rs_print(question, " %d", s->boxes[i][j]);
        rs_put_text(question, "\n");
    }
    rs_print(question,
             "How many boxes are in each aisle? Answer with %d integers separated by spaces, in "
             "the order of the aisles.",
             s->aisles);
}

double verify(const state *s, rs_answer *answer)
{
    int sum[AISLES_MAX];
    if (rs_read_ints(answer, sum, s->aisles, 0, 100000) != s->aisles)
        return rs_reject(answer, "there must be %d sums", s->aisles);
    for (int i = 0; i < s->aisles; i++) {
        for (int j = 0; j < s->shelves; j++)
            sum[i] -= s->boxes[i][j];
        if (sum[i] != 0)
            return rs_reject(answer, "the sum of aisle %d is wrong", i + 1);
    }
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    for (int i = 0; i < s->aisles; i++) {
        int sum = 0;
        for (int j = 0; j < s->shelves; j++)
            sum += s->boxes[i][j];
        rs_print(answer, "%d ", sum);
    }
}

RESYN_ENVIRONMENT(.name = "warehouse_sums", .category = "arithmetic", .levels = 5,
                  .summary = "Add up the boxes of each aisle.",
                  .answer = "one sum for each aisle, separated by spaces", .score = RS_BINARY)
