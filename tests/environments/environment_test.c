/* SPDX-License-Identifier: Apache-2.0 */
/* environment_test.c: what every bundled environment must hold; linked with one of them.
 * Arguments: its name and its category. */
#include "tests/environments/instance.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { SEEDS = 200, QUESTION_MAX = 12 * 1024, STATE_MAX = 8 * 1024 };

static const char *expected_name, *expected_category;
static struct instance *drawn[RS_LEVELS_MAX + 1][SEEDS];

static unsigned levels(void)
{
    return (unsigned)resyn_declaration.levels;
}

static double score(const struct instance *instance, const char *answer)
{
    return score_of(instance->state, answer);
}

/* Fails with the address of the instance, so that it can be looked at. */
#define HOLDS(condition, instance, what)                                                       \
    do {                                                                                       \
        if (!(condition))                                                                      \
            fail_msg("%s, level %u, seed %llu: %s", resyn_declaration.name, (instance)->level, \
                     (unsigned long long)(instance)->seed, (what));                            \
    } while (0)

static void each(void (*check)(const struct instance *))
{
    for (unsigned level = 1; level <= levels(); level++)
        for (size_t i = 0; i < SEEDS; i++)
            check(drawn[level][i]);
}

static void has_a_sound_declaration(void **unused)
{
    const rs_declaration *d = &resyn_declaration;
    assert_string_equal(d->name, expected_name);
    assert_string_equal(d->category, expected_category);
    assert_int_equal(d->abi, RESYN_ABI);
    assert_int_equal(d->checker, 0);
    assert_in_range(d->levels, 5, RS_LEVELS_MAX);
    assert_in_range(strlen(d->summary), 1, 200);
    assert_in_range(strlen(d->answer), 1, 200);
    assert_in_range(d->state_size, 1, STATE_MAX);
    assert_in_range(d->witness_size, 1, RS_WITNESS_MAX);
}

static void draws_200_seeds_on_each_level(void **unused)
{
    for (unsigned level = 1; level <= levels(); level++) {
        for (uint64_t seed = 0; seed < SEEDS; seed++) {
            drawn[level][seed] = instance_new(level, seed);
            if (drawn[level][seed] == NULL)
                fail_msg("level %u, seed %llu: every draw failed", level, (unsigned long long)seed);
        }
    }
}

static void check_repetition(const struct instance *instance)
{
    struct instance *again = instance_new(instance->level, instance->seed);
    assert_non_null(again);
    assert_memory_equal(again->state, instance->state, resyn_declaration.state_size);
    assert_memory_equal(again->witness, instance->witness, resyn_declaration.witness_size);
    assert_string_equal(again->question, instance->question);
    assert_string_equal(again->oracle, instance->oracle);
    instance_free(again);
}

static void draws_the_same_bytes_twice(void **unused)
{
    each(check_repetition);
}

static int compare_states(const void *a, const void *b)
{
    const struct instance *const *left = a, *const *right = b;
    return memcmp((*left)->state, (*right)->state, resyn_declaration.state_size);
}

static void draws_distinct_instances(void **unused)
{
    for (unsigned level = 1; level <= levels(); level++) {
        struct instance *sorted[SEEDS];
        size_t distinct = 1;
        memcpy(sorted, drawn[level], sizeof sorted);
        qsort(sorted, SEEDS, sizeof sorted[0], compare_states);
        for (size_t i = 1; i < SEEDS; i++)
            distinct += compare_states(&sorted[i - 1], &sorted[i]) != 0;
        print_message("# level %u: %zu of %d instances distinct\n", level, distinct, SEEDS);
        assert_true(distinct >= (level == 1 ? SEEDS * 3 / 4 : SEEDS * 95 / 100));
    }
}

/* The example behind these words, up to the last parenthesis, has the form but is never right. */
static const char example_mark[] = "would look like this:";

static void check_question(const struct instance *instance)
{
    static const char *const unwanted[] = {"<answer", "\\boxed", "\t", "\r", "<think"};
    const char *question = instance->question;
    HOLDS(strlen(question) >= 100 && strlen(question) <= QUESTION_MAX, instance, "its length");
    for (size_t i = 0; i < sizeof unwanted / sizeof *unwanted; i++)
        HOLDS(strstr(question, unwanted[i]) == NULL, instance, unwanted[i]);
    HOLDS(strstr(question, instance->oracle) == NULL, instance, "it holds the solution");
    const char *example = strstr(question, example_mark);
    HOLDS(example != NULL && strrchr(example, ')') != NULL, instance, "it has no example");
    char *copy = strdup(example + strlen(example_mark));
    *strrchr(copy, ')') = '\0';
    HOLDS(score(instance, copy) <= 0, instance, "its example is right");
    free(copy);
}

