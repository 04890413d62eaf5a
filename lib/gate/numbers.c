/* SPDX-License-Identifier: Apache-2.0 */
/* numbers.c: spellings that are no number, or another number, put where a right answer has one; and
 * extremes, which must not break anything. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "lib/gate/family.h"

/* What is written for a value `v`; those marked may stand for it in no notation. */
enum spelling {
    NAN_ONE,
    NAN_ALL,
    INFINITE,
    HUGE_EXPONENT,
    HEXADECIMAL,
    WRAP_32,
    WRAP_64,
    WITH_LETTERS,
    WITH_UNDERSCORE,
    ARABIC,
    TWO_SIGNS,
    WRAP_PAIR_32,
    WRAP_PAIR_64,
    WRONG_COUNT, /* from here on it may be right, but must not break anything */
    SMALLEST_32 = WRONG_COUNT,
    LARGEST_32,
    SMALLEST_64,
    LARGEST_64,
    BEYOND_64,
    MILLION,
    MINUS_MILLION,
    THOUSAND,
    ZERO,
    MINUS_ONE,
    LONG_NUMBER,
    SPELLINGS
};
static const char *const names[] = {
    [NAN_ONE] = "nan",
    [NAN_ALL] = "nan everywhere",
    [INFINITE] = "inf",
    [HUGE_EXPONENT] = "1e999",
    [HEXADECIMAL] = "hexadecimal",
    [WRAP_32] = "the number plus 2^32",
    [WRAP_64] = "the number plus 2^64",
    [WITH_LETTERS] = "letters behind the number",
    [WITH_UNDERSCORE] = "an underscore in the number",
    [ARABIC] = "digits of another script",
    [TWO_SIGNS] = "two signs",
    [WRAP_PAIR_32] = "two numbers that wrap together",
    [WRAP_PAIR_64] = "two numbers that wrap together at 64 bits",
};
static const char *const extremes[] = {
    [SMALLEST_32] = "-2147483648",
    [LARGEST_32] = "2147483647",
    [SMALLEST_64] = "-9223372036854775808",
    [LARGEST_64] = "9223372036854775807",
    [BEYOND_64] = "9223372036854775808",
    [MILLION] = "1000000",
    [MINUS_MILLION] = "-1000000",
    [THOUSAND] = "1000",
    [ZERO] = "0",
    [MINUS_ONE] = "-1",
};

enum { PER_LEVEL_USUAL = 6, LONG_DIGITS = 5000 };
#define ALLOWED 0.05 /* see check.def */

struct own {
    struct rate way[WRONG_COUNT];
};

static void plan(struct gate *gate, unsigned family)
{
    unsigned most = gate->effort == GATE_THOROUGH ? gate->per_level : PER_LEVEL_USUAL;
    for (unsigned i = 0; i < gate->instance_count; i++)
        for (unsigned spelling = 0; spelling < SPELLINGS; spelling++)
            if (gate->instances[i].sound && instance_among(gate, i, most))
                gate_plan(gate, (struct plan){.family = (unsigned char)family,
                                              .kind = JOB_VERIFY,
                                              .instance = i,
                                              .item = spelling});
}

/* The first integer at or after `from`; TOKENS_MAX where there is none. */
static unsigned find_integer(const struct tokens *tokens, unsigned from, int64_t *value)
{
    while (from < tokens->count && !token_integer(&tokens->token[from], value))
        from++;
    return from < tokens->count ? from : TOKENS_MAX;
}

/* The same for any number; the value of one that is no integer is 0. */
static unsigned find_number(const struct tokens *tokens, unsigned from, int64_t *value)
{
    while (from < tokens->count && !token_number(&tokens->token[from]))
        from++;
    if (from == tokens->count)
        return TOKENS_MAX;
    if (!token_integer(&tokens->token[from], value))
        *value = 0;
    return from;
}

/* Whether the spelling is one of a value, which only an integer has here. */
static bool needs_integer(enum spelling spelling)
{
    return spelling >= HEXADECIMAL && spelling < WRONG_COUNT && spelling != ARABIC &&
           spelling != WITH_LETTERS && spelling != TWO_SIGNS;
}

static void spell_arabic(char *out, size_t size, const struct token *token)
{
    size_t used = 0;
    out[0] = '\0';
    for (unsigned i = 0; i < token->size && used + 3 < size; i++)
        if (token->text[i] >= '0' && token->text[i] <= '9')
            used +=
                (size_t)snprintf(out + used, size - used, "\xd9%c", 0xa0 + (token->text[i] - '0'));
}

/* `value` in a spelling that must not be taken for it; false where there is none. */
static bool spell(char *out, size_t size, const struct token *token, int64_t value,
                  enum spelling spelling)
{
    static const char *const plain[] = {
        [NAN_ONE] = "nan", [INFINITE] = "inf", [HUGE_EXPONENT] = "1e999"};
    switch (spelling) {
    case HEXADECIMAL:
        snprintf(out, size, "%s0x%" PRIx64, value < 0 ? "-" : "",
                 (uint64_t)(value < 0 ? -value : value));
        return true;
    case WRAP_32:
        snprintf(out, size, "%" PRId64, value + ((int64_t)1 << 32));
        return true;
    case WRAP_64:
        snprintf(out, size, "18446744073709%06" PRId64, 551616 + value);
        return value >= 0 && value < 400000;
    case WITH_LETTERS:
        snprintf(out, size, "%.*sabc", (int)token->size, token->text);
        return true;
    case WITH_UNDERSCORE:
        snprintf(out, size, "%" PRId64 "_0", value);
        return true;
    case ARABIC:
        spell_arabic(out, size, token);
        return true;
    case TWO_SIGNS:
        snprintf(out, size, "--%.*s", (int)token->size, token->text);
        return true;
    default:
        snprintf(out, size, "%s", plain[spelling]);
        return true;
    }
}

