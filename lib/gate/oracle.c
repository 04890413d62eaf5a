/* SPDX-License-Identifier: Apache-2.0 */
/* oracle.c: right answers score 1: the oracle's, plain, decorated and in another order, and those
 * of another. */
#include <string.h>
#include <strings.h>

#include "lib/gate/family.h"

enum step { ORACLE, DECORATED, ANOTHER, ORDER, FORM };

/* Around the answer. Two blocks: the last one counts. Those that wrap a line of text say so. */
static const struct {
    const char *before, *behind;
    bool one_line; /* a full stop after several lines is not taken off */
} decorations[] = {
    {"<think>2 + 2 = 5 <answer>no</answer></think>So:\n<answer>\n", "\n</answer>\n", false},
    {"<answer>1</answer> no, <answer>  ", " \r\n</answer>", false},
    {"<answer>\t", "\t</answer> That is all.", false},
    {"<answer>```\n", "\n```</answer>", false},
    {"<answer>**", "**</answer>", false},
    {"Hence \\boxed{", "}.", true},
    {"<answer>$", "$</answer>", true},
    {"<answer>\\text{", "}</answer>", true},
    {"<answer>", ".</answer>", true},
};
enum {
    DECORATIONS = sizeof decorations / sizeof *decorations,
    DECORATED_PER_LEVEL = 8, /* the readers are the same for all instances */
    ORDER_PER_LEVEL = 6,
};

/* What these say of the answer can be held against the verifier. */
static const char *const order_words[] = {"in any order", "order does not matter",
                                          "order is irrelevant", "any order is"};

static bool promises_order(const struct instance *instance)
{
    for (size_t i = 0; i < sizeof order_words / sizeof *order_words; i++)
        if (strcasestr(instance->question.data, order_words[i]))
            return true;
    return false;
}

/* Words by which a question can ask for ascending numbers, whatever else they say. */
static const char *const sequence_words[] = {"ascend", "increas", "order",    "sort", "smallest",
                                             "lowest", "first",   "position", "left", "sequence"};

static bool ascends(const struct text *answer, unsigned *parts)
{
    struct token token[TOKENS_MAX];
    int64_t before = INT64_MIN, value;
    *parts = tokens_find(token, TOKENS_MAX, answer->data, answer->size);
    for (unsigned i = 0; i < *parts; i++) {
        if (!token_integer(&token[i], &value) || value <= before)
            return false;
        before = value;
    }
    return true;
}

/* Whether every right answer is an ascending list of numbers, and no question says so: then it is
 * a set, which the oracle only happens to write in order. */
static bool writes_sets(const struct gate *gate)
{
    unsigned lists = 0;
    for (unsigned i = 0; i < gate->instance_count; i++) {
        const struct instance *instance = &gate->instances[i];
        unsigned parts;
        if (!instance->oracle.data || !instance->question.data)
            continue;
        for (size_t w = 0; w < sizeof sequence_words / sizeof *sequence_words; w++)
            if (strcasestr(instance->question.data, sequence_words[w]))
                return false;
        if (!ascends(&instance->oracle, &parts))
            return false;
        lists += parts > 1;
    }
    return lists > gate->instance_count / 2;
}

/* What a question says of how the parts of an answer are set apart, and what that means. */
static const struct {
    const char *words, *between;
} forms[] = {
    {"with arrows", "->"},         {"separated by arrows", "->"},
    {"separated by commas", ", "}, {"comma-separated", ", "},
    {"separated by hyphens", "-"}, {"separated by semicolons", "; "},
    {"separated by spaces", " "},  {"separated by single spaces", " "},
    {"separated by commas", ","},  {"comma-separated", ","},
};
enum { FORMS = sizeof forms / sizeof *forms, FORM_PER_LEVEL = 6 };

/* Whether the answer has two parts or more, all set apart alike: then its form can be changed. */
static bool is_plain_list(const struct text *answer)
{
    struct tokens tokens;
    tokens_split(&tokens, answer->data, answer->size);
    struct token between = tokens_separator(&tokens);
    if (tokens.count < 2 || tokens.characters || tokens.cut)
        return false;
    for (unsigned i = 1; i < tokens.count; i++) {
        const char *end = tokens.token[i - 1].text + tokens.token[i - 1].size;
        if (!token_spells(&between, end, (size_t)(tokens.token[i].text - end)))
            return false;
    }
    return tokens.token[0].text == answer->data;
}

