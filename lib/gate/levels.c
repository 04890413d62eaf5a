/* SPDX-License-Identifier: Apache-2.0 */
/* levels.c: see levels.h. */
#include "lib/gate/levels.h"

#include <math.h>
#include <string.h>

#define DISTINCT_QUESTIONS 0.6 /* see check.def */
#define DISTINCT_ANSWERS 0.5
#define STANDARD_ERRORS 4.0

static bool same_text(const struct text *a, const struct text *b)
{
    return a->size == b->size && (a->size == 0 || memcmp(a->data, b->data, a->size) == 0);
}

static const struct text *text_of(const struct instance *instance, bool oracle)
{
    return oracle ? &instance->oracle : &instance->question;
}

/* How many of a level's texts are the first of their kind. */
static unsigned distinct(const struct gate *gate, unsigned first, bool oracle, unsigned *there)
{
    unsigned count = 0;
    *there = 0;
    for (unsigned i = first; i < first + gate->per_level; i++) {
        const struct text *text = text_of(&gate->instances[i], oracle);
        unsigned j = first;
        if (!text->data)
            continue;
        while (j < i && !(text_of(&gate->instances[j], oracle)->data &&
                          same_text(text_of(&gate->instances[j], oracle), text)))
            j++;
        count += j == i;
        ++*there;
    }
    return count;
}

static void assess_distinct(struct gate *gate, enum gate_check check, bool oracle, double share)
{
    struct check_report *own = &gate->report.checks[check];
    double worst = 2;
    for (unsigned i = 0; i < gate->instance_count; i += gate->per_level) {
        unsigned there, count = distinct(gate, i, oracle, &there);
        if (!there)
            continue;
        own->tried++;
        own->against += count < share * there;
        if ((double)count / there >= worst)
            continue;
        worst = (double)count / there;
        report_settle(&gate->report, check, CHECK_PASSED,
                      "on level %u, %u of %u are distinct, the fewest of all levels",
                      gate->instances[i].level, count, there);
    }
    own->state = !own->tried ? CHECK_NOT_RUN : own->against ? CHECK_FAILED : CHECK_PASSED;
}

/* What a level's instances look like from outside. */
enum { FEATURES = 6 };

static void measure(const struct instance *instance, double feature[FEATURES])
{
    struct token token[TOKENS_MAX];
    memset(feature, 0, FEATURES * sizeof *feature);
    feature[0] = (double)instance->question.size;
    feature[1] = (double)instance->oracle.size;
    for (size_t i = 0; i < instance->state_size; i++) {
        feature[2] += instance->state[i] != 0;
        feature[3] += instance->state[i];
    }
    unsigned count =
        tokens_find(token, TOKENS_MAX, instance->question.data, instance->question.size);
    for (unsigned i = 0; i < count; i++) {
        int64_t value;
        if (token_integer(&token[i], &value))
            feature[4] += log2(1 + fabs((double)value));
    }
    count = instance->oracle.data
                ? tokens_find(token, TOKENS_MAX, instance->oracle.data, instance->oracle.size)
                : 0;
    feature[5] = count;
}

struct moments {
    double sum, squares;
    unsigned count;
};

static void measure_level(const struct gate *gate, unsigned first, struct moments out[FEATURES])
{
    for (unsigned i = first; i < first + gate->per_level; i++) {
        double feature[FEATURES];
        if (!gate->instances[i].state || !gate->instances[i].question.data)
            continue;
        measure(&gate->instances[i], feature);
        for (unsigned f = 0; f < FEATURES; f++) {
            out[f].sum += feature[f];
            out[f].squares += feature[f] * feature[f];
            out[f].count++;
        }
    }
}

/* The difference of two means in standard errors. */
static double difference(const struct moments *a, const struct moments *b)
{
    if (a->count < 2 || b->count < 2)
        return 0;
    double one = a->sum / a->count, two = b->sum / b->count;
    double error = (a->squares / a->count - one * one) / (a->count - 1) +
                   (b->squares / b->count - two * two) / (b->count - 1);
    if (fabs(one - two) < 1e-9)
        return 0;
    return fabs(one - two) / sqrt(error > 1e-9 ? error : 1e-9);
}

/* Level 0 is a checker's, which has none. */
static void assess_levels(struct gate *gate)
{
    struct check_report *own = &gate->report.checks[CHECK_LEVELS];
    struct moments first[FEATURES] = {0}, last[FEATURES] = {0};
    double most = 0;
    measure_level(gate, 0, first);
    measure_level(gate, gate->instance_count - gate->per_level, last);
    for (unsigned f = 0; f < FEATURES; f++)
        most = fmax(most, difference(&first[f], &last[f]));
    own->tried = first[0].count + last[0].count;
    own->against = most < STANDARD_ERRORS;
    if (first[0].count >= 2 && last[0].count >= 2)
        report_settle(&gate->report, CHECK_LEVELS,
                      most < STANDARD_ERRORS ? CHECK_FAILED : CHECK_PASSED,
                      "question, answer and state of the first and the last level differ by %.3g "
                      "standard errors",
                      most > 1000 ? 1000 : most);
}

void levels_assess(struct gate *gate)
{
    assess_distinct(gate, CHECK_DIVERSE, false, DISTINCT_QUESTIONS);
    if (gate->subject.description->guess_rate > 0)
        report_settle(&gate->report, CHECK_ANSWERS, CHECK_DOES_NOT_APPLY, "declared .guess_rate");
    else
        assess_distinct(gate, CHECK_ANSWERS, true, DISTINCT_ANSWERS);
    assess_levels(gate);
}
