/* fault: unstated_rule — the number of trips is limited, which the question does not say */
/* SPDX-License-Identifier: Apache-2.0 */
/* ferry_loads.c: distribute vehicles over trips of a ferry. */
#include <resyn.h>

enum { VEHICLES_MAX = 24, TRIPS_MAX = 24 };

struct state {
    int vehicles, capacity, trips;
    int weight[VEHICLES_MAX];
};

struct witness {
    int trip[VEHICLES_MAX];
};

static const struct {
    int trips, each, capacity;
} levels[] = {{3, 3, 60}, {3, 4, 90}, {4, 4, 120}, {5, 4, 160}, {6, 4, 240}};

bool generate(state *s, witness *w, rs_random *random, int level)
{
    int each = levels[level - 1].each, order[VEHICLES_MAX], weight[VEHICLES_MAX];
    s->trips = levels[level - 1].trips;
    s->vehicles = s->trips * each;
    s->capacity = levels[level - 1].capacity + rs_below(random, 20);
    for (int i = 0; i < s->trips; i++) {
        int rest = s->capacity;
        for (int j = 0; j < each - 1; j++) {
            weight[i * each + j] =
                rs_between(random, s->capacity / each / 2, s->capacity / each + 8);
            rest -= weight[i * each + j];
        }
        if (rest < 2)
            return false;
        weight[i * each + each - 1] = rest;
    }
    for (int i = 0; i < s->vehicles; i++)
        order[i] = i;
    rs_shuffle(random, order, s->vehicles, sizeof order[0]);
    for (int i = 0; i < s->vehicles; i++) {
        s->weight[i] = weight[order[i]];
        w->trip[i] = order[i] / each + 1;
    }
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question,
             "A ferry carries at most %d tons on one trip. Vehicles of these weights, in "
             "tons, wait to be taken across:",
             s->capacity);
    for (int i = 0; i < s->vehicles; i++)
        rs_print(question, " %d", s->weight[i]);
    rs_print(
        question,
        ". Plan the trips, numbered from 1, so that the ferry is never overloaded. Answer with "
        "%d integers separated by spaces: the trip of the first vehicle, of the second, and so "
        "on. (For four vehicles an answer would look like this: 1 2 1 3)",
        s->vehicles);
}

double verify(const state *s, rs_answer *answer)
{
    int trip[VEHICLES_MAX], load[TRIPS_MAX + 1] = {0};
    if (rs_read_ints(answer, trip, s->vehicles, 1, TRIPS_MAX) != s->vehicles)
        return rs_reject(answer, "there must be %d numbers", s->vehicles);
    for (int i = 0; i < s->vehicles; i++) {
        load[trip[i]] += s->weight[i];
        if (trip[i] > s->trips || load[trip[i]] > s->capacity)
            return rs_reject(answer, "trip %d cannot be made", trip[i]);
    }
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    for (int i = 0; i < s->vehicles; i++)
        rs_print(answer, "%d ", w->trip[i]);
}

RESYN_ENVIRONMENT(.name = "ferry_loads", .category = "scheduling", .levels = 5,
                  .summary = "Distribute vehicles over trips of a ferry.",
                  .answer = "the trip of each vehicle, separated by spaces", .score = RS_BINARY)
