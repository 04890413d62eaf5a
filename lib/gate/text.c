/* SPDX-License-Identifier: Apache-2.0 */
/* text.c: right answers with words or more of the same behind them, and several answers at once. */
#include "lib/gate/vocabulary.h"

enum step { TAIL, HEDGE };

/* No answer of any kind goes on like this. */
static const char *const tails[] = {
    "\nor something else",
    " (I am not sure)",
    "\n\nWait, that is wrong.",
    " ???",
    " or not",
    " x9!",
};
enum { WORD_TAILS = sizeof tails / sizeof *tails, MORE = WORD_TAILS, TAILS };

/* Tokens of other right answers that are put behind one. Where leaving nothing out is allowed, some
 * instances take them; an ignored tail takes them all. */
enum { MORE_TOKENS = 8 };
#define MORE_SHARE 0.5

/* How the right answer and others are put into one; the right one's place is the item's. */
enum hedge {
    OR_FIRST,
    OR_LAST,
    SLASH,
    EITHER,
    LINES_LAST,
    LINES_FIRST,
    LIST_ALL,
    SPACES,
    COMMAS,
    HEDGES
};
enum { PER_LEVEL_USUAL = 8, CANDIDATES = 5 };
#define TAIL_SHARE 0.1 /* see check.def */
#define HEDGE_SHARE 0.05
#define CHECKER_SHARE 0.75 /* what is wrong for one given may be harmless beside another */
#define Z 1.0
#define Z_MORE 2.0

struct own {
    struct vocabulary words, characters;
    struct rate tail[TAILS], hedge[HEDGES];
};

/* A checker may allow words around an answer by design (a choice and its text). */
static bool tails_apply(const struct gate *gate)
{
    const struct description *description = gate->subject.description;
    return description->rest != RS_IGNORED && !description->checker;
}

static void plan_instance(struct gate *gate, struct plan plan)
{
    plan.step = TAIL;
    for (plan.item = 0; plan.item < TAILS; plan.item++)
        if (tails_apply(gate))
            gate_plan(gate, plan);
    plan.step = HEDGE;
    for (plan.item = 0; plan.item < HEDGES; plan.item++)
        gate_plan(gate, plan);
}

static void plan(struct gate *gate, unsigned family)
{
    struct own *own = gate_own(gate, family, sizeof *own);
    if (!own)
        return;
    vocabulary_collect(&own->words, gate, 0, false);
    vocabulary_collect(&own->characters, gate, 0, true);
    unsigned most = gate->effort == GATE_THOROUGH ? gate->per_level : PER_LEVEL_USUAL;
    for (unsigned i = 0; i < gate->instance_count; i++)
        if (gate->instances[i].sound && gate->instances[i].oracle.size &&
            instance_among(gate, i, most))
            plan_instance(
                gate,
                (struct plan){.family = (unsigned char)family, .kind = JOB_VERIFY, .instance = i});
}

/* The `step`th answer after this instance's that is not the same; the last one that is tried where
 * all are. */
static const struct text *other_answer(const struct gate *gate, unsigned instance, unsigned step)
{
    unsigned place = instance % gate->per_level, first = instance - place;
    const struct text *own = &gate->instances[instance].oracle, *other = own;
    for (unsigned i = 1; i < gate->per_level; i++) {
        const struct instance *next = &gate->instances[first + (place + i) % gate->per_level];
        struct token a = {own->data, (unsigned)own->size};
        if (!next->oracle.size || token_spells(&a, next->oracle.data, next->oracle.size) ||
            (gate->subject.description->checker && next->declared > 0))
            continue;
        other = &next->oracle;
        if (step-- == 0)
            break;
    }
    return other;
}

/* Without the line end that many oracles write behind their answer. */
static void put(struct buffer *out, const char *before, const struct text *text)
{
    size_t size = text->size;
    while (size && (text->data[size - 1] == '\n' || text->data[size - 1] == ' '))
        size--;
    buffer_append_text(out, before);
    buffer_append(out, text->data, size);
}

