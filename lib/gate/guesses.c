/* SPDX-License-Identifier: Apache-2.0 */
/* guesses.c: random answers made of the tokens that right answers are made of: almost everything
 * must fail. Where the question asks for different things, accepted guesses that repeat one show
 * that the verifier does not look. */
#include <string.h>
#include <strings.h>

#include "lib/gate/vocabulary.h"

enum {
    GUESSES_USUAL = 16, /* of each instance */
    GUESSES_THOROUGH = 64,
    HUNT_INSTANCES = 4, /* of the first level: where a guess is most easily right */
    HUNT_GUESSES = 600,
    COPY_INSTANCES = 6, /* of each level: one part of a right answer put in the place of another */
    COPY_PARTS = 12,
    LEVELS = RS_LEVELS_MAX,
};
#define ALLOWED 0.1 /* see check.def */
#define Z 3.0

enum step { GUESS, HUNT, COPY };

/* The words by which a question asks for different things. */
static const char *const once_words[] = {
    "exactly once", "at most once", "only once",    "no more than once", "distinct",
    "different",    "no two",       "without repe", "not be repeated",   "no repeat",
    "each once",    "pairwise",     "not repeat",   "every number once",
};

struct own {
    struct vocabulary words[LEVELS];
    struct rate level[LEVELS];
    bool hunted;
};

static bool asks_for_different(const struct instance *instance)
{
    for (size_t i = 0; i < sizeof once_words / sizeof *once_words; i++)
        if (strcasestr(instance->question.data, once_words[i]))
            return true;
    return false;
}

static bool repeats_one(const struct token *token, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        for (unsigned j = 0; j < i; j++)
            if (token_same(&token[i], &token[j]))
                return true;
    return false;
}

/* Every right answer that was seen has three parts or more, no two the same, and every question
 * asks for it. */
static bool wants_different(const struct gate *gate)
{
    enum { PARTS_MIN = 2 };
    unsigned telling = 0;
    for (unsigned i = 0; i < gate->instance_count; i++) {
        const struct instance *instance = &gate->instances[i];
        struct token token[TOKENS_MAX];
        if (!instance->sound)
            continue;
        unsigned count =
            tokens_find(token, TOKENS_MAX, instance->oracle.data, instance->oracle.size);
        if (repeats_one(token, count) || !asks_for_different(instance))
            return false;
        telling += count > PARTS_MIN;
    }
    return telling > gate->instance_count / 2;
}

static void plan_guesses(struct gate *gate, struct plan plan, unsigned count)
{
    for (plan.item = 0; plan.item < count; plan.item++)
        gate_plan(gate, plan);
}

static void plan(struct gate *gate, unsigned family)
{
    struct own *own = gate_own(gate, family, sizeof *own);
    unsigned count = gate->effort == GATE_THOROUGH ? GUESSES_THOROUGH : GUESSES_USUAL;
    if (!own)
        return;
    for (unsigned level = 1; level <= gate->subject.description->levels; level++)
        vocabulary_collect(&own->words[level - 1], gate, level, true);
    own->hunted = wants_different(gate);
    for (unsigned i = 0; i < gate->instance_count; i++) {
        struct plan plan = {.family = (unsigned char)family, .kind = JOB_VERIFY, .instance = i};
        if (!gate->instances[i].sound)
            continue;
        plan.step = GUESS;
        plan_guesses(gate, plan, count);
        plan.step = HUNT;
        if (own->hunted && gate->instances[i].level == 1 && instance_among(gate, i, HUNT_INSTANCES))
            plan_guesses(gate, plan, HUNT_GUESSES);
        plan.step = COPY;
        if (own->hunted && instance_among(gate, i, COPY_INSTANCES))
            plan_guesses(gate, plan, COPY_PARTS * COPY_PARTS);
    }
}

/* The instance's own material: its oracle's tokens, and the numbers in its question. */
static unsigned collect_material(const struct instance *instance, struct token out[TOKENS_MAX])
{
    struct token all[1024];
    unsigned count = tokens_find(out, TOKENS_MAX / 2, instance->oracle.data, instance->oracle.size);
    unsigned found = tokens_find(all, 1024, instance->question.data, instance->question.size);
    for (unsigned i = 0; i < found && count < TOKENS_MAX; i++) {
        int64_t value;
        unsigned same = 0;
        while (same < count && !token_same(&out[same], &all[i]))
            same++;
        if (same == count && token_integer(&all[i], &value))
            out[count++] = all[i];
    }
    return count;
}