static void asks_complete_questions(void **unused)
{
    each(check_question);
}

static void check_oracle(const struct instance *instance)
{
    static const char *const forms[] = {"<answer>%s</answer>",
                                        "<think>2 + 2 = 5</think>So:\n<answer>\n%s\n</answer>\n",
                                        "<answer>1</answer> no, <answer>  %s \r\n</answer>",
                                        "<answer>```\n%s\n```</answer>",
                                        "<answer>**%s**</answer>",
                                        "Hence \\boxed{%s}."};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        char response[RS_TEXT_MAX];
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        int size = snprintf(response, sizeof response, forms[i], instance->oracle);
#pragma GCC diagnostic pop
        struct judgement judgement = judge(instance->state, response, (size_t)size, false);
        HOLDS(judgement.valid && judgement.score >= 1, instance, forms[i]);
    }
}

static void accepts_its_oracle_through_extraction(void **unused)
{
    each(check_oracle);
}

static void check_another(const struct instance *instance)
{
    char *other = instance_another(instance, 5);
    if (other == NULL)
        return;
    HOLDS(strcmp(other, instance->oracle) != 0, instance, "the other answer is the same");
    HOLDS(score(instance, other) >= 1, instance, "the other answer is wrong");
    free(other);
}

static void accepts_other_right_answers(void **unused)
{
    each(check_another);
}

/* What no environment may pay for, whatever the instance. */
static void check_decorations(const struct instance *instance)
{
    static const char *const behind[] = {
        " 1", "\n0", " x", "x", ",,", "]", "\nor something else", "\nknight", " word", ".5"};
    char text[2 * RS_TEXT_MAX];
    for (size_t i = 0; i < sizeof behind / sizeof *behind; i++) {
        snprintf(text, sizeof text, "%s%s", instance->oracle, behind[i]);
        HOLDS(score(instance, text) <= 0, instance, behind[i]);
    }
    snprintf(text, sizeof text, "%s\n%s", instance->oracle, instance->oracle);
    HOLDS(score(instance, text) <= 0, instance, "twice the answer");
    snprintf(text, sizeof text, "%s or %s", instance->oracle, instance->oracle);
    HOLDS(score(instance, text) <= 0, instance, "a hedge");
    snprintf(text, sizeof text, "x %s", instance->oracle);
    HOLDS(score(instance, text) <= 0, instance, "a word before the answer");
    snprintf(text, sizeof text, "%.*s", (int)strlen(instance->oracle) / 2, instance->oracle);
    HOLDS(score(instance, text) < 1, instance, "the first half of the answer");
    HOLDS(score(instance, instance->question) <= 0, instance, "its own question");
}

static void pays_nothing_for_additions(void **unused)
{
    each(check_decorations);
}

/* Writes constant answer number `number`, the same for all instances; false past the last. */
static bool constant_answer(size_t number, char *out, size_t size)
{
    static const char *const fixed[] = {
        "0",           "1",      "-1",         "2",    "42",
        "100",         "yes",    "no",         "true", "A",
        "none",        "[]",     "impossible", "nan",  "inf",
        "1e999",       "knight", "knave",      "UDLR", "DDDDRRRR",
        "RRRRDDDD",    "1 1",    "()",         "a",    "9223372036854775808",
        "-2147483648", "{}",     "null",       "\"\"", "the answer",
        "٣ ٤",         "0x10",   "1_0",        "+1"};
    enum { FIXED = sizeof fixed / sizeof *fixed, LENGTHS = 40, KINDS = 6 };
    if (number < FIXED) {
        snprintf(out, size, "%s", fixed[number]);
        return true;
    }
    number -= FIXED;
    size_t kind = number / LENGTHS, length = number % LENGTHS + 1, used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < length && kind < KINDS; i++) {
        const size_t values[KINDS] = {i + 1, length - i, 1, 1 + i % 3, i % 2, 0};
        used += (size_t)snprintf(out + used, size - used, "%zu ", values[kind]);
    }
    return kind < KINDS;
}

static void pays_little_for_constants(void **unused)
{
    double guess_rate = resyn_declaration.guess_rate > 0.05 ? resyn_declaration.guess_rate : 0.05;
    char answer[512];
    for (size_t number = 0; constant_answer(number, answer, sizeof answer); number++) {
        for (unsigned level = 1; level <= levels(); level++) {
            double sum = 0;
            for (size_t i = 0; i < SEEDS; i++)
                sum += score(drawn[level][i], answer);
            if (sum / SEEDS > guess_rate)
                fail_msg("level %u: the constant %s gets %g", level, answer, sum / SEEDS);
        }
    }
}

