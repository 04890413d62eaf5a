/* SPDX-License-Identifier: Apache-2.0 */
/* countdown.c: reach a target with given numbers and + - * /; the expression is parsed here. */
#include <resyn.h>

enum { NUMBERS_MAX = 8, NUMBER_MAX = 99, EXPRESSION_MAX = 200, TRIES = 300 };

struct state {
    int phrasing;
    int count;
    int number[NUMBERS_MAX];
    int target;
};

/* Step i combines two items; items 0 … count − 1 are the numbers, count + i is its result. */
struct witness {
    struct {
        int left, right, operation;
    } step[NUMBERS_MAX];
};

static const struct {
    int count, low, high;
} levels[] = {
    {4, 101, 999}, {5, 101, 999}, {6, 1001, 9999}, {7, 10001, 99999}, {8, 100001, 999999}};

static const char *const openings[] = {
    "Write an expression whose value is %d.",
    "Make %d.",
    "Reach the target %d exactly by an arithmetic expression.",
};

/* ---- Parsing: sum = product {(+|-) product}, product = atom {(*|/) atom} ---- */

struct parser {
    const char *at;
    const state *s;
    bool used[NUMBERS_MAX];
    const char *wrong;
};

/* The first fault stays; the rest of the text is dropped, so that every loop ends. Recursion is
 * bounded by the length of the line. */
static int64_t fail(struct parser *parser, const char *why)
{
    if (parser->wrong == NULL)
        parser->wrong = why;
    parser->at = "";
    return 0;
}

static bool take(struct parser *parser, char character)
{
    while (*parser->at == ' ' || *parser->at == '\t')
        parser->at++;
    if (*parser->at != character)
        return false;
    parser->at++;
    return true;
}

static int64_t take_number(struct parser *parser)
{
    int value = 0;
    while (*parser->at >= '0' && *parser->at <= '9' && value <= NUMBER_MAX)
        value = 10 * value + (*parser->at++ - '0');
    for (int i = 0; i < parser->s->count; i++) {
        if (parser->s->number[i] == value && !parser->used[i]) {
            parser->used[i] = true;
            return value;
        }
    }
    return fail(parser, "a number that is not there, or not so often");
}

static int64_t take_sum(struct parser *parser);

static int64_t take_atom(struct parser *parser)
{
    if (!take(parser, '(')) {
        if (*parser->at < '0' || *parser->at > '9')
            return fail(parser, "a number or ( was expected");
        return take_number(parser);
    }
    int64_t value = take_sum(parser);
    return take(parser, ')') ? value : fail(parser, ") was expected");
}

/* No overflow: each number below 100 is used once at most, so values stay below 10 to the 17. */
static int64_t take_product(struct parser *parser)
{
    int64_t value = take_atom(parser);
    for (;;) {
        if (take(parser, '*')) {
            value *= take_atom(parser);
        } else if (take(parser, '/')) {
            int64_t divisor = take_atom(parser);
            if (divisor == 0 || value % divisor != 0)
                return fail(parser, "a division that does not come out even");
            value /= divisor;
        } else {
            return value;
        }
    }
}

static int64_t take_sum(struct parser *parser)
{
    int64_t value = take_product(parser);
    for (;;) {
        if (take(parser, '+'))
            value += take_product(parser);
        else if (take(parser, '-'))
            value -= take_product(parser);
        else
            return value;
    }
}

/* ---- The environment ---- */

