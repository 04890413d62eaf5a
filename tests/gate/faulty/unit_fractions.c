/* fault: unstated_rule — the denominators must ascend, which the question does not say */
/* SPDX-License-Identifier: Apache-2.0 */
/* unit_fractions.c: a fraction as a sum of different unit fractions. */
#include <resyn.h>

enum { PARTS_MAX = 6, DENOMINATOR_MAX = 100 };

struct state {
    int parts;
    int64_t numerator, denominator; /* in lowest terms */
};

struct witness {
    int part[PARTS_MAX];
};

static const struct {
    int parts, largest;
} levels[] = {{2, 99}, {3, 99}, {4, 99}, {5, 99}, {6, 99}};

static int64_t common_divisor(int64_t a, int64_t b)
{
    return b == 0 ? a : common_divisor(b, a % b);
}

static void sum_up(const int *part, int count, int64_t *numerator, int64_t *denominator)
{
    *numerator = 0;
    *denominator = 1;
    for (int i = 0; i < count; i++) {
        int64_t sum = *numerator * part[i] + *denominator, product = *denominator * part[i];
        int64_t divisor = common_divisor(sum, product);
        *numerator = sum / divisor;
        *denominator = product / divisor;
    }
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->parts = levels[level - 1].parts;
    for (int i = 0; i < s->parts; i++) {
        int least = i == 0 ? 2 : w->part[i - 1] + 1;
        if (least > levels[level - 1].largest)
            return false;
        w->part[i] = rs_between(random, least, (least + levels[level - 1].largest) / 2 + 1);
    }
    sum_up(w->part, s->parts, &s->numerator, &s->denominator);
    return s->numerator > 1;
}

void observe(const state *s, rs_text *question)
{
    rs_print(
        question,
        "Write the fraction %lld/%lld as a sum of %d unit fractions 1/a + 1/b + ... with "
        "different denominators, each from 2 to %d. Answer with the %d denominators, separated "
        "by spaces. (For 5/6 the answer is 2 3)",
        (long long)s->numerator, (long long)s->denominator, s->parts, DENOMINATOR_MAX, s->parts);
}

double verify(const state *s, rs_answer *answer)
{
    int part[PARTS_MAX];
    int64_t numerator, denominator;
    if (rs_read_ints(answer, part, s->parts, 2, DENOMINATOR_MAX) != s->parts)
        return rs_reject(answer, "there must be %d denominators", s->parts);
    for (int i = 1; i < s->parts; i++)
        if (part[i] <= part[i - 1])
            return rs_reject(answer, "%d is not allowed there", part[i]);
    sum_up(part, s->parts, &numerator, &denominator);
    if (numerator != s->numerator || denominator != s->denominator)
        return rs_reject(answer, "the sum is another");
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    for (int i = 0; i < s->parts; i++)
        rs_print(answer, "%d ", w->part[i]);
}

RESYN_ENVIRONMENT(.name = "unit_fractions", .category = "arithmetic", .levels = 5,
                  .summary = "Write a fraction as a sum of unit fractions.",
                  .answer = "the denominators, separated by spaces", .score = RS_BINARY)
