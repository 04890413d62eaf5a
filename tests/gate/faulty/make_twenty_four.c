/* fault: shadowed_target — the answer's value overwrites the target before the comparison */
/* SPDX-License-Identifier: Apache-2.0 */
/* make_twenty_four.c: join numbers by + - x from left to right so that a target comes out. */
#include <resyn.h>

enum { NUMBERS_MAX = 9 };

struct state {
    int numbers, target;
    int number[NUMBERS_MAX];
};

struct witness {
    char operation[NUMBERS_MAX];
};

static const int levels[] = {4, 5, 6, 7, 9};
static const char operations[] = "+-x";

static int64_t apply(int64_t value, char operation, int operand)
{
    return operation == '+'   ? value + operand
           : operation == '-' ? value - operand
                              : value * operand;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    int64_t value = 0;
    s->numbers = levels[level - 1];
    for (int i = 0; i < s->numbers; i++) {
        s->number[i] = rs_between(random, 2, 13);
        w->operation[i] = operations[rs_below(random, 3)];
        value = i == 0 ? s->number[i] : apply(value, w->operation[i], s->number[i]);
    }
    s->target = value;
    return value > 20 && value < 20000;
}

void observe(const state *s, rs_text *question)
{
    rs_put_text(question,
                "Write one of the signs +, - and x (times) between each two neighbours in this row "
                "of numbers:");
    for (int i = 0; i < s->numbers; i++)
        rs_print(question, " %d", s->number[i]);
    rs_print(question,
             ". Computed strictly from left to right (no sign binds stronger than another), the "
             "result must be %d. Answer with the %d signs in order as one word. (For four numbers "
             "an answer would look like this: +x-)",
             s->target, s->numbers - 1);
}

double verify(const state *s, rs_answer *answer)
{
    char sign[NUMBERS_MAX];
    int64_t result = s->target;
    if ((int)rs_read_word(answer, sign, sizeof sign) != s->numbers - 1)
        return rs_reject(answer, "there must be %d signs", s->numbers - 1);
    int64_t value = s->number[0];
    for (int i = 1; i < s->numbers; i++) {
        if (sign[i - 1] != '+' && sign[i - 1] != '-' && sign[i - 1] != 'x')
            return rs_reject(answer, "sign %d is none", i);
        value = apply(value, sign[i - 1], s->number[i]);
        result = value;
    }
    if (result != value)
        return rs_reject(answer, "the result is %lld", (long long)value);
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    for (int i = 1; i < s->numbers; i++)
        rs_print(answer, "%c", w->operation[i]);
}

RESYN_ENVIRONMENT(.name = "make_twenty_four", .category = "arithmetic", .levels = 5,
                  .summary = "Choose signs between numbers so that a target comes out.",
                  .answer = "the signs as one word", .score = RS_BINARY)