/* Combines all numbers in a random way into `w`; 0 where an operation is not allowed. */
static int64_t combine(const state *s, witness *w, rs_random *random)
{
    static const int weights[4] = {3, 2, 4, 1};
    int item[NUMBERS_MAX];
    int64_t value[2 * NUMBERS_MAX] = {0};
    for (int i = 0; i < s->count; i++) {
        item[i] = i;
        value[i] = s->number[i];
    }
    for (int i = 0, left = s->count; left > 1; i++, left--) {
        rs_shuffle(random, item, left, sizeof item[0]);
        int64_t a = value[item[left - 2]], b = value[item[left - 1]], result = 0;
        int operation = rs_pick(random, weights, 4);
        if (operation == 0)
            result = a + b;
        else if (operation == 1)
            result = a - b;
        else if (operation == 2)
            result = a * b;
        else if (b > 1 && a % b == 0)
            result = a / b;
        if (result <= 0)
            return 0;
        w->step[i].left = item[left - 2];
        w->step[i].right = item[left - 1];
        w->step[i].operation = operation;
        item[left - 2] = s->count + i;
        value[s->count + i] = result;
    }
    return value[2 * s->count - 2];
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->phrasing = rs_below(random, 3);
    s->count = levels[level - 1].count;
    for (int i = 0; i < s->count; i++)
        s->number[i] = rs_between(random, 2, i < 2 ? NUMBER_MAX : 15);
    for (int i = 0; i < TRIES; i++) {
        int64_t value = combine(s, w, random);
        if (value >= levels[level - 1].low && value <= levels[level - 1].high) {
            s->target = value;
            return true;
        }
    }
    return false;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question, openings[(unsigned)s->phrasing % 3], s->target);
    rs_put_text(question, " You have these numbers:");
    for (int i = 0; i < s->count; i++)
        rs_print(question, " %d", s->number[i]);
    rs_print(question,
             ".\nEach of them may be used at most once (as often as it is listed). Allowed are the "
             "operators + - * / and parentheses; * and / bind stronger than + and -, otherwise it "
             "goes from left to right. Every division must come out even; values below zero are "
             "allowed on the way, but no sign in front of a number.\nAnswer with the expression "
             "alone on one line, without an equals sign, in at most %d characters. (An answer "
             "would look like this: (3 + 7) * 2 - 6 / 3)",
             EXPRESSION_MAX);
}

double verify(const state *s, rs_answer *answer)
{
    char line[EXPRESSION_MAX + 1];
    rs_read_line(answer, line, sizeof line);
    struct parser parser = {.at = line, .s = s};
    int64_t value = take_sum(&parser);
    if (parser.wrong == NULL && *parser.at != '\0')
        fail(&parser, "text after the expression");
    if (parser.wrong != NULL)
        return rs_reject(answer, "%s", parser.wrong);
    if (value != s->target)
        return rs_reject(answer, "the value is %lld, not %d", (long long)value, s->target);
    return 1;
}

static void put_item(const state *s, const witness *w, int item, bool swapped, rs_text *answer)
{
    if (item < s->count) {
        rs_put_int(answer, s->number[item]);
        return;
    }
    int step = item - s->count, operation = w->step[step].operation;
    bool swap = swapped && (operation == 0 || operation == 2);
    rs_put_text(answer, "(");
    put_item(s, w, swap ? w->step[step].right : w->step[step].left, swapped, answer);
    rs_print(answer, " %c ", "+-*/"[operation]);
    put_item(s, w, swap ? w->step[step].left : w->step[step].right, swapped, answer);
    rs_put_text(answer, ")");
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    put_item(s, w, 2 * s->count - 2, false, answer);
}

/* The same expression with the sides of every + and * exchanged. */
bool another(const state *s, const witness *w, rs_random *random, rs_text *answer)
{
    bool changes = false;
    for (int i = 0; i < s->count - 1; i++)
        changes = changes || w->step[i].operation == 0 || w->step[i].operation == 2;
    if (changes)
        put_item(s, w, 2 * s->count - 2, true, answer);
    return changes;
}

RESYN_ENVIRONMENT(.name = "countdown", .category = "arithmetic", .levels = 5,
                  .summary = "Write an expression with given numbers that equals a target.",
                  .answer = "an expression with + - * / and parentheses, on one line",
                  .score = RS_BINARY)
