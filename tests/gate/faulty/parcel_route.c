/* fault: unchecked_rule — the limit on the cost of the route is not checked */
/* SPDX-License-Identifier: Apache-2.0 */
/* parcel_route.c: a cheap route for a parcel through a network of depots. */
#include <resyn.h>

enum { DEPOTS_MAX = 20, LINES_MAX = 60, FAR = 1000000 };

struct state {
    int depots, lines, budget;
    int line[LINES_MAX][3]; /* from, to, cost; both ways */
};
RS_NO_WITNESS

static const struct {
    int depots, lines;
} levels[] = {{7, 12}, {9, 18}, {12, 28}, {16, 42}, {20, 60}};

static int cost_of(const state *s, int a, int b)
{
    int best = FAR;
    for (int i = 0; i < s->lines; i++) {
        const int *line = s->line[i];
        if (((line[0] == a && line[1] == b) || (line[0] == b && line[1] == a)) && line[2] < best)
            best = line[2];
    }
    return best;
}

/* The cost of the cheapest way from each depot to the last one. */
static void measure(const state *s, int *cost)
{
    for (int i = 1; i <= s->depots; i++)
        cost[i] = i == s->depots ? 0 : FAR;
    for (int round = 0; round < s->depots; round++) {
        for (int i = 0; i < s->lines; i++) {
            const int *line = s->line[i];
            if (cost[line[1]] + line[2] < cost[line[0]])
                cost[line[0]] = cost[line[1]] + line[2];
            if (cost[line[0]] + line[2] < cost[line[1]])
                cost[line[1]] = cost[line[0]] + line[2];
        }
    }
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    int cost[DEPOTS_MAX + 1];
    s->depots = levels[level - 1].depots;
    s->lines = levels[level - 1].lines;
    for (int i = 0; i < s->lines; i++) {
        int a = rs_between(random, 1, s->depots - 1);
        s->line[i][0] = a;
        s->line[i][1] = rs_between(random, a + 1, s->depots);
        s->line[i][2] = rs_between(random, 5, 99);
    }
    measure(s, cost);
    s->budget = cost[1];
    return cost[1] < FAR && cost_of(s, 1, s->depots) == FAR;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question,
             "A parcel must go from depot 1 to depot %d. These lines carry it, in both "
             "directions (from-to: cost): ",
             s->depots);
    for (int i = 0; i < s->lines; i++)
        rs_print(question, "%s%d-%d: %d", i > 0 ? ", " : "", s->line[i][0], s->line[i][1],
                 s->line[i][2]);
    rs_print(question,
             ".\nFind a route whose lines cost at most %d together; where several lines connect "
             "two depots, the cheapest is taken. Answer with the depots on the route, the first "
             "and the last included, separated by spaces. (An answer would look like this: 1 44 55 "
             "66)",
             s->budget);
}

double verify(const state *s, rs_answer *answer)
{
    int depot[DEPOTS_MAX], total = 0;
    int count = rs_read_ints(answer, depot, s->depots, 1, s->depots);
    if (count < 2 || depot[0] != 1 || depot[count - 1] != s->depots)
        return rs_reject(answer, "the route must lead from 1 to %d", s->depots);
    for (int i = 1; i < count; i++) {
        int cost = cost_of(s, depot[i - 1], depot[i]);
        if (cost == FAR)
            return rs_reject(answer, "no line from %d to %d", depot[i - 1], depot[i]);
        total += cost;
    }
    return total > 0 ? 1 : 0;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    int cost[DEPOTS_MAX + 1];
    measure(s, cost);
    rs_print(answer, "1");
    for (int at = 1; at != s->depots;) {
        for (int next = 1; next <= s->depots; next++) {
            if (cost_of(s, at, next) < FAR && cost[next] + cost_of(s, at, next) == cost[at]) {
                rs_print(answer, " %d", next);
                at = next;
                break;
            }
        }
    }
}

RESYN_ENVIRONMENT(.name = "parcel_route", .category = "graphs", .levels = 5,
                  .summary = "Find a cheap route through a network.",
                  .answer = "the depots on the route, separated by spaces", .score = RS_BINARY)
