/* fault: trivial_solution — 1 and the number itself pass as its two smaller factors */
/* SPDX-License-Identifier: Apache-2.0 */
/* factor_pairs.c: split a composite number into two factors. */
#include <resyn.h>

struct state {
    int64_t number;
};

struct witness {
    int64_t factor;
};

static const int levels[] = {200, 500, 1500, 5000, 20000};

/* Not divisible by 2 or 3, which would be seen at once. */
static int draw_factor(rs_random *random, int most)
{
    for (;;) {
        int factor = rs_between(random, most / 3, most);
        if (factor % 2 != 0 && factor % 3 != 0)
            return factor;
    }
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    w->factor = draw_factor(random, levels[level - 1]);
    s->number = w->factor;
    s->number *= draw_factor(random, levels[level - 1]);
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question,
             "The number %lld is not prime: write it as the product of two smaller positive "
             "integers. Answer with the two factors, separated by a space. (For 21 the answer is 3 "
             "7)",
             (long long)s->number);
}

double verify(const state *s, rs_answer *answer)
{
    int64_t first = rs_read_int(answer, 1, s->number);
    int64_t second = rs_read_int(answer, 1, s->number);
    if (second > s->number / first || first * second != s->number)
        return rs_reject(answer, "the product is another");
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    rs_print(answer, "%lld %lld", (long long)w->factor, (long long)(s->number / w->factor));
}

RESYN_ENVIRONMENT(.name = "factor_pairs", .category = "arithmetic", .levels = 5,
                  .summary = "Split a number into two factors.",
                  .answer = "two factors, separated by a space", .score = RS_BINARY)
