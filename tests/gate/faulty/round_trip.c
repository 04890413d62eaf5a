/* fault: edge_unchecked — the road from the last town back to the first is never looked up */
/* SPDX-License-Identifier: Apache-2.0 */
/* round_trip.c: a round trip through all towns along existing roads. */
#include <resyn.h>

enum { TOWNS_MAX = 24, ROADS_MAX = 60 };

struct state {
    int towns, roads;
    int road[ROADS_MAX][2];
};

struct witness {
    int trip[TOWNS_MAX];
};

static const struct {
    int towns, more;
} levels[] = {{7, 4}, {10, 7}, {14, 11}, {18, 16}, {24, 22}};

static bool is_road(const state *s, int a, int b)
{
    for (int i = 0; i < s->roads; i++)
        if ((s->road[i][0] == a && s->road[i][1] == b) ||
            (s->road[i][0] == b && s->road[i][1] == a))
            return true;
    return false;
}

static void add_road(state *s, int a, int b)
{
    s->road[s->roads][0] = a;
    s->road[s->roads][1] = b;
    s->roads++;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->towns = levels[level - 1].towns;
    for (int i = 0; i < s->towns; i++)
        w->trip[i] = i + 1;
    rs_shuffle(random, w->trip, s->towns, sizeof w->trip[0]);
    for (int i = 0; i < s->towns; i++)
        add_road(s, w->trip[i], w->trip[(i + 1) % s->towns]);
    while (s->roads < s->towns + levels[level - 1].more) {
        int a = rs_between(random, 1, s->towns);
        int b = rs_between(random, 1, s->towns);
        if (a != b && !is_road(s, a, b))
            add_road(s, a, b);
    }
    rs_shuffle(random, s->road, s->roads, sizeof s->road[0]);
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question,
             "There are %d towns, numbered from 1, and roads between these pairs: ", s->towns);
    for (int i = 0; i < s->roads; i++)
        rs_print(question, "%s%d-%d", i > 0 ? ", " : "", s->road[i][0], s->road[i][1]);
    rs_print(question,
             ".\nPlan a round trip: start in any town, visit every town exactly once, and return "
             "from the last town to the first, along roads only. Answer with the %d towns in the "
             "order of the visit, without naming the first again, separated by spaces. (With four "
             "towns an answer would look like this: 2 4 1 3)",
             s->towns);
}

double verify(const state *s, rs_answer *answer)
{
    int town[TOWNS_MAX];
    bool visited[TOWNS_MAX + 1] = {false};
    if (rs_read_ints(answer, town, s->towns, 1, s->towns) != s->towns)
        return rs_reject(answer, "there must be %d towns", s->towns);
    for (int i = 0; i < s->towns; i++) {
        if (visited[town[i]])
            return rs_reject(answer, "town %d is visited twice", town[i]);
        visited[town[i]] = true;
        if (i > 0 && !is_road(s, town[i - 1], town[i]))
            return rs_reject(answer, "there is no road from %d to %d", town[i - 1], town[i]);
    }
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    for (int i = 0; i < s->towns; i++)
        rs_print(answer, "%d ", w->trip[i]);
}

RESYN_ENVIRONMENT(.name = "round_trip", .category = "graphs", .levels = 5,
                  .summary = "Plan a round trip through all towns.",
                  .answer = "all towns in the order of the visit", .score = RS_BINARY)
