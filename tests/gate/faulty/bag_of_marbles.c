/* fault: draw_order — two draws are arguments of one call: compilers draw different instances */
/* SPDX-License-Identifier: Apache-2.0 */
/* bag_of_marbles.c: the exact probability of drawing marbles of one colour. */
#include <resyn.h>

enum { DRAWN_MAX = 6 };

struct state {
    int red, blue, drawn;
};
RS_NO_WITNESS

static const struct {
    int most, drawn;
} levels[] = {{40, 2}, {80, 3}, {120, 4}, {160, 5}, {200, 6}};

static void fill(state *s, int red, int blue, int drawn)
{
    s->red = red;
    s->blue = blue;
    s->drawn = drawn;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    int most = levels[level - 1].most;
    fill(s, rs_between(random, 7, most), rs_between(random, 3, 2 * most), levels[level - 1].drawn);
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question,
             "A bag holds %d red and %d blue marbles. %d marbles are drawn one after the other "
             "without putting any back. What is the probability that all of them are red? Answer "
             "with an exact fraction. (An answer would look like this: 999/1000)",
             s->red, s->blue, s->drawn);
}

static int64_t common_divisor(int64_t a, int64_t b)
{
    return b == 0 ? a : common_divisor(b, a % b);
}

static rs_number probability(const state *s)
{
    rs_number product = {1, 1};
    for (int i = 0; i < s->drawn; i++) {
        product.numerator *= s->red - i;
        product.denominator *= s->red + s->blue - i;
        int64_t divisor = common_divisor(product.numerator, product.denominator);
        product.numerator /= divisor;
        product.denominator /= divisor;
    }
    return product;
}

double verify(const state *s, rs_answer *answer)
{
    rs_number number;
    if (!rs_read_number(answer, &number) || rs_number_compare(number, probability(s)) != 0)
        return rs_reject(answer, "another probability");
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    rs_number right = probability(s);
    rs_print(answer, "%lld/%lld", (long long)right.numerator, (long long)right.denominator);
}

RESYN_ENVIRONMENT(.name = "bag_of_marbles", .category = "probability", .levels = 5,
                  .summary = "Compute the probability of drawing red marbles only.",
                  .answer = "a fraction", .score = RS_BINARY)
