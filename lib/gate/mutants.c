/* SPDX-License-Identifier: Apache-2.0 */
/* mutants.c: oracle's answers with one thing changed, counted by kind, and their beginnings. How
 * many of a kind may be right depends on the problem (5 % of a maze's are, 15 % of a small
 * colouring's, all reorderings of a set), so that most of this is for people to look at; only the
 * beginning of an answer is held against the verifier. */
#include <stdio.h>
#include <string.h>

#include "lib/gate/vocabulary.h"

/* clang-format off */
#define KINDS(X) \
    X(PLUS,      "a number plus one") \
    X(MINUS,     "a number minus one") \
    X(SIGN,      "a number's sign flipped") \
    X(SWAP,      "two neighbours exchanged") \
    X(OTHER,     "a token replaced by another") \
    X(DROP,      "a token left out") \
    X(DUPLICATE, "a token twice") \
    X(APPEND,    "a token more at the end") \
    X(FIRST,     "the first quarter only") \
    X(HALF,      "the first half of the characters") \
    X(LETTER,    "the first character")
/* clang-format on */
enum kind {
#define KIND_ENUM(symbol, sentence) symbol,
    KINDS(KIND_ENUM)
#undef KIND_ENUM
        KIND_COUNT
};
static const char *const sentences[] = {
#define KIND_SENTENCE(symbol, sentence) sentence,
    KINDS(KIND_SENTENCE)
#undef KIND_SENTENCE
};

enum { PER_LEVEL_USUAL = 12, PLACES = 2, QUARTER = 4 };
#define SURVIVE 0.5 /* see check.def */
#define PREFIX_SHARE 0.2
#define Z 2.0

struct own {
    struct vocabulary words, characters;
    struct rate full[KIND_COUNT], partial[KIND_COUNT];
};

static void plan(struct gate *gate, unsigned family)
{
    struct own *own = gate_own(gate, family, sizeof *own);
    unsigned most = gate->effort == GATE_THOROUGH ? gate->per_level : PER_LEVEL_USUAL;
    if (!own)
        return;
    vocabulary_collect(&own->words, gate, 0, false);
    vocabulary_collect(&own->characters, gate, 0, true);
    for (unsigned i = 0; i < gate->instance_count; i++)
        for (unsigned kind = 0; kind < KIND_COUNT; kind++)
            for (unsigned place = 0; place < (kind < DROP + 2 ? PLACES : 1); place++)
                if (gate->instances[i].sound && instance_among(gate, i, most))
                    gate_plan(gate, (struct plan){.family = (unsigned char)family,
                                                  .kind = JOB_VERIFY,
                                                  .instance = i,
                                                  .step = kind,
                                                  .item = place});
}

/* A number changed by `kind`; false where the token is none, or would stay the same. */
static bool put_number(struct buffer *out, const struct tokens *tokens, unsigned index,
                       enum kind kind)
{
    int64_t value;
    char text[32];
    if (!token_integer(&tokens->token[index], &value) || (kind == SIGN && value == 0))
        return false;
    value = kind == PLUS ? value + 1 : kind == MINUS ? value - 1 : -value;
    int size = snprintf(text, sizeof text, "%lld", (long long)value);
    tokens_replace(out, tokens, index, text, (size_t)size);
    return true;
}

static bool put_other(struct buffer *out, const struct tokens *tokens, unsigned index,
                      const struct vocabulary *words, uint64_t mix)
{
    for (unsigned i = 0; i < words->count; i++) {
        const struct token *token = &words->word[(mix + i) % words->count].token;
        if (token_same(token, &tokens->token[index]))
            continue;
        tokens_replace(out, tokens, index, token->text, token->size);
        return true;
    }
    return false;
}

static void put_twice(struct buffer *out, const struct tokens *tokens, unsigned index)
{
    const struct token *token = &tokens->token[index];
    struct token between = tokens_separator(tokens);
    struct buffer twice = BUFFER_INIT;
    buffer_append(&twice, token->text, token->size);
    buffer_append(&twice, between.text, between.size);
    buffer_append(&twice, token->text, token->size);
    tokens_replace(out, tokens, index, twice.data, twice.size);
    out->failed |= twice.failed;
    buffer_deinit(&twice);
}

static bool put_more(struct buffer *out, const struct tokens *tokens, uint64_t mix)
{
    const struct token *token = &tokens->token[mix % tokens->count];
    struct token between = tokens_separator(tokens);
    size_t size = tokens->size;
    while (size && strchr(" \n", tokens->text[size - 1]))
        size--;
    buffer_append(out, tokens->text, size);
    buffer_append(out, between.text, between.size);
    buffer_append(out, token->text, token->size);
    return true;
}