static void put_guess(struct gate *gate, struct probe *probe, const struct own *own)
{
    const struct instance *instance = instance_of(gate, probe);
    const struct vocabulary *words = &own->words[instance->level - 1];
    struct token material[TOKENS_MAX];
    struct tokens tokens;
    uint64_t mix = gate_mix((uint64_t)probe->plan.instance << 32 | probe->plan.item << 1);
    tokens_split(&tokens, instance->oracle.data, instance->oracle.size);
    struct token between = tokens_separator(&tokens);
    unsigned length = tokens.count, found = 0;
    bool from_own = probe->plan.step == HUNT && !tokens.characters && probe->plan.item % 4 > 1;
    if (from_own)
        found = collect_material(instance, material);
    if (probe->plan.step == HUNT) {
        length = probe->plan.item % 2 ? length : 1 + (unsigned)(mix % (length + 1));
    }
    for (unsigned i = 0; i < length; i++) {
        mix = gate_mix(mix);
        struct token token = from_own && found ? material[mix % found]
                             : words->count    ? words->word[mix % words->count].token
                                               : (struct token){"", 0};
        if (i)
            buffer_append(&probe->text, between.text, between.size);
        buffer_append(&probe->text, token.text, token.size);
    }
}

/* The same answer where there are not so many parts: it repeats none, and so proves nothing. */
static void put_copy(struct buffer *out, const struct text *answer, unsigned item)
{
    struct tokens tokens;
    unsigned from = item / COPY_PARTS, to = item % COPY_PARTS;
    tokens_split(&tokens, answer->data, answer->size);
    if (from < tokens.count && to < tokens.count && from != to)
        tokens_replace(out, &tokens, to, tokens.token[from].text, tokens.token[from].size);
    else
        buffer_append(out, answer->data, answer->size);
}

/* `variant` says whether it is another answer than the oracle's: of few answers that were seen, one
 * in few is that. */
static void compose(struct gate *gate, struct probe *probe)
{
    const struct own *own = gate_own(gate, probe->plan.family, sizeof *own);
    const struct text *oracle = &instance_of(gate, probe)->oracle;
    size_t before = probe->text.size;
    if (probe->plan.step == COPY)
        put_copy(&probe->text, oracle, probe->plan.item);
    else
        put_guess(gate, probe, own);
    struct tokens tokens;
    tokens_split(&tokens, oracle->data, oracle->size);
    struct token guess = {probe->text.data + before, (unsigned)(probe->text.size - before)};
    probe->plan.variant = !(tokens.count == 1 ? token_same(&guess, &tokens.token[0])
                                              : token_spells(&guess, oracle->data, oracle->size));
}

static void take_hunt(struct gate *gate, const struct probe *probe,
                      const struct probe_result *result)
{
    struct token token[TOKENS_MAX], answer = probe_answer(probe);
    unsigned count = tokens_find(token, TOKENS_MAX, answer.text, answer.size);
    gate_tried(gate, CHECK_ONCE);
    if (result->outcome == OUTCOME_OK && result->score >= 1 && repeats_one(token, count))
        gate_against(gate, CHECK_ONCE, probe, result, "an answer that repeats a part is right");
}

static void take(struct gate *gate, const struct probe *probe, const struct probe_result *result)
{
    struct own *own = gate_own(gate, probe->plan.family, sizeof *own);
    if (!own || !probe->plan.variant)
        return;
    if (own->hunted)
        take_hunt(gate, probe, result);
    if (probe->plan.step != GUESS)
        return;
    gate_tried(gate, CHECK_GUESSES);
    double score = result->outcome == OUTCOME_OK ? result->score : 0;
    rate_add(&own->level[instance_of(gate, probe)->level - 1], score);
    if (score >= 1)
        gate_against(gate, CHECK_GUESSES, probe, result, "a random answer is right");
}

static bool assess(struct gate *gate, unsigned family)
{
    enum { REPEATS_FREE = 1 };
    const struct own *own = gate_own(gate, family, sizeof *own);
    double guess = 2 * gate->subject.description->guess_rate;
    double limit = guess > ALLOWED ? guess : ALLOWED;
    struct rate all = {0, 0};
    if (!own || !gate->report.checks[CHECK_GUESSES].tried)
        return false;
    for (unsigned level = 0; level < LEVELS; level++) {
        all.sum += own->level[level].sum;
        all.trials += own->level[level].trials;
    }
    gate_settle_rate(gate, CHECK_GUESSES, &all, rate_low(&all, Z) > limit,
                     "mean reward %.3g, allowed %.3g", rate_mean(&all), limit);
    if (own->hunted)
        gate_settle(gate, CHECK_ONCE, REPEATS_FREE, "guesses");
    else
        report_settle(&gate->report, CHECK_ONCE, CHECK_DOES_NOT_APPLY,
                      "the question does not ask for it, or right answers repeat parts");
    return false;
}

static const enum gate_check checks[] = {CHECK_GUESSES, CHECK_ONCE, CHECK_COUNT};
const struct family family_guesses = {STAGE_FOOL, true, false, checks, plan,
                                      compose,    take, NULL,  assess};