static void put_all_nan(struct buffer *out, const struct tokens *tokens)
{
    const char *at = tokens->text;
    for (unsigned i = 0; i < tokens->count; i++) {
        const struct token *token = &tokens->token[i];
        buffer_append(out, at, (size_t)(token->text - at));
        if (token_number(token))
            buffer_append_text(out, "nan");
        else
            buffer_append(out, token->text, token->size);
        at = token->text + token->size;
    }
    buffer_append(out, at, (size_t)(tokens->text + tokens->size - at));
}

/* Two numbers moved by half of the range each, in the same direction: their sum is the same again
 * once it has wrapped. */
static bool put_pair(struct buffer *out, const struct tokens *tokens, unsigned first, int64_t value,
                     bool wide)
{
    int64_t move = wide ? INT64_MIN : (int64_t)1 << 31, other;
    unsigned second = find_integer(tokens, first + 1, &other);
    char text[32];
    struct buffer half = BUFFER_INIT;
    struct tokens changed;
    if (second == TOKENS_MAX || (wide && (value < 0 || other < 0)))
        return false;
    if (!wide)
        move = -move;
    snprintf(text, sizeof text, "%" PRId64, value + move);
    tokens_replace(&half, tokens, first, text, strlen(text));
    if (half.failed)
        return false;
    tokens_split(&changed, half.data, half.size);
    snprintf(text, sizeof text, "%" PRId64, other + move);
    tokens_replace(out, &changed, second, text, strlen(text));
    buffer_deinit(&half);
    return true;
}

static void put_extreme(struct buffer *out, const struct tokens *tokens, unsigned index,
                        enum spelling spelling)
{
    if (spelling != LONG_NUMBER) {
        tokens_replace(out, tokens, index, extremes[spelling], strlen(extremes[spelling]));
        return;
    }
    char digits[LONG_DIGITS];
    memset(digits, '9', sizeof digits);
    tokens_replace(out, tokens, index, digits, sizeof digits);
}

/* `variant` says whether there was a number to replace. Extremes go into any place in turn. */
static void compose(struct gate *gate, struct probe *probe)
{
    const struct instance *instance = instance_of(gate, probe);
    enum spelling spelling = probe->plan.item;
    struct tokens tokens;
    int64_t value;
    char text[256];
    tokens_split(&tokens, instance->oracle.data, instance->oracle.size);
    unsigned from = spelling >= WRONG_COUNT && tokens.count
                        ? (probe->plan.instance + spelling) % tokens.count
                        : 0;
    unsigned index = needs_integer(spelling) ? find_integer(&tokens, from, &value)
                                             : find_number(&tokens, from, &value);
    probe->plan.variant = index != TOKENS_MAX;
    if (index == TOKENS_MAX)
        return;
    if (spelling >= WRONG_COUNT)
        put_extreme(&probe->text, &tokens, index, spelling);
    else if (spelling == NAN_ALL)
        put_all_nan(&probe->text, &tokens);
    else if (spelling == WRAP_PAIR_32 || spelling == WRAP_PAIR_64)
        probe->plan.variant =
            put_pair(&probe->text, &tokens, index, value, spelling == WRAP_PAIR_64);
    else if (spell(text, sizeof text, &tokens.token[index], value, spelling))
        tokens_replace(&probe->text, &tokens, index, text, strlen(text));
    else
        probe->plan.variant = 0;
}

static void take(struct gate *gate, const struct probe *probe, const struct probe_result *result)
{
    struct own *own = gate_own(gate, probe->plan.family, sizeof *own);
    enum spelling spelling = probe->plan.item;
    bool right = result->outcome == OUTCOME_OK && result->score >= 1;
    if (!own || !probe->plan.variant || spelling >= WRONG_COUNT)
        return;
    gate_tried(gate, CHECK_NUMBERS);
    rate_add(&own->way[spelling], right);
    if (right)
        gate_against(gate, CHECK_NUMBERS, probe, result, "right with %s", names[spelling]);
}

static bool assess(struct gate *gate, unsigned family)
{
    const struct own *own = gate_own(gate, family, sizeof *own);
    const struct rate *worst = own ? own->way : NULL;
    for (unsigned i = 1; own && i < WRONG_COUNT; i++)
        if (rate_mean(&own->way[i]) > rate_mean(worst))
            worst = &own->way[i];
    if (!own || !gate->report.checks[CHECK_NUMBERS].tried)
        report_settle(&gate->report, CHECK_NUMBERS, CHECK_DOES_NOT_APPLY,
                      "right answers hold no number");
    else
        gate_settle_rate(gate, CHECK_NUMBERS, worst, rate_mean(worst) > ALLOWED && worst->sum > 1,
                         "%.3g of the worst kind were right", rate_mean(worst));
    return false;
}

static const enum gate_check checks[] = {CHECK_NUMBERS, CHECK_COUNT};
const struct family family_numbers = {STAGE_FOOL, true, false, checks, plan,
                                      compose,    take, NULL,  assess};