/* A proper beginning that is much less than the whole. */
static bool put_beginning(struct buffer *out, const struct tokens *tokens, enum kind kind)
{
    enum { CHARACTERS_TELLING = 4 };
    if (kind == FIRST) {
        tokens_prefix(out, tokens, tokens->count / QUARTER);
        return tokens->count >= QUARTER;
    }
    struct token word;
    unsigned words = tokens_find(&word, 1, tokens->text, tokens->size);
    if (!words || (!tokens->characters && tokens->count > 1) || word.size < CHARACTERS_TELLING)
        return false;
    int64_t value;
    if (token_number(&word) && !token_integer(&word, &value))
        return false; /* fewer decimals may be as right */
    buffer_append(out, word.text, kind == HALF ? word.size / 2 : 1);
    return true;
}

static bool put_mutant(struct buffer *out, const struct own *own, const struct tokens *tokens,
                       enum kind kind, uint64_t mix)
{
    unsigned index = (unsigned)(mix % tokens->count);
    const struct vocabulary *words = tokens->characters ? &own->characters : &own->words;
    switch (kind) {
    case PLUS:
    case MINUS:
    case SIGN:
        return put_number(out, tokens, index, kind);
    case SWAP:
        index = tokens->count > 1 ? (unsigned)(mix % (tokens->count - 1)) : 0;
        if (tokens->count < 2 || token_same(&tokens->token[index], &tokens->token[index + 1]))
            return false;
        tokens_swap(out, tokens, index, index + 1);
        return true;
    case OTHER:
        return put_other(out, tokens, index, words, gate_mix(mix));
    case DROP:
        tokens_replace(out, tokens, index, "", 0);
        return tokens->count > 1;
    case DUPLICATE:
        put_twice(out, tokens, index);
        return true;
    case APPEND:
        return put_more(out, tokens, mix);
    default:
        return put_beginning(out, tokens, kind);
    }
}

/* What cannot be changed so is given as it is, and not counted: see `variant`. */
static void compose(struct gate *gate, struct probe *probe)
{
    const struct own *own = gate_own(gate, probe->plan.family, sizeof *own);
    const struct instance *instance = instance_of(gate, probe);
    struct plan *plan = &probe->plan;
    struct tokens tokens;
    size_t before = probe->text.size;
    tokens_split(&tokens, instance->oracle.data, instance->oracle.size);
    uint64_t mix =
        gate_mix((uint64_t)plan->instance * KIND_COUNT * PLACES + plan->step * PLACES + plan->item);
    plan->variant =
        tokens.count > 0 && put_mutant(&probe->text, own, &tokens, plan->step, mix >> 1) &&
        !(probe->text.size - before == instance->oracle.size &&
          memcmp(probe->text.data + before, instance->oracle.data, instance->oracle.size) == 0);
}

static void take(struct gate *gate, const struct probe *probe, const struct probe_result *result)
{
    struct own *own = gate_own(gate, probe->plan.family, sizeof *own);
    enum kind kind = probe->plan.step;
    enum gate_check check = kind >= FIRST ? CHECK_PREFIXES : CHECK_MUTANTS;
    double score = result->outcome == OUTCOME_OK ? result->score : 0;
    if (!own || !probe->plan.variant)
        return;
    gate_tried(gate, check);
    rate_add(&own->full[kind], score >= 1);
    rate_add(&own->partial[kind], score > 0 && score < 1);
    if (score >= 1)
        gate_against(gate, check, probe, result, "right with %s", sentences[kind]);
}

static bool assess_kinds(struct gate *gate, const struct own *own, enum gate_check check,
                         unsigned first, unsigned end)
{
    struct check_report *report = &gate->report.checks[check];
    bool failed = false;
    struct buffer text = BUFFER_INIT;
    for (unsigned kind = first; kind < end; kind++) {
        const struct rate *full = &own->full[kind];
        if (!full->trials)
            continue;
        failed |= check == CHECK_PREFIXES ? rate_low(full, Z) > PREFIX_SHARE
                                          : rate_low(full, Z) > SURVIVE;
        buffer_print(&text, "%s%s: %.0f of %u right", text.size ? "; " : "", sentences[kind],
                     full->sum, full->trials);
        if (own->partial[kind].sum > 0)
            buffer_print(&text, ", %.0f in part", own->partial[kind].sum);
    }
    if (report->tried)
        report_settle(&gate->report, check, failed ? CHECK_FAILED : CHECK_PASSED, "%s",
                      text.data ? text.data : "");
    buffer_deinit(&text);
    return report->tried > 0;
}

static bool assess(struct gate *gate, unsigned family)
{
    const struct own *own = gate_own(gate, family, sizeof *own);
    if (!own)
        return false;
    assess_kinds(gate, own, CHECK_MUTANTS, PLUS, FIRST);
    if (!assess_kinds(gate, own, CHECK_PREFIXES, FIRST, KIND_COUNT))
        report_settle(&gate->report, CHECK_PREFIXES, CHECK_DOES_NOT_APPLY, "answers are too short");
    return false;
}

static const enum gate_check checks[] = {CHECK_MUTANTS, CHECK_PREFIXES, CHECK_COUNT};
const struct family family_mutants = {STAGE_FOOL, true, false, checks, plan,
                                      compose,    take, NULL,  assess};