static void check_nothing(const struct instance *instance)
{
    static const char *const nothing[] = {"", " ", "\n", ".", ",", ";", "[]", "()", "\\"};
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++)
        HOLDS(score(instance, nothing[i]) <= 0, instance, "nothing is right");
    HOLDS(judge(instance->state, "", 0, true).score <= 0, instance, "the empty answer is right");
}

static void pays_nothing_for_nothing(void **unused)
{
    each(check_nothing);
}

static void refuses_answers_of_other_instances(void **unused)
{
    for (unsigned level = 1; level <= levels(); level++) {
        size_t right = 0, tried = 0;
        for (size_t i = 0; i < SEEDS; i++) {
            for (size_t step = 1; step <= 20; step++, tried++)
                right += score(drawn[level][i], drawn[level][(i + step) % SEEDS]->oracle) >= 1;
        }
        double share = (double)right / (double)tried;
        print_message("# level %u: %.4f of others' answers are right\n", level, share);
        assert_true(share <= (level == 1 ? 0.25 : level == levels() ? 0.02 : 0.1));
    }
}

/* ---- Junk ------------------------------------------------------------------------------------ */

/* Changes some bytes of an answer: any byte, or one that answers are made of. */
static size_t mutate(char *text, size_t size, size_t room, rs_random *random)
{
    static const char common[] = "0123456789 \n,;:-+*/()[]{}=\"\\.abkxUDLR";
    for (int64_t edits = rs_between(random, 1, 4); edits > 0; edits--) {
        size_t at = (size_t)rs_below(random, (int64_t)size + 1);
        int64_t any = rs_below(random, 256);
        int64_t pick = rs_below(random, (int64_t)sizeof common - 1);
        char byte = rs_below(random, 8) == 0 ? (char)any : common[pick];
        switch (rs_below(random, 3)) {
        case 0:
            if (at < size)
                text[at] = byte;
            break;
        case 1:
            if (at < size)
                memmove(text + at, text + at + 1, --size - at);
            break;
        default:
            if (size < room) {
                memmove(text + at + 1, text + at, size++ - at);
                text[at] = byte;
            }
        }
    }
    return size;
}

static void check_junk(const struct instance *instance)
{
    rs_random random;
    random_init(&random, instance->seed, instance->level, 7);
    for (int i = 0; i < 40; i++) {
        char text[RS_TEXT_MAX];
        size_t size = strlen(instance->oracle);
        memcpy(text, instance->oracle, size);
        size = mutate(text, size, sizeof text, &random);
        HOLDS(judge(instance->state, text, size, true).valid, instance, "no score");
    }
}

/* Sanitizers see what happens here. */
static void survives_junk(void **unused)
{
    each(check_junk);
    static const char *const units[] = {"1 ", "(", "[", "-", "9", "a b\n", "knave,", "1,", "\n"};
    enum { LONG = 200 * 1000 };
    char *text = malloc(LONG);
    assert_non_null(text);
    for (size_t unit = 0; unit < sizeof units / sizeof *units; unit++) {
        for (size_t i = 0; i < LONG; i++)
            text[i] = units[unit][i % strlen(units[unit])];
        for (unsigned level = 1; level <= levels(); level++)
            assert_true(judge(drawn[level][0]->state, text, LONG, true).score <= 0);
    }
    free(text);
}

int main(int count, char **arguments)
{
    if (count != 3)
        return 2;
    expected_name = arguments[1];
    expected_category = arguments[2];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(has_a_sound_declaration),
        cmocka_unit_test(draws_200_seeds_on_each_level),
        cmocka_unit_test(draws_the_same_bytes_twice),
        cmocka_unit_test(draws_distinct_instances),
        cmocka_unit_test(asks_complete_questions),
        cmocka_unit_test(accepts_its_oracle_through_extraction),
        cmocka_unit_test(accepts_other_right_answers),
        cmocka_unit_test(pays_nothing_for_additions),
        cmocka_unit_test(pays_little_for_constants),
        cmocka_unit_test(pays_nothing_for_nothing),
        cmocka_unit_test(refuses_answers_of_other_instances),
        cmocka_unit_test(survives_junk),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    for (unsigned level = 1; level <= levels(); level++)
        for (size_t i = 0; i < SEEDS; i++)
            instance_free(drawn[level][i]);
    return failed;
}
