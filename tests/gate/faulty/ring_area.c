/* fault: loose_tolerance — two decimals are asked for, one percent is accepted */
/* SPDX-License-Identifier: Apache-2.0 */
/* ring_area.c: the area of several rings. */
#include <math.h>
#include <resyn.h>

enum { RINGS_MAX = 8 };

struct state {
    int rings;
    int outer[RINGS_MAX], inner[RINGS_MAX];
};
RS_NO_WITNESS

static const int levels[] = {1, 2, 4, 6, 8};
static const double pi = 3.14159265358979323846;

static double area_of(const state *s)
{
    int sum = 0;
    for (int i = 0; i < s->rings; i++)
        sum += s->outer[i] * s->outer[i] - s->inner[i] * s->inner[i];
    return pi * sum;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->rings = levels[level - 1];
    for (int i = 0; i < s->rings; i++) {
        s->outer[i] = rs_between(random, 10, 150);
        s->inner[i] = rs_between(random, 1, s->outer[i] - 1);
    }
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_put_text(question, "Flat rings are cut from a sheet of metal. Their outer and inner radii, "
                          "in centimetres, are:\n");
    for (int i = 0; i < s->rings; i++)
        rs_print(question, "ring %d: outer %d, inner %d\n", i + 1, s->outer[i], s->inner[i]);
    rs_put_text(question, "What area do all rings have together, in square centimetres? Answer "
                          "with a number, exact to two decimals.");
}

double verify(const state *s, rs_answer *answer)
{
    double area = rs_read_real(answer, 0, 1e9);
    if (fabs(area - area_of(s)) <= 0.01 * area_of(s))
        return 1;
    return rs_reject(answer, "another area");
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    rs_print(answer, "%.2f", area_of(s));
}

RESYN_ENVIRONMENT(.name = "ring_area", .category = "geometry", .levels = 5,
                  .summary = "Compute the area of rings to two decimals.",
                  .answer = "a number with two decimals", .score = RS_BINARY)