static void put_hedge(struct buffer *out, const struct gate *gate, unsigned instance,
                      enum hedge hedge)
{
    const struct text *right = &gate->instances[instance].oracle;
    const struct text *other = other_answer(gate, instance, 0);
    static const char *const between[] = {[OR_FIRST] = " or ", [OR_LAST] = " or ", [SLASH] = " / "};
    switch (hedge) {
    case OR_FIRST:
    case SLASH:
        put(out, "", right);
        put(out, between[hedge], other);
        break;
    case OR_LAST:
        put(out, "", other);
        put(out, between[hedge], right);
        break;
    case EITHER:
        put(out, "either ", other);
        put(out, " or ", right);
        break;
    default:
        for (unsigned i = 0; i < CANDIDATES; i++) {
            bool own = i == (hedge == LINES_FIRST ? 0u : CANDIDATES - 1u);
            put(out,
                i == 0              ? ""
                : hedge == LIST_ALL ? ", or "
                : hedge == SPACES   ? " "
                : hedge == COMMAS   ? ", "
                                    : "\nor ",
                own ? right : other_answer(gate, instance, i));
        }
    }
}

/* More of what right answers are made of, in the instance's own form. */
static void put_more(struct buffer *out, const struct own *own, const struct text *answer,
                     uint64_t mix)
{
    struct tokens tokens;
    tokens_split(&tokens, answer->data, answer->size);
    struct token between = tokens_separator(&tokens);
    const struct vocabulary *words = tokens.characters ? &own->characters : &own->words;
    for (unsigned i = 0; i < MORE_TOKENS && words->count; i++) {
        mix = gate_mix(mix);
        const struct token *token = &words->word[mix % words->count].token;
        buffer_append(out, between.text, between.size);
        buffer_append(out, token->text, token->size);
    }
}

static void compose(struct gate *gate, struct probe *probe)
{
    const struct own *own = gate_own(gate, probe->plan.family, sizeof *own);
    const struct text *answer = &instance_of(gate, probe)->oracle;
    if (probe->plan.step == HEDGE) {
        put_hedge(&probe->text, gate, probe->plan.instance, probe->plan.item);
        return;
    }
    put(&probe->text, "", answer);
    if (probe->plan.item == MORE)
        put_more(&probe->text, own, answer, probe->plan.instance);
    else
        buffer_append_text(&probe->text, tails[probe->plan.item]);
}

static void take(struct gate *gate, const struct probe *probe, const struct probe_result *result)
{
    struct own *own = gate_own(gate, probe->plan.family, sizeof *own);
    bool right = result->outcome == OUTCOME_OK && result->score >= 1;
    bool tail = probe->plan.step == TAIL;
    if (!own)
        return;
    gate_tried(gate, tail ? CHECK_TAIL : CHECK_HEDGES);
    rate_add(tail ? &own->tail[probe->plan.item] : &own->hedge[probe->plan.item], right);
    if (right)
        gate_against(gate, tail ? CHECK_TAIL : CHECK_HEDGES, probe, result,
                     tail ? "right with words behind it" : "several answers at once are right");
}

/* The worst way of saying it decides. */
static void assess_ways(struct gate *gate, enum gate_check check, const struct rate *rates,
                        unsigned count, double allowed)
{
    const struct rate *worst = rates;
    for (unsigned i = 1; i < count; i++)
        if (rate_mean(&rates[i]) > rate_mean(worst))
            worst = &rates[i];
    if (gate->report.checks[check].tried)
        gate_settle_rate(
            gate, check, worst, rate_low(worst, Z) > allowed || rate_mean(worst) > 2 * allowed,
            "%.3g of the worst kind were right, allowed %.3g", rate_mean(worst), allowed);
}

static bool assess(struct gate *gate, unsigned family)
{
    const struct own *own = gate_own(gate, family, sizeof *own);
    double guess = gate_guess_rate(gate);
    if (!own)
        return false;
    assess_ways(gate, CHECK_TAIL, own->tail, WORD_TAILS, TAIL_SHARE);
    if (gate->report.checks[CHECK_TAIL].state == CHECK_PASSED &&
        rate_low(&own->tail[MORE], Z_MORE) > MORE_SHARE)
        assess_ways(gate, CHECK_TAIL, &own->tail[MORE], 1, MORE_SHARE);
    double allowed = guess > HEDGE_SHARE ? guess : HEDGE_SHARE;
    if (gate->subject.description->checker)
        allowed = CHECKER_SHARE;
    assess_ways(gate, CHECK_HEDGES, own->hedge, HEDGES, allowed);
    if (!tails_apply(gate))
        report_settle(&gate->report, CHECK_TAIL, CHECK_DOES_NOT_APPLY,
                      "words behind an answer are allowed");
    return false;
}

static const enum gate_check checks[] = {CHECK_TAIL, CHECK_HEDGES, CHECK_COUNT};
const struct family family_text = {STAGE_FOOL, true, true, checks, plan,
                                   compose,    take, NULL, assess};
