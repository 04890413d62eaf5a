/* SPDX-License-Identifier: Apache-2.0 */
/* places.c: the same change at different places of a right answer, and values beyond all right
 * ones: a loop that stops one too early leaves one end unchecked, a bound that is too wide lets in
 * what the question excludes. */
#include <stdio.h>
#include <string.h>

#include "lib/gate/vocabulary.h"

/* Each is compared with the row that it names: what is so much more often right is not checked. */
enum place { OTHER_FIRST, OTHER_MIDDLE, OTHER_LAST, TURN_LEFT, TURN_RIGHT, ABOVE, BELOW, PLACES };
static const struct {
    const char *sentence;
    enum place against;
} rows[] = {
    [OTHER_FIRST] = {"the first part replaced", OTHER_MIDDLE},
    [OTHER_MIDDLE] = {"a part in the middle replaced", PLACES},
    [OTHER_LAST] = {"the last part replaced", OTHER_MIDDLE},
    [TURN_LEFT] = {"the first part moved behind the last", TURN_RIGHT},
    [TURN_RIGHT] = {"the last part moved before the first", TURN_LEFT},
};

enum { PER_LEVEL_USUAL = 12, VARIANTS = 3, PARTS_MIN = 4 };
enum {
    FEW_WORDS = 12,
    SEEN_MIN = 20 /* times a number, on the mean, before its range is believed */
};
#define DIFFERENCE 0.5 /* see check.def */
#define BEYOND_SHARE 0.1
#define Z 2.0

struct own {
    struct vocabulary words, characters;
    int64_t low, high;
    bool few; /* low and high are bounds */
    struct rate rate[PLACES];
};

static void find_bounds(struct own *own)
{
    unsigned seen = 0;
    own->few = own->words.count > 0 && own->words.count <= FEW_WORDS;
    for (unsigned i = 0; i < own->words.count && own->few; i++) {
        int64_t value;
        own->few = token_integer(&own->words.word[i].token, &value);
        own->low = i == 0 || value < own->low ? value : own->low;
        own->high = i == 0 || value > own->high ? value : own->high;
        seen += own->words.word[i].seen;
    }
    own->few &= seen >= SEEN_MIN * own->words.count;
}

static void plan(struct gate *gate, unsigned family)
{
    struct own *own = gate_own(gate, family, sizeof *own);
    unsigned most = gate->effort == GATE_THOROUGH ? gate->per_level : PER_LEVEL_USUAL;
    if (!own)
        return;
    vocabulary_collect(&own->words, gate, 0, false);
    vocabulary_collect(&own->characters, gate, 0, true);
    find_bounds(own);
    for (unsigned i = 0; i < gate->instance_count; i++)
        for (unsigned place = 0; place < (own->few ? PLACES : ABOVE); place++)
            for (unsigned variant = 0; variant < VARIANTS; variant++)
                if (gate->instances[i].sound && instance_among(gate, i, most))
                    gate_plan(gate, (struct plan){.family = (unsigned char)family,
                                                  .kind = JOB_VERIFY,
                                                  .instance = i,
                                                  .step = place,
                                                  .item = variant});
}

static void put_turned(struct buffer *out, const struct tokens *tokens, bool left)
{
    struct token between = tokens_separator(tokens);
    for (unsigned i = 0; i < tokens->count; i++) {
        unsigned from = left ? (i + 1) % tokens->count : (i + tokens->count - 1) % tokens->count;
        buffer_append(out, i ? between.text : "", i ? between.size : 0);
        buffer_append(out, tokens->token[from].text, tokens->token[from].size);
    }
}

static bool put_other(struct buffer *out, const struct tokens *tokens, unsigned index,
                      const struct vocabulary *words, unsigned variant)
{
    for (unsigned i = 0; i < words->count; i++) {
        const struct token *token = &words->word[(gate_mix(variant) + i) % words->count].token;
        if (token_same(token, &tokens->token[index]))
            continue;
        tokens_replace(out, tokens, index, token->text, token->size);
        return true;
    }
    return false;
}

static bool put_beyond(struct buffer *out, const struct tokens *tokens, unsigned index,
                       int64_t value)
{
    char text[32];
    int size = snprintf(text, sizeof text, "%lld", (long long)value);
    tokens_replace(out, tokens, index, text, (size_t)size);
    return true;
}

