/* sound: partial credit for tours a little too long; any start, either way round */
/* SPDX-License-Identifier: Apache-2.0 */
/* courier_tour.c: a short round tour through points of a grid of streets. */
#include <resyn.h>
#include <stdlib.h>

enum { POINTS_MAX = 18 };

struct state {
    int points, limit;
    int x[POINTS_MAX], y[POINTS_MAX];
};

struct witness {
    int tour[POINTS_MAX];
};

static const int levels[] = {7, 9, 11, 14, 18};

static int distance(const state *s, int a, int b)
{
    return abs(s->x[a - 1] - s->x[b - 1]) + abs(s->y[a - 1] - s->y[b - 1]);
}

static int length_of(const state *s, const int *tour)
{
    int length = 0;
    for (int i = 0; i < s->points; i++)
        length += distance(s, tour[i], tour[(i + 1) % s->points]);
    return length;
}

/* Turns pieces of the tour over while that makes it shorter. */
static void improve(const state *s, int *tour)
{
    bool better = true;
    while (better) {
        better = false;
        for (int i = 0; i < s->points - 1; i++) {
            for (int j = i + 1; j < s->points; j++) {
                int before = length_of(s, tour);
                for (int a = i, b = j; a < b; a++, b--) {
                    int kept = tour[a];
                    tour[a] = tour[b];
                    tour[b] = kept;
                }
                if (length_of(s, tour) < before) {
                    better = true;
                    continue;
                }
                for (int a = i, b = j; a < b; a++, b--) {
                    int kept = tour[a];
                    tour[a] = tour[b];
                    tour[b] = kept;
                }
            }
        }
    }
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    int plain[POINTS_MAX];
    s->points = levels[level - 1];
    for (int i = 0; i < s->points; i++) {
        s->x[i] = rs_below(random, 20 * level + 20);
        s->y[i] = rs_below(random, 20 * level + 20);
        w->tour[i] = plain[i] = i + 1;
    }
    improve(s, w->tour);
    s->limit = length_of(s, w->tour);
    return length_of(s, plain) > s->limit + s->limit / 5;
}

void observe(const state *s, rs_text *question)
{
    rs_put_text(question, "The streets of a town form a grid, so that the way from one crossing to "
                          "another is as long as the sum of their differences in x and in y. A "
                          "courier must visit these crossings (x, y):\n");
    for (int i = 0; i < s->points; i++)
        rs_print(question, "%d: (%d, %d)\n", i + 1, s->x[i], s->y[i]);
    rs_print(question,
             "Find a tour that visits each crossing once and returns to its start, of length %d at "
             "most. A tour that is longer, but by less than a tenth of this, earns up to a half of "
             "the reward. Answer with the %d numbers of the crossings in order, separated by "
             "spaces. (For four crossings an answer would look like this: 2 4 1 3)",
             s->limit, s->points);
}

double verify(const state *s, rs_answer *answer)
{
    int tour[POINTS_MAX];
    bool visited[POINTS_MAX + 1] = {false};
    if (rs_read_ints(answer, tour, s->points, 1, s->points) != s->points)
        return rs_reject(answer, "there must be %d crossings", s->points);
    for (int i = 0; i < s->points; i++) {
        if (visited[tour[i]])
            return rs_reject(answer, "crossing %d is visited twice", tour[i]);
        visited[tour[i]] = true;
    }
    int excess = length_of(s, tour) - s->limit;
    rs_metric(answer, 0, length_of(s, tour));
    if (excess <= 0)
        return 1;
    return 10 * excess < s->limit ? 0.5 * (s->limit - 10 * excess) / s->limit : 0;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    for (int i = 0; i < s->points; i++)
        rs_print(answer, "%d ", w->tour[i]);
}

bool another(const state *s, const witness *w, rs_random *random, rs_text *answer)
{
    int shift = rs_between(random, 1, s->points - 1);
    for (int i = 0; i < s->points; i++)
        rs_print(answer, "%d ", w->tour[(i + shift) % s->points]);
    return true;
}

RESYN_ENVIRONMENT(.name = "courier_tour", .category = "optimisation", .levels = 5,
                  .summary = "Find a short round tour through crossings.",
                  .answer = "the crossings in order, separated by spaces", .score = RS_PARTIAL,
                  .metrics = {"length"})
