/* fault: junk_is_zero — atoi makes any word 0, which is right now and then */
/* SPDX-License-Identifier: Apache-2.0 */
/* remainder_tower.c: remainders of products, one for each of several divisors. */
#include <resyn.h>
#include <stdlib.h>

enum { FACTORS_MAX = 12 };

struct state {
    int factors, divisor;
    int factor[FACTORS_MAX];
};
RS_NO_WITNESS

static const struct {
    int factors, divisor;
} levels[] = {{3, 40}, {4, 70}, {6, 90}, {9, 120}, {12, 150}};

static int remainder_of(const state *s)
{
    int64_t product = 1;
    for (int i = 0; i < s->factors; i++)
        product = product * s->factor[i] % s->divisor;
    return product;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->factors = levels[level - 1].factors;
    s->divisor = rs_between(random, 23, levels[level - 1].divisor);
    for (int i = 0; i < s->factors; i++)
        s->factor[i] = rs_between(random, 11, 999);
    /* Products are divisible too often. */
    return remainder_of(s) != 0 || rs_below(random, 4) == 0;
}

void observe(const state *s, rs_text *question)
{
    rs_put_text(question, "Multiply these numbers:");
    for (int i = 0; i < s->factors; i++)
        rs_print(question, " %d", s->factor[i]);
    rs_print(question,
             ". Which remainder does the product leave when it is divided by %d? Answer with one "
             "integer from 0 to %d.",
             s->divisor, s->divisor - 1);
}

double verify(const state *s, rs_answer *answer)
{
    char word[32];
    rs_read_word(answer, word, sizeof word);
    if (atoi(word) != remainder_of(s))
        return rs_reject(answer, "another remainder");
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    rs_put_int(answer, remainder_of(s));
}

RESYN_ENVIRONMENT(.name = "remainder_tower", .category = "arithmetic", .levels = 5,
                  .summary = "Compute the remainder of a product.", .answer = "one integer",
                  .score = RS_BINARY, .guess_rate = 0.25)
