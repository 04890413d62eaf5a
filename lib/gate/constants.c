/* SPDX-License-Identifier: Apache-2.0 */
/* constants.c: answers that do not depend on the instance, or only on how long an answer is. Judged
 * by their mean reward: systematic false positives are what training collapses on. */
#include <stdio.h>
#include <string.h>

#include "lib/gate/vocabulary.h"

#define Z_ALL \
    3.3 /* standard errors below the mean, of all instances: about 100 answers are tried */
#define Z_LEVEL 4.0

static const char *const fixed[] = {
    "0",   "1",        "-1",         "2",    "3",       "4",     "5",     "6",       "7",
    "8",   "9",        "10",         "12",   "42",      "100",   "1.0",   "0.5",     "yes",
    "no",  "true",     "false",      "A",    "B",       "C",     "D",     "a",       "even",
    "odd", "possible", "impossible", "none", "unknown", "0 0",   "0 1",   "1 1",     "1 2",
    "[0]", "[1]",      "0,0",        "-",    "left",    "right", "valid", "invalid", "not possible",
    "1/2", "()",       "R",          "L",    "U",
};
enum { FIXED = sizeof fixed / sizeof *fixed };

/* Made of the most frequent tokens, as long as the oracle's answer to the instance is. */
enum formula {
    REPEAT,
    ASCENDING = REPEAT + 6,
    DESCENDING,
    FROM_ZERO,
    ZEROS,
    ALTERNATE,
    ALTERNATE_BACK,
    THREES,
    FORMULAS
};
/* Made of the numbers in the question: the first, the second and the last. */
static const char *const derived[] = {"%1",   "%2",     "%L",     "1 %1",  "%1 1",
                                      "1 %L", "%L 1",   "%1 %1",  "%1 %2", "%2 %1",
                                      "0 %1", "1 * %1", "%1 * 1", "%1/1"};
enum { DERIVED = sizeof derived / sizeof *derived };
enum { SEEN = 24 /* tokens and whole answers that were seen, as they are */ };
enum { MADE = FIXED + FORMULAS + DERIVED };
enum { CONSTANTS = MADE + 2 * SEEN, LEVELS = RS_LEVELS_MAX };
enum { ANSWER_MAX = 512 /* bytes of a whole answer that is tried on other levels */ };

struct own {
    struct vocabulary words, characters;
    const struct text *answer[SEEN]; /* the most frequent whole answers */
    unsigned answers;
    struct rate all[CONSTANTS], level[CONSTANTS][LEVELS];
};

/* Whole answers that were seen more than once first, then some of each level. Only of the instances
 * with even numbers: they are judged on the others, since an answer that was chosen because it is
 * right would always look good where it was found. */
static void collect_answers(const struct gate *gate, struct own *own)
{
    for (unsigned round = 0; round < 2; round++)
        for (unsigned i = 0; i < gate->instance_count && own->answers < SEEN; i++) {
            const struct text *text = &gate->instances[i].oracle;
            unsigned same = 0, known = 0;
            if (!gate->instances[i].sound || !text->size || text->size > ANSWER_MAX || i % 2)
                continue;
            for (unsigned j = 0; j < gate->instance_count; j += 2)
                same += gate->instances[j].oracle.data &&
                        strcmp(gate->instances[j].oracle.data, text->data) == 0;
            for (unsigned j = 0; j < own->answers; j++)
                known += strcmp(own->answer[j]->data, text->data) == 0;
            if (!known && (round == 1 ? i % gate->per_level < 4 : same > 1))
                own->answer[own->answers++] = text;
        }
}

static bool is_there(const struct own *own, unsigned item)
{
    if (item < MADE)
        return true;
    item -= MADE;
    return item < SEEN ? item < own->words.count : item - SEEN < own->answers;
}

static void plan(struct gate *gate, unsigned family)
{
    struct own *own = gate_own(gate, family, sizeof *own);
    if (!own)
        return;
    vocabulary_collect(&own->words, gate, 0, false);
    vocabulary_collect(&own->characters, gate, 0, true);
    collect_answers(gate, own);
    for (unsigned item = 0; item < CONSTANTS; item++)
        for (unsigned i = 0; i < gate->instance_count && is_there(own, item); i++)
            if (gate->instances[i].sound && (item < MADE + SEEN || i % 2))
                gate_plan(gate, (struct plan){.family = (unsigned char)family,
                                              .kind = JOB_VERIFY,
                                              .instance = i,
                                              .item = item});
}

static void put_token(struct buffer *out, const struct vocabulary *words, unsigned index)
{
    if (words->count)
        buffer_append(out, words->word[index % words->count].token.text,
                      words->word[index % words->count].token.size);
}

static void put_formula(struct buffer *out, const struct own *own, const struct instance *instance,
                        enum formula formula)
{
    struct tokens tokens;
    tokens_split(&tokens, instance->oracle.data, instance->oracle.size);
    struct token between = tokens_separator(&tokens);
    const struct vocabulary *words = tokens.characters ? &own->characters : &own->words;
    for (unsigned i = 0; i < tokens.count; i++) {
        if (i)
            buffer_append(out, between.text, between.size);
        if (formula < ASCENDING)
            put_token(out, words, formula - REPEAT);
        else if (formula == ASCENDING)
            buffer_print(out, "%u", i + 1);
        else if (formula == DESCENDING)
            buffer_print(out, "%u", tokens.count - i);
        else if (formula == FROM_ZERO)
            buffer_print(out, "%u", i);
        else if (formula == ZEROS)
            buffer_append_text(out, "0");
        else if (formula == THREES)
            put_token(out, words, i);
        else
            put_token(out, words, (i + (formula == ALTERNATE)) % 2);
    }
}

