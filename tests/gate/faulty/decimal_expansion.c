/* fault: prefix_match — matches are divided by the shorter length: one right digit is all */
/* SPDX-License-Identifier: Apache-2.0 */
/* decimal_expansion.c: the first decimals of a fraction; each right decimal counts. */
#include <resyn.h>
#include <string.h>

enum { DIGITS_MAX = 40 };

struct state {
    int numerator, denominator, digits;
};
RS_NO_WITNESS

static const struct {
    int digits, largest;
} levels[] = {{4, 97}, {6, 299}, {10, 499}, {20, 997}, {40, 4999}};

static void expand(const state *s, char *digits)
{
    int rest = s->numerator;
    for (int i = 0; i < s->digits; i++) {
        rest *= 10;
        digits[i] = '0' + rest / s->denominator;
        rest %= s->denominator;
    }
    digits[s->digits] = '\0';
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->digits = levels[level - 1].digits;
    s->denominator = rs_between(random, 11, levels[level - 1].largest);
    s->numerator = rs_between(random, 1, s->denominator - 1);
    return s->denominator % 2 != 0 && s->denominator % 5 != 0;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question,
             "Divide %d by %d by hand. What are the first %d digits after the decimal point? Do "
             "not round. Answer with these %d digits as one word, without the point. (The first "
             "three digits of 1/8 are 125)",
             s->numerator, s->denominator, s->digits, s->digits);
}

double verify(const state *s, rs_answer *answer)
{
    char right[DIGITS_MAX + 1], word[DIGITS_MAX + 1];
    int length = rs_read_word(answer, word, sizeof word), matching = 0;
    expand(s, right);
    if (length == 0)
        return 0;
    int compared = length < s->digits ? length : s->digits;
    while (matching < compared && word[matching] == right[matching])
        matching++;
    return (double)matching / compared;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    char right[DIGITS_MAX + 1];
    expand(s, right);
    rs_put_text(answer, right);
}

RESYN_ENVIRONMENT(.name = "decimal_expansion", .category = "arithmetic", .levels = 5,
                  .summary = "Write the first decimals of a fraction.",
                  .answer = "the digits after the point, as one word", .score = RS_PARTIAL)
