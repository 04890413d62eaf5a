/* SPDX-License-Identifier: Apache-2.0 */
/* nothing.c: what anybody can write without solving anything: nothing, junk, the question, its
 * example. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "lib/gate/family.h"

enum step { NOTHING, ECHO, SAMPLE };

#define SMALL 0.05 /* of a reward: see check.def */
#define RARE 0.02  /* of instances */
#define COINCIDE 0.1

/* The first ones are the empty answer in some form: .empty_may_win speaks of them. */
static const char *const nothings[] = {
    "",
    " ",
    "\n",
    "[]",
    "()",
    "{}",
    ".",
    ",",
    ";",
    "?",
    "-",
    "...",
    "\\",
    "\"\"",
    "null",
    "None",
    "N/A",
    "unknown",
    "I don't know",
    "answer",
    "the answer",

    "x",
    "lorem ipsum dolor",
    "0 0 or so, I think",
    "\xc3\xa9",
    "solution: see above",
};
enum { EMPTY_FORMS = 6, NOTHINGS = sizeof nothings / sizeof *nothings };

enum echo { WHOLE, FIRST_LINE, LAST_LINE, FORM_SENTENCE, SUMMARY, DUMP_WORDS, DUMP_BYTES, ECHOES };
enum { ECHO_PER_LEVEL = 8, DUMP_WORDS_MAX = 512 };

struct own {
    unsigned paid[NOTHINGS], tried[NOTHINGS];
    struct rate sample;
};

/* The example of an answer's form behind words like these, up to a closing parenthesis, the end of
 * the line where it is on one, or the end. */
static struct token find_sample(const struct text *question)
{
    static const char *const marks[] = {"look like this:", "for example:", "for example,", "e.g.",
                                        "example answer:", "example:",     "such as"};
    const char *best = NULL;
    for (size_t i = 0; i < sizeof marks / sizeof *marks && !best; i++)
        for (const char *at = question->data; (at = strcasestr(at, marks[i])) != NULL;)
            best = at += strlen(marks[i]);
    if (!best)
        return (struct token){"", 0};
    const char *stop = question->data + question->size;
    while (best < stop && strchr(" \n\t", *best))
        best++;
    const char *end = best;
    for (int depth = 0; end < stop && (*end != ')' || depth > 0); end++)
        depth += (*end == '(') - (*end == ')');
    if (end == stop && memchr(best, '\n', (size_t)(stop - best)))
        end = memchr(best, '\n', (size_t)(stop - best));
    return (struct token){best, (unsigned)(end - best)};
}

static bool is_an_oracle(const struct gate *gate, const char *text)
{
    for (unsigned i = 0; i < gate->instance_count; i++)
        if (gate->instances[i].oracle.data && *text &&
            strcmp(gate->instances[i].oracle.data, text) == 0)
            return true;
    return false;
}

static void plan_instance(struct gate *gate, struct plan plan)
{
    const struct instance *instance = &gate->instances[plan.instance];
    plan.step = NOTHING;
    for (plan.item = 0; plan.item < NOTHINGS; plan.item++) {
        plan.form = plan.item < EMPTY_FORMS ? FORM_BARE : FORM_ANSWER;
        if (!is_an_oracle(gate, nothings[plan.item]))
            gate_plan(gate, plan);
    }
    if (!instance->question.data)
        return;
    plan.form = FORM_ANSWER;
    plan.step = ECHO;
    for (plan.item = 0; plan.item < ECHOES; plan.item++)
        if (instance_among(gate, plan.instance, ECHO_PER_LEVEL))
            gate_plan(gate, plan);
    plan.step = SAMPLE;
    if (find_sample(&instance->question).size)
        gate_plan(gate, plan);
}

static void plan(struct gate *gate, unsigned family)
{
    for (unsigned i = 0; i < gate->instance_count; i++)
        if (gate->instances[i].state && (gate->instances[i].sound || gate->per_level < 4))
            plan_instance(
                gate,
                (struct plan){.family = (unsigned char)family, .kind = JOB_VERIFY, .instance = i});
}

static void put_dump(struct buffer *out, const struct instance *instance, bool words)
{
    size_t size =
        instance->state_size < 4 * DUMP_WORDS_MAX ? instance->state_size : 4 * DUMP_WORDS_MAX;
    for (size_t i = 0; words && i + 4 <= size; i += 4) {
        int32_t value;
        memcpy(&value, instance->state + i, 4);
        buffer_print(out, "%d ", value);
    }
    for (size_t i = 0; !words && i < size; i++)
        if (instance->state[i] >= ' ' && instance->state[i] < 0x7f)
            buffer_append(out, &instance->state[i], 1);
}

static void put_echo(struct gate *gate, struct buffer *out, const struct instance *instance,
                     enum echo echo)
{
    const struct text *question = &instance->question;
    const char *line = memchr(question->data, '\n', question->size);
    const char *last = memrchr(question->data, '\n', question->size);
    switch (echo) {
    case FIRST_LINE:
        buffer_append(out, question->data, line ? (size_t)(line - question->data) : question->size);
        break;
    case LAST_LINE:
        buffer_append_text(out, last ? last + 1 : question->data);
        break;
    case FORM_SENTENCE:
        buffer_append_text(out, gate->subject.description->answer);
        break;
    case SUMMARY:
        buffer_append_text(out, gate->subject.description->summary);
        break;
    case DUMP_WORDS:
    case DUMP_BYTES:
        put_dump(out, instance, echo == DUMP_WORDS);
        break;
    default:
        buffer_append(out, question->data, question->size);
    }
}