static bool asks_for_form(const struct instance *instance, unsigned item)
{
    return strcasestr(instance->question.data, forms[item].words) &&
           is_plain_list(&instance->oracle);
}

static void put_in_form(struct buffer *out, const struct text *answer, const char *between)
{
    struct tokens tokens;
    tokens_split(&tokens, answer->data, answer->size);
    for (unsigned i = 0; i < tokens.count; i++) {
        buffer_append_text(out, i ? between : "");
        buffer_append(out, tokens.token[i].text, tokens.token[i].size);
    }
}

/* Whether the decoration can be told from the answer. */
static bool can_decorate(const struct instance *instance, unsigned item)
{
    const struct text *answer = &instance->oracle;
    if (decorations[item].one_line &&
        (memchr(answer->data, '\n', answer->size) || strpbrk(answer->data, "{}$\\")))
        return false;
    return answer->size > 0 && !strpbrk(answer->data, "`*") &&
           !(decorations[item].one_line && answer->data[answer->size - 1] == '.');
}

static bool is_right(const struct gate *gate, const struct instance *instance)
{
    return instance->state && instance->oracle.data &&
           (!gate->subject.description->checker || instance->declared >= 1);
}

static unsigned has_lines(const struct text *answer)
{
    const char *end = memchr(answer->data, '\n', answer->size);
    return end && end + 1 < answer->data + answer->size;
}

static void plan_instance(struct gate *gate, struct plan plan, bool sets)
{
    const struct description *description = gate->subject.description;
    const struct instance *instance = &gate->instances[plan.instance];
    if (is_right(gate, instance)) {
        plan.step = ORACLE;
        plan.form = instance->oracle.size ? FORM_ANSWER : FORM_BARE;
        gate_plan(gate, plan);
    }
    plan.form = FORM_ANSWER;
    plan.step = ANOTHER;
    if (instance->state && instance->other.size)
        gate_plan(gate, plan);
    plan.step = DECORATED;
    plan.form = FORM_RESPONSE;
    for (plan.item = 0; plan.item < DECORATIONS; plan.item++)
        if (is_right(gate, instance) && description->answer_form != RS_VERBATIM &&
            instance_among(gate, plan.instance, DECORATED_PER_LEVEL) &&
            can_decorate(instance, plan.item))
            gate_plan(gate, plan);
    plan.step = ORDER;
    plan.form = FORM_ANSWER;
    if (is_right(gate, instance) && instance->question.data && (sets || promises_order(instance)) &&
        instance_among(gate, plan.instance, ORDER_PER_LEVEL))
        for (plan.item = 0; plan.item < 1 + has_lines(&instance->oracle); plan.item++)
            gate_plan(gate, plan);
    plan.step = FORM;
    for (plan.item = 0; plan.item < FORMS; plan.item++)
        if (is_right(gate, instance) && instance->question.data &&
            instance_among(gate, plan.instance, FORM_PER_LEVEL) &&
            asks_for_form(instance, plan.item))
            gate_plan(gate, plan);
}

static void plan(struct gate *gate, unsigned family)
{
    bool sets = writes_sets(gate);
    for (unsigned i = 0; i < gate->instance_count; i++)
        plan_instance(
            gate, (struct plan){.family = (unsigned char)family, .kind = JOB_VERIFY, .instance = i},
            sets);
}

/* Its tokens, or where `lines` its lines, from the last to the first. */
static void put_reversed(struct buffer *out, const struct text *answer, bool lines)
{
    struct tokens tokens;
    if (!lines) {
        tokens_split(&tokens, answer->data, answer->size);
        struct token between = tokens_separator(&tokens);
        for (unsigned i = tokens.count; i-- > 0;) {
            buffer_append(out, tokens.token[i].text, tokens.token[i].size);
            buffer_append(out, between.text, i ? between.size : 0);
        }
        return;
    }
    const char *end = answer->data + answer->size;
    while (end > answer->data) {
        const char *start = end;
        while (start > answer->data && start[-1] != '\n')
            start--;
        buffer_append(out, start, (size_t)(end - start));
        buffer_append_text(out, "\n");
        end = start > answer->data ? start - 1 : start;
    }
}

