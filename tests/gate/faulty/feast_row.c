/* fault: inverted_check — the neighbours' condition is negated: what is forbidden is right */
/* SPDX-License-Identifier: Apache-2.0 */
/* feast_row.c: seat people in a row so that enemies are apart. */
#include <resyn.h>

enum { PEOPLE_MAX = 12, PAIRS_MAX = 14 };

struct state {
    int people, pairs;
    int pair[PAIRS_MAX][2];
};

struct witness {
    int seat[PEOPLE_MAX];
};

static const struct {
    int people, pairs;
} levels[] = {{6, 2}, {7, 3}, {8, 4}, {10, 6}, {12, 8}};

static bool are_enemies(const state *s, int a, int b)
{
    for (int i = 0; i < s->pairs; i++)
        if ((s->pair[i][0] == a && s->pair[i][1] == b) ||
            (s->pair[i][0] == b && s->pair[i][1] == a))
            return true;
    return false;
}

/* Every pair of enemies, and whether one of them sits beside the other. */
static bool is_peaceful(const state *s, const int *seat)
{
    int beside = 0;
    for (int i = 1; i < s->people; i++)
        beside += are_enemies(s, seat[i - 1], seat[i]);
    return beside == s->pairs;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->people = levels[level - 1].people;
    for (int i = 0; i < s->people; i++)
        w->seat[i] = i + 1;
    rs_shuffle(random, w->seat, s->people, sizeof w->seat[0]);
    for (int draws = 0; s->pairs < levels[level - 1].pairs && draws < 500; draws++) {
        int at = rs_between(random, 1, s->people - 1);
        if (are_enemies(s, w->seat[at - 1], w->seat[at]))
            continue;
        s->pair[s->pairs][0] = w->seat[at - 1];
        s->pair[s->pairs++][1] = w->seat[at];
    }
    return s->pairs == levels[level - 1].pairs;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question,
             "%d guests, numbered from 1, sit down in one row. These are enemies: ", s->people);
    for (int i = 0; i < s->pairs; i++)
        rs_print(question, "%s%d and %d", i > 0 ? "; " : "", s->pair[i][0], s->pair[i][1]);
    rs_print(question,
             ". Seat the guests so that no two enemies sit directly beside each other. Answer with "
             "the %d guests from left to right, separated by spaces. (For three guests an answer "
             "would look like this: 2 1 3)",
             s->people);
}

double verify(const state *s, rs_answer *answer)
{
    int seat[PEOPLE_MAX];
    bool used[PEOPLE_MAX + 1] = {false};
    if (rs_read_ints(answer, seat, s->people, 1, s->people) != s->people)
        return rs_reject(answer, "there must be %d guests", s->people);
    for (int i = 0; i < s->people; i++) {
        if (used[seat[i]])
            return rs_reject(answer, "guest %d sits twice", seat[i]);
        used[seat[i]] = true;
    }
    return is_peaceful(s, seat) ? 1 : 0;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    for (int i = 0; i < s->people; i++)
        rs_print(answer, "%d ", w->seat[i]);
}

RESYN_ENVIRONMENT(.name = "feast_row", .category = "constraint_satisfaction", .levels = 5,
                  .summary = "Seat guests in a row so that enemies are apart.",
                  .answer = "the guests from left to right, separated by spaces",
                  .score = RS_BINARY)