static bool put_changed(struct buffer *out, const struct own *own, const struct tokens *tokens,
                        const struct plan *plan)
{
    const struct vocabulary *words = tokens->characters ? &own->characters : &own->words;
    unsigned any = (unsigned)(gate_mix(plan->instance * VARIANTS + plan->item) % tokens->count);
    unsigned variant = plan->instance * VARIANTS + plan->item;
    switch (plan->step) {
    case OTHER_FIRST:
        return put_other(out, tokens, 0, words, variant);
    case OTHER_MIDDLE:
        return put_other(out, tokens, tokens->count / 2, words, variant);
    case OTHER_LAST:
        return put_other(out, tokens, tokens->count - 1, words, variant);
    case ABOVE:
        return put_beyond(out, tokens, any, own->high + 1);
    case BELOW:
        return put_beyond(out, tokens, any, own->low - 1);
    default:
        put_turned(out, tokens, plan->step == TURN_LEFT);
        return true;
    }
}

/* `variant` says whether there was something to change. */
static void compose(struct gate *gate, struct probe *probe)
{
    const struct own *own = gate_own(gate, probe->plan.family, sizeof *own);
    const struct text *answer = &instance_of(gate, probe)->oracle;
    struct tokens tokens;
    tokens_split(&tokens, answer->data, answer->size);
    bool enough =
        probe->plan.step >= ABOVE ? tokens.count > 0 : tokens.count >= PARTS_MIN && !tokens.cut;
    probe->plan.variant = enough && put_changed(&probe->text, own, &tokens, &probe->plan);
}

static void take(struct gate *gate, const struct probe *probe, const struct probe_result *result)
{
    struct own *own = gate_own(gate, probe->plan.family, sizeof *own);
    enum place place = probe->plan.step;
    bool right = result->outcome == OUTCOME_OK && result->score >= 1;
    if (!own || !probe->plan.variant)
        return;
    enum gate_check check = place < ABOVE ? CHECK_ENDS : CHECK_BOUNDS;
    gate_tried(gate, check);
    rate_add(&own->rate[place], right);
    if (right && (check == CHECK_BOUNDS || place != OTHER_MIDDLE))
        gate_against(gate, check, probe, result, "right with %s",
                     check == CHECK_BOUNDS ? "a number that no right answer has"
                                           : rows[place].sentence);
}

static void assess_ends(struct gate *gate, const struct own *own)
{
    double most = 0;
    enum place worst = OTHER_FIRST;
    for (unsigned place = 0; place < ABOVE; place++) {
        if (rows[place].against == PLACES)
            continue;
        double more =
            rate_low(&own->rate[place], Z) - rate_high(&own->rate[rows[place].against], Z);
        if (own->rate[place].trials && more > most) {
            most = more;
            worst = place;
        }
    }
    gate_settle_rate(gate, CHECK_ENDS, &own->rate[worst], most > DIFFERENCE, "%s: %.0f of %u right",
                     rows[worst].sentence, own->rate[worst].sum, own->rate[worst].trials);
}

static bool assess(struct gate *gate, unsigned family)
{
    const struct own *own = gate_own(gate, family, sizeof *own);
    if (!own)
        return false;
    if (gate->report.checks[CHECK_ENDS].tried)
        assess_ends(gate, own);
    else
        report_settle(&gate->report, CHECK_ENDS, CHECK_DOES_NOT_APPLY, "answers are too short");
    struct rate beyond = {own->rate[ABOVE].sum + own->rate[BELOW].sum,
                          own->rate[ABOVE].trials + own->rate[BELOW].trials};
    const struct rate *worst =
        &own->rate[rate_mean(&own->rate[ABOVE]) > rate_mean(&own->rate[BELOW]) ? ABOVE : BELOW];
    if (beyond.trials)
        gate_settle_rate(gate, CHECK_BOUNDS, worst, rate_low(worst, Z) > BEYOND_SHARE,
                         "%.0f of %u right", worst->sum, worst->trials);
    else
        report_settle(&gate->report, CHECK_BOUNDS, CHECK_DOES_NOT_APPLY,
                      "right answers use many numbers, or other words");
    return false;
}

static const enum gate_check checks[] = {CHECK_ENDS, CHECK_BOUNDS, CHECK_COUNT};
const struct family family_places = {STAGE_FOOL, true, false, checks, plan,
                                     compose,    take, NULL,  assess};