static void compose(struct gate *gate, struct probe *probe)
{
    const struct instance *instance = instance_of(gate, probe);
    struct token sample;
    switch (probe->plan.step) {
    case NOTHING:
        buffer_append_text(&probe->text, nothings[probe->plan.item]);
        break;
    case ECHO:
        put_echo(gate, &probe->text, instance, probe->plan.item);
        break;
    default:
        sample = find_sample(&instance->question);
        buffer_append(&probe->text, sample.text, sample.size);
    }
}

static void take(struct gate *gate, const struct probe *probe, const struct probe_result *result)
{
    struct own *own = gate_own(gate, probe->plan.family, sizeof *own);
    unsigned item = probe->plan.item;
    double score = result->outcome == OUTCOME_OK ? result->score : 0;
    if (!own)
        return;
    if (probe->plan.step == NOTHING) {
        gate_tried(gate, CHECK_NOTHING);
        own->tried[item]++;
        own->paid[item] += score > SMALL;
        if (score > SMALL)
            gate_against(gate, CHECK_NOTHING, probe, result, "an answer that says nothing scores");
    } else if (probe->plan.step == ECHO) {
        gate_tried(gate, CHECK_ECHO);
        if (score > SMALL)
            gate_against(gate, CHECK_ECHO, probe, result, "an echo scores");
    } else {
        gate_tried(gate, CHECK_SAMPLE);
        rate_add(&own->sample, score);
        if (score > SMALL)
            gate_against(gate, CHECK_SAMPLE, probe, result, "the question's own example scores");
    }
}

/* Whether the text holds the answer, white space apart being the same. Single words are named by
 * many questions ("impossible"). */
static bool contains(const struct text *question, const struct text *answer, unsigned *parts)
{
    enum { PARTS_TELLING = 3 };
    struct token all[1024], token[TOKENS_MAX];
    unsigned count = tokens_find(token, TOKENS_MAX, answer->data, answer->size);
    unsigned total = tokens_find(all, 1024, question->data, question->size);
    *parts = count;
    for (unsigned i = 0; i + count <= total && count >= PARTS_TELLING; i++) {
        unsigned same = 0;
        while (same < count && token_same(&all[i + same], &token[same]))
            same++;
        if (same == count)
            return true;
    }
    return false;
}

/* Few small numbers stand beside each other by chance; many do not. */
static void assess_leak(struct gate *gate)
{
    enum { PARTS_MANY = 6 };
    unsigned many = 0;
    for (unsigned i = 0; i < gate->instance_count; i++) {
        const struct instance *instance = &gate->instances[i];
        struct probe about = {.plan = {.instance = i}};
        unsigned parts;
        if (!instance->sound || !instance->question.data)
            continue;
        gate_tried(gate, CHECK_LEAK);
        if (!contains(&instance->question, &instance->oracle, &parts))
            continue;
        many += parts >= PARTS_MANY;
        gate_against(gate, CHECK_LEAK, &about, NULL,
                     "the question holds the oracle's answer: %.200s", instance->oracle.data);
    }
    bool frequent = many > 1 + RARE * gate->instance_count;
    gate_settle(gate, CHECK_LEAK, frequent ? 0 : 1 + COINCIDE * gate->instance_count, "instances");
}

static void assess_nothing(struct gate *gate, const struct own *own)
{
    double share = gate->subject.description->empty_may_win;
    bool failed = false;
    for (unsigned i = 0; i < NOTHINGS; i++) {
        struct rate paid = {own->paid[i], own->tried[i]};
        bool allowed = i < EMPTY_FORMS && share > 0 && rate_low(&paid, 3) <= share;
        failed |= own->paid[i] > 0 && !allowed;
    }
    gate_settle(gate, CHECK_NOTHING, failed ? 0 : 1e9, "answers");
}

static bool assess(struct gate *gate, unsigned family)
{
    const struct own *own = gate_own(gate, family, sizeof *own);
    const struct check_report *sample = &gate->report.checks[CHECK_SAMPLE];
    double limit = gate_guess_rate(gate);
    if (!own)
        return false;
    assess_nothing(gate, own);
    gate_settle(gate, CHECK_ECHO, RARE * gate->report.checks[CHECK_ECHO].tried, "echoes");
    assess_leak(gate);
    if (gate->subject.description->checker) {
        for (enum gate_check check = CHECK_ECHO; check <= CHECK_SAMPLE; check++)
            report_settle(&gate->report, check, CHECK_DOES_NOT_APPLY, "a checker has no question");
    } else if (!sample->tried) {
        report_settle(&gate->report, CHECK_SAMPLE, CHECK_DOES_NOT_APPLY, "no example was found");
    } else {
        gate_settle_rate(gate, CHECK_SAMPLE, &own->sample, rate_low(&own->sample, 2) > limit,
                         "mean reward %.3g, allowed %.3g", rate_mean(&own->sample), limit);
    }
    return false;
}

static const enum gate_check checks[] = {CHECK_NOTHING, CHECK_ECHO, CHECK_LEAK, CHECK_SAMPLE,
                                         CHECK_COUNT};
const struct family family_nothing = {STAGE_FOOL, true, true, checks, plan,
                                      compose,    take, NULL, assess};