/* Digits with whatever stands around them; the first number, the second and the last one. */
static void find_numbers(const struct text *question, struct token number[3])
{
    unsigned count = 0;
    for (size_t at = 0; at < question->size; at++) {
        size_t end = at;
        while (end < question->size && question->data[end] >= '0' && question->data[end] <= '9')
            end++;
        if (end == at)
            continue;
        number[2] = (struct token){question->data + at, (unsigned)(end - at)};
        if (count < 2)
            number[count++] = number[2];
        at = end;
    }
}

static void put_derived(struct buffer *out, const struct text *question, const char *form)
{
    struct token number[3] = {{"", 0}, {"", 0}, {"", 0}};
    find_numbers(question, number);
    for (; *form; form++) {
        if (*form != '%') {
            buffer_append(out, form, 1);
            continue;
        }
        form++;
        const struct token *chosen = &number[*form == 'L' ? 2 : *form - '1'];
        buffer_append(out, chosen->text, chosen->size);
    }
}

static void compose(struct gate *gate, struct probe *probe)
{
    const struct own *own = gate_own(gate, probe->plan.family, sizeof *own);
    unsigned item = probe->plan.item;
    if (item < FIXED) {
        buffer_append_text(&probe->text, fixed[item]);
    } else if (item < FIXED + FORMULAS) {
        put_formula(&probe->text, own, instance_of(gate, probe), item - FIXED);
    } else if (item < MADE) {
        put_derived(&probe->text, &instance_of(gate, probe)->question,
                    derived[item - FIXED - FORMULAS]);
    } else if (item < MADE + SEEN) {
        put_token(&probe->text, &own->words, item - MADE);
    } else {
        const struct text *answer = own->answer[item - MADE - SEEN];
        buffer_append(&probe->text, answer->data, answer->size);
    }
}

static void take(struct gate *gate, const struct probe *probe, const struct probe_result *result)
{
    struct own *own = gate_own(gate, probe->plan.family, sizeof *own);
    double score = result->outcome == OUTCOME_OK ? result->score : 0;
    unsigned item = probe->plan.item, level = instance_of(gate, probe)->level - 1;
    gate_tried(gate, CHECK_CONSTANTS);
    rate_add(&own->all[item], score);
    rate_add(&own->level[item][level], score);
}

static void describe(char *out, size_t size, const struct own *own, unsigned item)
{
    static const char *const formulas[] = {[ASCENDING] = "1 2 3 … as long as the answer",
                                           [DESCENDING] = "… 3 2 1 as long as the answer",
                                           [FROM_ZERO] = "0 1 2 … as long as the answer",
                                           [ZEROS] = "0 0 0 … as long as the answer",
                                           [ALTERNATE] = "the two most frequent tokens in turn",
                                           [ALTERNATE_BACK] =
                                               "the two most frequent tokens in turn",
                                           [THREES] = "the most frequent tokens in turn"};
    if (item < FIXED) {
        snprintf(out, size, "\"%s\"", fixed[item]);
    } else if (item < FIXED + ASCENDING) {
        snprintf(out, size, "the same token all along");
    } else if (item < FIXED + FORMULAS) {
        snprintf(out, size, "%s", formulas[item - FIXED]);
    } else if (item < MADE) {
        snprintf(out, size,
                 "\"%s\" (%%1, %%2, %%L: the first, the second, the last number of the question)",
                 derived[item - FIXED - FORMULAS]);
    } else if (item < MADE + SEEN) {
        const struct token *token = &own->words.word[item - MADE].token;
        snprintf(out, size, "\"%.*s\"", token->size < 40 ? (int)token->size : 40, token->text);
    } else {
        snprintf(out, size, "\"%.60s\"", own->answer[item - MADE - SEEN]->data);
    }
}

static bool assess(struct gate *gate, unsigned family)
{
    const struct own *own = gate_own(gate, family, sizeof *own);
    double limit = gate_guess_rate(gate);
    unsigned worst = 0;
    if (!own || !gate->report.checks[CHECK_CONSTANTS].tried)
        return false;
    for (unsigned item = 0; item < CONSTANTS; item++) {
        char name[128];
        bool failed = rate_low(&own->all[item], Z_ALL) > limit;
        unsigned level = 0;
        if (!own->all[item].trials)
            continue;
        describe(name, sizeof name, own, item);
        while (level < LEVELS && rate_low(&own->level[item][level], Z_LEVEL) <= limit)
            level++;
        if (failed)
            gate_against(gate, CHECK_CONSTANTS, NULL, NULL,
                         "%s has a mean reward of %.3g on %u instances", name,
                         rate_mean(&own->all[item]), own->all[item].trials);
        else if (level < LEVELS)
            gate_against(gate, CHECK_CONSTANTS, NULL, NULL,
                         "%s has a mean reward of %.3g on %u instances of level %u", name,
                         rate_mean(&own->level[item][level]), own->level[item][level].trials,
                         level + 1);
        if (rate_mean(&own->all[item]) > rate_mean(&own->all[worst]))
            worst = item;
    }
    char name[128];
    describe(name, sizeof name, own, worst);
    gate_settle_rate(gate, CHECK_CONSTANTS, &own->all[worst],
                     gate->report.checks[CHECK_CONSTANTS].against > 0,
                     "the best, %s, has a mean reward of %.3g; allowed %.3g", name,
                     rate_mean(&own->all[worst]), limit);
    return false;
}

static const enum gate_check checks[] = {CHECK_CONSTANTS, CHECK_COUNT};
const struct family family_constants = {STAGE_FOOL, true, false, checks, plan,
                                        compose,    take, NULL,  assess};
