/* fault: zip_truncation — only as many totals as the answer has are compared */
/* SPDX-License-Identifier: Apache-2.0 */
/* running_totals.c: the totals of a list of numbers, one behind each number. */
#include <resyn.h>

enum { COUNT_MAX = 24 };

struct state {
    int count;
    int number[COUNT_MAX];
};
RS_NO_WITNESS

static const int levels[] = {5, 8, 12, 18, 24};

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->count = levels[level - 1];
    for (int i = 0; i < s->count; i++)
        s->number[i] = rs_between(random, -50 * level, 99 * level);
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_put_text(question, "A till is empty at first. These amounts are put in or taken out, one "
                          "after the other:\n");
    for (int i = 0; i < s->count; i++)
        rs_print(question, i > 0 ? ", %d" : "%d", s->number[i]);
    rs_print(question,
             "\nWhat does the till hold after each of the %d bookings? Answer with %d integers "
             "separated by spaces, in order. (For the amounts 3, 4, -2 the answer is 3 7 5)",
             s->count, s->count);
}

double verify(const state *s, rs_answer *answer)
{
    int total[COUNT_MAX], sum = 0;
    int count = rs_read_ints(answer, total, s->count, -100000, 100000);
    for (int i = 0; i < count; i++) {
        sum += s->number[i];
        if (total[i] != sum)
            return rs_reject(answer, "total %d is wrong", i + 1);
    }
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    int sum = 0;
    for (int i = 0; i < s->count; i++) {
        sum += s->number[i];
        rs_print(answer, i > 0 ? " %d" : "%d", sum);
    }
}

RESYN_ENVIRONMENT(.name = "running_totals", .category = "arithmetic", .levels = 5,
                  .summary = "Write the running totals of a list of numbers.",
                  .answer = "one integer for each booking, separated by spaces", .score = RS_BINARY)
