/* SPDX-License-Identifier: Apache-2.0 */
/* precision.c: answers that are one number: does its sign matter, and the decimals that the
 * question asks for? */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "lib/gate/family.h"

enum step { SIGN, HIGHER, LOWER };

enum { DECIMALS_MAX = 9, UNITS = 10 /* of the last decimal: more than rounding explains */ };
#define SIGN_SHARE 0.5 /* see check.def */
#define PRECISION_SHARE 0.2
#define Z 2.0

struct own {
    struct rate sign, precision;
};

/* Whether the answer is one number; then `*value` is it. */
static bool read_number(const struct text *answer, double *value)
{
    struct token token[2];
    char copy[64];
    if (tokens_find(token, 2, answer->data, answer->size) != 1 || !token_number(&token[0]) ||
        token[0].size >= sizeof copy)
        return false;
    memcpy(copy, token[0].text, token[0].size);
    copy[token[0].size] = '\0';
    char *end;
    *value = strtod(copy, &end);
    return *end == '\0' && isfinite(*value);
}

/* "two decimals", "3 decimal places": how many, or 0 where the question says none, or speaks of a
 * tolerance as well. */
static int decimals_asked(const struct text *question)
{
    static const char *const words[] = {"one ", "two ", "three ", "four ", "five ", "six "};
    static const char *const tolerances[] = {"at most", "within",  "tolerance", "percent",
                                             "%",       "differ",  "error",     "away",
                                             "±",       "relative"};
    const char *decimal = strcasestr(question->data, "decimal");
    for (size_t i = 0; i < sizeof tolerances / sizeof *tolerances; i++)
        if (strcasestr(question->data, tolerances[i]))
            return 0;
    if (!decimal || decimal - question->data < 7)
        return 0;
    for (int i = 0; i < (int)(sizeof words / sizeof *words); i++)
        if (strncasecmp(decimal - strlen(words[i]), words[i], strlen(words[i])) == 0)
            return i + 1;
    return decimal[-2] >= '1' && decimal[-2] <= '0' + DECIMALS_MAX ? decimal[-2] - '0' : 0;
}

static bool has_both_signs(const struct gate *gate)
{
    bool above = false, below = false;
    for (unsigned i = 0; i < gate->instance_count; i++) {
        double value;
        if (!gate->instances[i].sound || !read_number(&gate->instances[i].oracle, &value))
            continue;
        above |= value > 0;
        below |= value < 0;
    }
    return above && below;
}

static void plan(struct gate *gate, unsigned family)
{
    bool signs = has_both_signs(gate);
    for (unsigned i = 0; i < gate->instance_count; i++) {
        const struct instance *instance = &gate->instances[i];
        double value;
        if (!instance->sound || !read_number(&instance->oracle, &value))
            continue;
        bool decimals = decimals_asked(&instance->question) > 0;
        for (unsigned step = SIGN; step <= LOWER; step++)
            if (step == SIGN ? signs && fabs(value) > 0 : decimals)
                gate_plan(gate, (struct plan){.family = (unsigned char)family,
                                              .kind = JOB_VERIFY,
                                              .instance = i,
                                              .step = step});
    }
}

static void compose(struct gate *gate, struct probe *probe)
{
    const struct instance *instance = instance_of(gate, probe);
    struct token token;
    double value = 0;
    read_number(&instance->oracle, &value);
    tokens_find(&token, 1, instance->oracle.data, instance->oracle.size);
    if (probe->plan.step == SIGN) {
        bool signed_already = token.text[0] == '-' || token.text[0] == '+';
        buffer_append_text(&probe->text, value < 0 ? "" : "-");
        buffer_append(&probe->text, token.text + signed_already, token.size - signed_already);
        return;
    }
    int decimals = decimals_asked(&instance->question);
    double change = UNITS * pow(10, -decimals);
    buffer_print(&probe->text, "%.*f", decimals,
                 probe->plan.step == HIGHER ? value + change : value - change);
}

static void take(struct gate *gate, const struct probe *probe, const struct probe_result *result)
{
    struct own *own = gate_own(gate, probe->plan.family, sizeof *own);
    bool sign = probe->plan.step == SIGN;
    bool right = result->outcome == OUTCOME_OK && result->score >= 1;
    enum gate_check check = sign ? CHECK_SIGNS : CHECK_PRECISION;
    if (!own)
        return;
    gate_tried(gate, check);
    rate_add(sign ? &own->sign : &own->precision, right);
    if (right)
        gate_against(gate, check, probe, result,
                     sign ? "right with the other sign"
                          : "right, though ten units of the last decimal away");
}

static void settle(struct gate *gate, enum gate_check check, const struct rate *rate, double share,
                   const char *otherwise)
{
    if (rate->trials)
        gate_settle_rate(gate, check, rate, rate_low(rate, Z) > share, "%.0f of %u right",
                         rate->sum, rate->trials);
    else
        report_settle(&gate->report, check, CHECK_DOES_NOT_APPLY, "%s", otherwise);
}

static bool assess(struct gate *gate, unsigned family)
{
    const struct own *own = gate_own(gate, family, sizeof *own);
    if (!own)
        return false;
    settle(gate, CHECK_SIGNS, &own->sign, SIGN_SHARE,
           "right answers are not numbers of both signs");
    settle(gate, CHECK_PRECISION, &own->precision, PRECISION_SHARE,
           "no number of decimals without a tolerance is asked for");
    return false;
}

static const enum gate_check checks[] = {CHECK_SIGNS, CHECK_PRECISION, CHECK_COUNT};
const struct family family_precision = {STAGE_FOOL, true, false, checks, plan,
                                        compose,    take, NULL,  assess};