static void compose(struct gate *gate, struct probe *probe)
{
    const struct instance *instance = instance_of(gate, probe);
    const struct text *answer = probe->plan.step == ANOTHER ? &instance->other : &instance->oracle;
    if (probe->plan.step == ORDER) {
        put_reversed(&probe->text, answer, probe->plan.item);
        return;
    }
    if (probe->plan.step == FORM) {
        put_in_form(&probe->text, answer, forms[probe->plan.item].between);
        return;
    }
    bool decorated = probe->plan.step == DECORATED;
    if (decorated)
        buffer_append_text(&probe->text, decorations[probe->plan.item].before);
    buffer_append(&probe->text, answer->data, answer->size);
    if (decorated)
        buffer_append_text(&probe->text, decorations[probe->plan.item].behind);
}

static void take_order(struct gate *gate, const struct probe *probe,
                       const struct probe_result *result)
{
    gate_tried(gate, CHECK_ORDER);
    if (result->outcome != OUTCOME_OK || result->score < 1)
        gate_against(gate, CHECK_ORDER, probe, result,
                     "the question asks for no order, or allows any, but the oracle's answer in "
                     "another one is not right");
}

static void take(struct gate *gate, const struct probe *probe, const struct probe_result *result)
{
    static const struct {
        enum gate_check check;
        const char *what;
    } rows[] = {[ORACLE] = {CHECK_ORACLE, "the oracle's answer"},
                [DECORATED] = {CHECK_DECORATED, "the oracle's answer with decoration"},
                [ANOTHER] = {CHECK_ANOTHER, "another's answer"},
                [FORM] = {CHECK_FORM, "the oracle's answer in the form of the question"}};
    struct instance *instance = &gate->instances[probe->plan.instance];
    bool right = result->outcome == OUTCOME_OK && result->score >= 1;
    if (probe->plan.step == ORDER) {
        take_order(gate, probe, result);
        return;
    }
    enum gate_check check = rows[probe->plan.step].check;
    gate_tried(gate, check);
    if (!right)
        gate_against(gate, check, probe, result, "%s does not score 1",
                     rows[probe->plan.step].what);
    if (probe->plan.step == ORACLE)
        instance->sound = right && (gate->subject.description->checker || instance->question.data);
}

static bool assess(struct gate *gate, unsigned family)
{
    struct report *report = &gate->report;
    const struct description *description = gate->subject.description;
    gate_settle(gate, CHECK_ORACLE, 0, "instances");
    gate_settle(gate, CHECK_DECORATED, 0, "responses");
    gate_settle(gate, CHECK_ANOTHER, 0, "answers");
    if (description->answer_form == RS_VERBATIM)
        report_settle(report, CHECK_DECORATED, CHECK_DOES_NOT_APPLY, "declared RS_VERBATIM");
    if (!description->has_another ||
        (!report->checks[CHECK_ANOTHER].tried && !report->checks[CHECK_ANOTHER].against))
        report_settle(report, CHECK_ANOTHER, CHECK_DOES_NOT_APPLY, "no other answers are offered");
    if (!report->checks[CHECK_FORM].tried)
        report_settle(report, CHECK_FORM, CHECK_DOES_NOT_APPLY, "no such form was found");
    else
        gate_settle(gate, CHECK_FORM, report->checks[CHECK_FORM].tried * 0.5, "answers");
    if (!report->checks[CHECK_ORDER].tried)
        report_settle(report, CHECK_ORDER, CHECK_DOES_NOT_APPLY, "no such promise was found");
    else
        gate_settle(gate, CHECK_ORDER, report->checks[CHECK_ORDER].tried * 0.75, "answers");
    return false;
}

static const enum gate_check checks[] = {CHECK_ORACLE, CHECK_DECORATED, CHECK_ANOTHER,
                                         CHECK_ORDER,  CHECK_FORM,      CHECK_COUNT};
const struct family family_oracle = {STAGE_ORACLE, true, true, checks, plan,
                                     compose,      take, NULL, assess};
