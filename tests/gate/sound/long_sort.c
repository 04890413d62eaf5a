/* sound: large answers: up to 600 integers, and one right answer only */
/* SPDX-License-Identifier: Apache-2.0 */
/* long_sort.c: sort many numbers by their remainders. */
#include <resyn.h>

enum { COUNT_MAX = 600 };

struct state {
    int count, divisor;
    int number[COUNT_MAX];
};
RS_NO_WITNESS

static const int levels[] = {20, 60, 150, 300, 600};

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->count = levels[level - 1];
    s->divisor = rs_between(random, 7, 60);
    for (int i = 0; i < s->count; i++)
        s->number[i] = rs_between(random, 10, 9999);
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_print(
        question,
        "Sort these numbers by the remainders that they leave when divided by %d, the smallest "
        "remainder first; among equal remainders the smaller number comes first, and equal "
        "numbers stand as often as they are listed:\n",
        s->divisor);
    for (int i = 0; i < s->count; i++)
        rs_print(question, i > 0 ? " %d" : "%d", s->number[i]);
    rs_print(question, "\nAnswer with the %d sorted numbers, separated by spaces.", s->count);
}

static bool is_before(const state *s, int a, int b)
{
    if (a % s->divisor != b % s->divisor)
        return a % s->divisor < b % s->divisor;
    return a < b;
}

static void sort(const state *s, int *sorted)
{
    for (int i = 0; i < s->count; i++) {
        int at = i;
        for (; at > 0 && is_before(s, s->number[i], sorted[at - 1]); at--)
            sorted[at] = sorted[at - 1];
        sorted[at] = s->number[i];
    }
}

double verify(const state *s, rs_answer *answer)
{
    int number[COUNT_MAX], sorted[COUNT_MAX];
    if (rs_read_ints(answer, number, s->count, 10, 9999) != s->count)
        return rs_reject(answer, "there must be %d numbers", s->count);
    sort(s, sorted);
    for (int i = 0; i < s->count; i++)
        if (number[i] != sorted[i])
            return rs_reject(answer, "number %d is another", i + 1);
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    int sorted[COUNT_MAX];
    sort(s, sorted);
    for (int i = 0; i < s->count; i++)
        rs_print(answer, i > 0 ? " %d" : "%d", sorted[i]);
}

RESYN_ENVIRONMENT(.name = "long_sort", .category = "algorithms", .levels = 5,
                  .summary = "Sort many numbers by their remainders.",
                  .answer = "the sorted numbers, separated by spaces", .score = RS_BINARY)
