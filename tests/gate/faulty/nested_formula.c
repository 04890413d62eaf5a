/* fault: deep_recursion — the parser calls itself for each of thousands of parentheses */
/* SPDX-License-Identifier: Apache-2.0 */
/* nested_formula.c: set parentheses so that a sum and product of digits has a wanted value. */
#include <resyn.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS_MAX = 9, LINE_MAX_BYTES = 16000 };

struct state {
    int digits, value;
    char text[2 * DIGITS_MAX]; /* 3+4*5 */
};

struct witness {
    char formula[4 * DIGITS_MAX];
};

static const int levels[] = {4, 5, 6, 7, 9};

/* Without precedence: from left to right, as on a cheap calculator. */
static int64_t take_formula(const char **at)
{
    int64_t value = 0;
    char operation = '+';
    for (;;) {
        int64_t operand = 0;
        if (**at == '(') {
            ++*at;
            operand = take_formula(at);
            if (**at == ')')
                ++*at;
        } else if (**at >= '0' && **at <= '9') {
            operand = *(*at)++ - '0';
        }
        value = operation == '+' ? value + operand : value * operand;
        if (**at != '+' && **at != '*')
            return value;
        operation = *(*at)++;
    }
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->digits = levels[level - 1];
    int open = rs_between(random, 1, s->digits - 3);
    int close = rs_between(random, open + 1, s->digits - 1);
    char *text = s->text, *formula = w->formula;
    for (int i = 0; i < s->digits; i++) {
        if (i > 0)
            *text++ = *formula++ = rs_below(random, 2) ? '+' : '*';
        if (i == open)
            *formula++ = '(';
        *text++ = *formula++ = '1' + rs_below(random, 9);
        if (i == close)
            *formula++ = ')';
    }
    const char *at = s->text, *with = w->formula;
    s->value = take_formula(&with);
    return s->value != take_formula(&at);
}

void observe(const state *s, rs_text *question)
{
    rs_print(question,
             "A cheap calculator knows no precedence: it computes %s strictly from left to right, "
             "but what is in parentheses first. Put parentheses into this formula so that its "
             "value becomes %d; change nothing else. Answer with the formula on one line, without "
             "spaces. (For another formula an answer would look like this: 7+(8*9)+1)",
             s->text, s->value);
}

double verify(const state *s, rs_answer *answer)
{
    char *line = malloc(LINE_MAX_BYTES), *rest = malloc(LINE_MAX_BYTES);
    int depth = 0, kept = 0;
    rs_read_line(answer, line, LINE_MAX_BYTES);
    for (const char *at = line; *at != '\0'; at++) {
        depth += *at == '(' ? 1 : *at == ')' ? -1 : 0;
        if (depth < 0 || (*at == '(' && at > line && at[-1] == ')'))
            return rs_reject(answer, "the parentheses do not match");
        if ((*at == '(' && at[1] == ')') ||
            (*at == '(' && at > line && at[-1] >= '0' && at[-1] <= '9'))
            return rs_reject(answer, "a parenthesis in a wrong place");
        if (*at == ')' && at[1] >= '0' && at[1] <= '9')
            return rs_reject(answer, "a parenthesis in a wrong place");
        if (*at != '(' && *at != ')')
            rest[kept++] = *at;
    }
    rest[kept] = '\0';
    const char *at = line;
    if (take_formula(&at) != s->value || *at != '\0')
        return rs_reject(answer, "another value");
    if (depth != 0 || strcmp(rest, s->text) != 0)
        return rs_reject(answer, "the formula has been changed");
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    rs_put_text(answer, w->formula);
}

RESYN_ENVIRONMENT(.name = "nested_formula", .category = "arithmetic", .levels = 5,
                  .summary = "Set parentheses so that a formula has a wanted value.",
                  .answer = "the formula with parentheses, without spaces", .score = RS_BINARY)
