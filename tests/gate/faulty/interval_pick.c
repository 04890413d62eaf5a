/* fault: another_wrong — another drops a course, though the number of courses counts */
/* SPDX-License-Identifier: Apache-2.0 */
/* interval_pick.c: attend as many courses as possible that do not overlap. */
#include <resyn.h>

enum { COURSES_MAX = 28 };

struct state {
    int courses;
    int begin[COURSES_MAX], end[COURSES_MAX];
};
RS_NO_WITNESS

static const struct {
    int courses, horizon;
} levels[] = {{8, 24}, {12, 40}, {16, 70}, {22, 110}, {28, 160}};

/* Greedily by the end: optimal. Returns how many. */
static int choose(const state *s, int *chosen)
{
    int count = 0, free_from = 0;
    for (;;) {
        int best = -1;
        for (int i = 0; i < s->courses; i++)
            if (s->begin[i] >= free_from && (best < 0 || s->end[i] < s->end[best]))
                best = i;
        if (best < 0)
            return count;
        chosen[count++] = best + 1;
        free_from = s->end[best];
    }
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    int chosen[COURSES_MAX];
    s->courses = levels[level - 1].courses;
    for (int i = 0; i < s->courses; i++) {
        s->begin[i] = rs_below(random, levels[level - 1].horizon);
        s->end[i] = s->begin[i] + rs_between(random, 3, 5 + 3 * level);
    }
    return choose(s, chosen) >= 3;
}

void observe(const state *s, rs_text *question)
{
    rs_put_text(question, "These courses are offered, each from one hour to another:\n");
    for (int i = 0; i < s->courses; i++)
        rs_print(question, "course %d: %d to %d\n", i + 1, s->begin[i], s->end[i]);
    rs_put_text(question, "You can attend one course at a time; a course may begin in the hour in "
                          "which another ends. Attend as many courses as possible. Answer with the "
                          "numbers of these courses, separated by spaces, in any order.");
}

double verify(const state *s, rs_answer *answer)
{
    int course[COURSES_MAX], best[COURSES_MAX];
    int count = rs_read_ints(answer, course, s->courses, 1, s->courses);
    for (int i = 0; i < count; i++) {
        for (int j = 0; j < i; j++) {
            int a = course[i] - 1, b = course[j] - 1;
            if (s->begin[a] < s->end[b] && s->begin[b] < s->end[a])
                return rs_reject(answer, "courses %d and %d overlap", a + 1, b + 1);
        }
    }
    if (count != choose(s, best))
        return rs_reject(answer, "more courses can be attended");
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    int chosen[COURSES_MAX];
    int count = choose(s, chosen);
    for (int i = 0; i < count; i++)
        rs_print(answer, "%d ", chosen[i]);
}

/* A choice without the course in the middle. */
bool another(const state *s, const witness *w, rs_random *random, rs_text *answer)
{
    int chosen[COURSES_MAX];
    int count = choose(s, chosen);
    for (int i = 0; i < count; i++)
        if (i != count / 2)
            rs_print(answer, "%d ", chosen[i]);
    return count > 1;
}

RESYN_ENVIRONMENT(.name = "interval_pick", .category = "scheduling", .levels = 5,
                  .summary = "Attend as many courses as possible.",
                  .answer = "the numbers of the courses, separated by spaces", .score = RS_BINARY)
