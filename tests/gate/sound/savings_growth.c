/* sound: a relative tolerance, stated in the question, on numbers of very different sizes */
/* SPDX-License-Identifier: Apache-2.0 */
/* savings_growth.c: what savings grow to over many years. */
#include <math.h>
#include <resyn.h>

struct state {
    int start, years, rate, yearly; /* rate in tenths of a percent */
};
RS_NO_WITNESS

static const int levels[] = {3, 6, 12, 25, 50};

static double end_of(const state *s)
{
    double sum = s->start;
    for (int i = 0; i < s->years; i++)
        sum = sum * (1 + s->rate / 1000.0) + s->yearly;
    return sum;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->start = rs_between(random, 10, 100000);
    s->years = rs_between(random, levels[level - 1] - 1, levels[level - 1] + 3);
    s->rate = rs_between(random, 5, 150);
    s->yearly = rs_between(random, 0, 5000);
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_print(
        question,
        "An account holds %d euros. At the end of each year %d.%d percent of what is in it are "
        "added as interest, and then %d euros are paid in. Nothing is rounded. How many euros "
        "does it hold after %d years? Answer with a number that differs from the true one by "
        "at most one part in 10000.",
        s->start, s->rate / 10, s->rate % 10, s->yearly, s->years);
}

double verify(const state *s, rs_answer *answer)
{
    double sum = rs_read_real(answer, 0, 1e15);
    if (fabs(sum - end_of(s)) <= end_of(s) / 10000)
        return 1;
    return rs_reject(answer, "another sum");
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    rs_print(answer, "%.6f", end_of(s));
}

bool another(const state *s, const witness *w, rs_random *random, rs_text *answer)
{
    rs_print(answer, "%.6e", end_of(s) * 1.00005);
    return true;
}

RESYN_ENVIRONMENT(.name = "savings_growth", .category = "arithmetic", .levels = 5,
                  .summary = "Compute what savings grow to.",
                  .answer = "a number, to one part in 10000", .score = RS_BINARY)
