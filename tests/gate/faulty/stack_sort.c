/* fault: metrics_unset — two metrics are declared, but verify never sets them */
/* SPDX-License-Identifier: Apache-2.0 */
/* stack_sort.c: bring numbers into order by turning over the beginning of the row (pancakes). */
#include <resyn.h>

enum { COUNT_MAX = 12, FLIPS_MAX = 24 };

struct state {
    int count;
    int number[COUNT_MAX];
};
RS_NO_WITNESS

static const int levels[] = {6, 7, 8, 10, 12};

static void flip(int *number, int count)
{
    for (int i = 0, j = count - 1; i < j; i++, j--) {
        int kept = number[i];
        number[i] = number[j];
        number[j] = kept;
    }
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->count = levels[level - 1];
    for (int i = 0; i < s->count; i++)
        s->number[i] = i + 1;
    rs_shuffle(random, s->number, s->count, sizeof s->number[0]);
    int apart = 0;
    for (int i = 1; i < s->count; i++)
        apart += s->number[i] != s->number[i - 1] + 1 && s->number[i] != s->number[i - 1] - 1;
    return apart >= 3;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question, "A stack of %d pancakes of different sizes, from the top down:", s->count);
    for (int i = 0; i < s->count; i++)
        rs_print(question, " %d", s->number[i]);
    rs_print(
        question,
        ". A flip of size k turns the upper k pancakes over as a whole, so that their order is "
        "reversed. Sort the stack by at most %d flips such that the sizes grow from the top "
        "down. Answer with the sizes of the flips in order, each from 2 to %d, separated by "
        "spaces. (For a higher stack an answer would look like this: 31 4 27)",
        2 * s->count, s->count);
}

double verify(const state *s, rs_answer *answer)
{
    int number[COUNT_MAX], size[FLIPS_MAX];
    int flips = rs_read_ints(answer, size, 2 * s->count, 2, s->count);
    for (int i = 0; i < s->count; i++)
        number[i] = s->number[i];
    for (int i = 0; i < flips; i++)
        flip(number, size[i]);
    for (int i = 0; i < s->count; i++)
        if (number[i] != i + 1)
            return rs_reject(answer, "the stack is not sorted");
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    int number[COUNT_MAX];
    for (int i = 0; i < s->count; i++)
        number[i] = s->number[i];
    for (int largest = s->count; largest > 1; largest--) {
        int at = 0;
        while (number[at] != largest)
            at++;
        if (at == largest - 1)
            continue;
        if (at > 0)
            rs_print(answer, "%d ", at + 1);
        flip(number, at + 1);
        rs_print(answer, "%d ", largest);
        flip(number, largest);
    }
}

RESYN_ENVIRONMENT(.name = "stack_sort", .category = "planning", .levels = 5,
                  .summary = "Sort a stack of pancakes by flips.",
                  .answer = "the sizes of the flips, separated by spaces", .score = RS_BINARY,
                  .metrics = {"flips", "misplaced"})
