/* fault: oracle_wrong — solve counts in signed char, which wraps on the last level */
/* SPDX-License-Identifier: Apache-2.0 */
/* counting_out.c: who are the last ones left when every k-th of a circle leaves? */
#include <resyn.h>

enum { PEOPLE_MAX = 240, LEFT = 3 };

struct state {
    int people, step;
};
RS_NO_WITNESS

static const struct {
    int fewest, most;
} levels[] = {{12, 25}, {20, 50}, {40, 80}, {70, 120}, {150, 240}};

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->people = rs_between(random, levels[level - 1].fewest, levels[level - 1].most);
    s->step = rs_between(random, 2, 99);
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question,
             "%d people stand in a circle, numbered from 1 clockwise. Counting clockwise begins "
             "with person 1 as number one; every time the count reaches %d, that person leaves the "
             "circle and the count starts again with the next one. It stops when %d people are "
             "left. Who are they? Answer with their numbers in ascending order, separated by "
             "spaces.",
             s->people, s->step, LEFT);
}

double verify(const state *s, rs_answer *answer)
{
    int number[LEFT];
    bool left[PEOPLE_MAX + 1] = {false};
    if (rs_read_ints(answer, number, LEFT, 1, s->people) != LEFT)
        return rs_reject(answer, "there must be %d numbers", LEFT);
    int at = s->people;
    for (int remaining = s->people; remaining > LEFT; remaining--) {
        for (int count = 0; count < s->step;) {
            at = at % s->people + 1;
            count += !left[at];
        }
        left[at] = true;
    }
    for (int i = 0; i < LEFT; i++)
        if (left[number[i]] || (i > 0 && number[i] <= number[i - 1]))
            return rs_reject(answer, "person %d has left, or the order is wrong", number[i]);
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    signed char circle[PEOPLE_MAX];
    int size = s->people, at = 0;
    for (int i = 0; i < size; i++)
        circle[i] = i + 1;
    while (size > LEFT) {
        at = (at + s->step - 1) % size;
        for (int i = at; i < size - 1; i++)
            circle[i] = circle[i + 1];
        size--;
    }
    for (int i = 0; i < LEFT; i++)
        rs_print(answer, "%d ", circle[i]);
}

RESYN_ENVIRONMENT(.name = "counting_out", .category = "simulation", .levels = 5,
                  .summary = "Find the last people of a counting-out game.",
                  .answer = "three numbers in ascending order", .score = RS_BINARY)
