/* fault: constant_answer — random numbers are hardly ever powers: 0 is right nearly always */
/* SPDX-License-Identifier: Apache-2.0 */
/* perfect_power.c: is a number a perfect power, and of which base? */
#include <resyn.h>

struct state {
    int64_t number;
};
RS_NO_WITNESS

static const int64_t levels[] = {100000, 10000000, 1000000000, 100000000000, 1000000000000};

/* The smallest b > 1 with b^k = number for some k > 1; 0 where there is none. */
static int64_t base_of(int64_t number)
{
    for (int64_t base = 2; base * base <= number; base++) {
        int64_t rest = number;
        while (rest % base == 0)
            rest /= base;
        if (rest == 1)
            return base;
    }
    return 0;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->number = rs_between(random, levels[level - 1] / 10, levels[level - 1]);
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question,
             "A perfect power is b^k with integers b > 1 and k > 1. Let n = %lld. If n is a "
             "perfect power, answer with the smallest b such that n is a power of b; if it is "
             "none, answer with 0.",
             (long long)s->number);
}

double verify(const state *s, rs_answer *answer)
{
    if (rs_read_int(answer, 0, INT64_MAX) != base_of(s->number))
        return rs_reject(answer, "another base");
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    rs_put_int(answer, base_of(s->number));
}

RESYN_ENVIRONMENT(.name = "perfect_power", .category = "arithmetic", .levels = 5,
                  .summary = "Recognise perfect powers.", .answer = "an integer",
                  .score = RS_BINARY)
