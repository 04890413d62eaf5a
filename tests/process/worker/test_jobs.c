/* SPDX-License-Identifier: Apache-2.0 */
/* test_jobs.c: every kind of job on a real worker with a compiled image. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/image/image.h"
#include "proto/outcome.h"
#include "tests/process/worker/rig.h"

static struct rig rig;

static void start(const char *source)
{
    rig_open(&rig, rig_compile(source), 1, STACK_KIB_DEFAULT, MEMORY_KIB_DEFAULT);
}

static int stop(void **unused)
{
    rig_close(&rig);
    return 0;
}

static int start_sums(void **unused)
{
    start("sums.c");
    return 0;
}
static int start_equal(void **unused)
{
    start("equal.c");
    return 0;
}
static int start_misbehave(void **unused)
{
    start("misbehave.c");
    return 0;
}
static int start_whole(void **unused)
{
    start("whole.c");
    return 0;
}

static const struct answered *draw(enum job_kind kind, unsigned level, uint64_t seed)
{
    return rig_do(&rig, &(struct lane_job){.kind = kind, .level = level, .seed = seed});
}

static const struct answered *respond(const void *state, size_t size, const char *response,
                                      unsigned extract, unsigned flags)
{
    return rig_do(&rig, &(struct lane_job){.kind = JOB_VERIFY,
                                           .state = state,
                                           .state_size = size,
                                           .text = response,
                                           .text_size = strlen(response),
                                           .extract = extract,
                                           .flags = flags});
}

static void assert_score(const struct answered *got, double score, const char *reason)
{
    assert_int_equal(got->take, LANE_VERDICT);
    assert_string_equal(got->verdict.reason, reason);
    assert_int_equal(got->verdict.outcome, OUTCOME_OK);
    assert_true(got->verdict.score == score);
}

static void assert_outcome(const struct answered *got, enum outcome outcome, const char *reason)
{
    assert_int_equal(got->take, LANE_VERDICT);
    assert_int_equal(got->verdict.outcome, outcome);
    assert_string_equal(got->verdict.reason, reason);
}

/* ---- Environments --------------------------------------------------------------------------- */

static void an_environment_is_described(void **unused)
{
    const struct answered *got = draw(JOB_DESCRIBE, 0, 0);
    struct description d;
    struct error error = {0};
    assert_int_equal(got->verdict.outcome, OUTCOME_OK);
    assert_int_equal(description_decode(got->output, got->output_size, &d, &error), 0);
    assert_string_equal(d.name, "sums");
    assert_string_equal(d.category, "arithmetic");
    assert_string_equal(d.answer, "the chosen numbers, separated by spaces");
    assert_int_equal(d.levels, 5);
    assert_int_equal(d.state_size, 48);
    assert_int_equal(d.witness_size, 10);
    assert_int_equal(d.cpu_ms, 50);
    assert_int_equal(d.memory_kib, MEMORY_KIB_DEFAULT);
    assert_int_equal(d.stack_kib, STACK_KIB_DEFAULT);
    assert_int_equal(d.has_another, 1);
    assert_int_equal(d.metric_count, 1);
    assert_string_equal(d.metrics[0], "chosen");
}

static void the_oracle_scores_one_on_every_level(void **unused)
{
    char state[64], answer[256];
    for (unsigned level = 1; level <= 5; level++) {
        for (uint64_t seed = 0; seed < 20; seed++) {
            const struct answered *got = draw(JOB_GENERATE, level, seed);
            assert_int_equal(got->verdict.outcome, OUTCOME_OK);
            assert_in_range(got->verdict.attempts, 1, RS_ATTEMPTS_MAX);
            assert_int_equal(got->output_size, 48);
            memcpy(state, got->output, got->output_size);
            for (int kind = JOB_SOLVE; kind <= JOB_ANOTHER; kind++) {
                got = draw(kind, level, seed);
                snprintf(answer, sizeof answer, "%.*s", (int)got->output_size, got->output);
                got = rig_verify(&rig, state, 48, answer);
                assert_score(got, 1, "");
                assert_int_equal(got->verdict.flags, VERDICT_FORMAT);
                assert_true(got->verdict.metrics[0] > 0);
            }
        }
    }
}

static void a_draw_is_the_same_twice(void **unused)
{
    char first[64];
    memcpy(first, draw(JOB_GENERATE, 2, 77)->output, 48);
    draw(JOB_GENERATE, 2, 78);
    assert_memory_equal(draw(JOB_GENERATE, 2, 77)->output, first, 48);
    assert_memory_not_equal(draw(JOB_GENERATE, 2, 78)->output, first, 48);
}

static void a_question_is_observed(void **unused)
{
    int state[12] = {5, 9, 1, 2, 3, 4, 5};
    const struct answered *got = rig_do(
        &rig, &(struct lane_job){.kind = JOB_OBSERVE, .state = state, .state_size = sizeof state});
    const char *question = "Choose numbers that add up to 9: 1 2 3 4 5";
    assert_int_equal(got->verdict.outcome, OUTCOME_OK);
    assert_int_equal(got->output_size, strlen(question));
    assert_memory_equal(got->output, question, got->output_size);
}

static const int state_of_nine[12] = {5, 9, 1, 2, 3, 4, 5};

static void answers_are_found_in_responses(void **unused)
{
    const void *s = state_of_nine;
    const char *tagged = "<think>hm</think> so <answer>4 5</answer>";
    const struct answered *got = respond(s, 48, tagged, EXTRACT_DECLARED, 0);
    assert_score(got, 1, "");
    assert_int_equal(got->verdict.extraction, EXTRACTION_ANSWER_TAG);
    assert_memory_equal(tagged + got->verdict.answer_offset, "4 5", 3);
    assert_int_equal(got->verdict.answer_size, 3);
    got = respond(s, 48, "so \\boxed{1,3,5}", EXTRACT_DECLARED, 0);
    assert_score(got, 1, "");
    assert_int_equal(got->verdict.extraction, EXTRACTION_BOXED);
    got = respond(s, 48, "well\n4 5", RS_LAST_LINE, 0);
    assert_score(got, 1, "");
    assert_int_equal(got->verdict.extraction, EXTRACTION_LAST_LINE);
}

static void without_an_answer_the_score_is_zero(void **unused)
{
    const struct answered *got = respond(state_of_nine, 48, "4 5", EXTRACT_DECLARED, 0);
    assert_score(got, 0, "no answer was found in the response");
    assert_int_equal(got->verdict.extraction, EXTRACTION_NONE);
    assert_int_equal(got->verdict.flags, 0);
    got = respond(state_of_nine, 48, "", EXTRACT_DECLARED, 0);
    assert_score(got, 0, "no answer was found in the response");
    got = respond(state_of_nine, 48, "<answer>4 5</answer>", EXTRACT_DECLARED,
                  JOB_THINKING_PREFILLED);
    assert_score(got, 0, "no answer was found in the response");
}

static void wrong_answers_score_zero_and_say_why(void **unused)
{
    assert_score(rig_verify(&rig, state_of_nine, 48, "4 4"), 0, "4 is not there");
    assert_score(rig_verify(&rig, state_of_nine, 48, "1 2"), 0, "");
    const struct answered *got = rig_verify(&rig, state_of_nine, 48, "nine");
    assert_int_equal(got->verdict.outcome, OUTCOME_OK);
    assert_true(got->verdict.score == 0);
    assert_int_equal(got->verdict.flags, 0);
    assert_true(got->verdict.reason_size > 0);
    got = rig_verify(&rig, state_of_nine, 48, "");
    assert_true(got->verdict.score == 0);
}

static void a_four_mebibyte_response_is_judged(void **unused)
{
    char *response = malloc(RESPONSE_MAX + 1);
    memset(response, 'x', RESPONSE_MAX);
    memcpy(response + RESPONSE_MAX - 20, "<answer>4 5</answer>", 21);
    assert_score(respond(state_of_nine, 48, response, EXTRACT_DECLARED, 0), 1, "");
    free(response);
}

static void levels_are_checked(void **unused)
{
    assert_outcome(draw(JOB_GENERATE, 0, 1), OUTCOME_LEVEL_OUT_OF_RANGE,
                   "level 0: the environment has 1 to 5");
    assert_outcome(draw(JOB_SOLVE, 6, 1), OUTCOME_LEVEL_OUT_OF_RANGE,
                   "level 6: the environment has 1 to 5");
    assert_outcome(draw(JOB_GENERATE, UINT32_MAX, 1), OUTCOME_LEVEL_OUT_OF_RANGE,
                   "level 4294967295: the environment has 1 to 5");
}

static void jobs_that_do_not_fit_are_answered(void **unused)
{
    assert_outcome(rig_verify(&rig, state_of_nine, 44, "4 5"), OUTCOME_INTERNAL,
                   "the state has 44 bytes, not 48");
    assert_outcome(rig_do(&rig, &(struct lane_job){.kind = JOB_LOAD}), OUTCOME_INTERNAL,
                   "not a job for an environment");
    assert_score(rig_verify(&rig, state_of_nine, 48, "4 5"), 1, "");
}

/* ---- Checkers ------------------------------------------------------------------------------- */

static const struct answered *load(const char *given)
{
    return rig_do(&rig,
                  &(struct lane_job){.kind = JOB_LOAD, .text = given, .text_size = strlen(given)});
}

static void a_checker_and_its_examples_are_described(void **unused)
{
    const struct answered *got = draw(JOB_DESCRIBE, 0, 0);
    struct description d;
    struct example example;
    struct error error = {0};
    assert_int_equal(description_decode(got->output, got->output_size, &d, &error), 0);
    assert_int_equal(d.checker, 1);
    assert_int_equal(d.levels, 0);
    assert_int_equal(d.example_count, 21);
    assert_true(description_example(got->output, got->output_size, 10, &example));
    assert_int_equal(example.response_size, 2);
    assert_memory_equal(example.response, "-5", 2);
    assert_true(example.score == 0.5);
}

static void a_ground_truth_is_loaded_and_judged_by(void **unused)
{
    int64_t state;
    const struct answered *got = load("42");
    assert_int_equal(got->verdict.outcome, OUTCOME_OK);
    assert_int_equal(got->output_size, sizeof state);
    memcpy(&state, got->output, sizeof state);
    assert_int_equal(state, 42);
    assert_score(rig_verify(&rig, &state, sizeof state, "42"), 1, "");
    assert_score(rig_verify(&rig, &state, sizeof state, "-42"), 0.5, "");
    assert_score(rig_verify(&rig, &state, sizeof state, "41"), 0, "");
    assert_score(rig_verify(&rig, &state, sizeof state, "42 or 43"), 0,
                 "there is text after the answer that was not read");
}

static void a_bad_ground_truth_is_no_score(void **unused)
{
    const struct answered *got = load("forty-two");
    assert_int_equal(got->verdict.outcome, OUTCOME_BAD_GIVEN);
    assert_true(got->verdict.reason_size > 0);
    assert_outcome(load("13"), OUTCOME_BAD_GIVEN, "load does not accept it");
    assert_int_equal(load("\xff")->verdict.outcome, OUTCOME_BAD_GIVEN);
    assert_outcome(load("12 13"), OUTCOME_BAD_GIVEN,
                   "it holds a field or text that load does not read");
    assert_outcome(draw(JOB_GENERATE, 1, 1), OUTCOME_INTERNAL, "not a job for a checker");
}

/* ---- Rules ---------------------------------------------------------------------------------- */

static const char misbehaving[1004];

static const struct answered *word(const char *answer)
{
    return rig_verify(&rig, misbehaving, sizeof misbehaving, answer);
}

static void scores_that_are_none(void **unused)
{
    assert_outcome(word("nan"), OUTCOME_INVALID_SCORE,
                   "verify returned nan: a score is from 0 to 1");
    assert_outcome(word("inf"), OUTCOME_INVALID_SCORE,
                   "verify returned inf: a score is from 0 to 1");
    assert_outcome(word("two"), OUTCOME_INVALID_SCORE, "verify returned 2: a score is from 0 to 1");
    assert_outcome(word("minus"), OUTCOME_INVALID_SCORE,
                   "verify returned -1: a score is from 0 to 1");
    assert_outcome(word("half"), OUTCOME_INVALID_SCORE,
                   "verify returned 0.5: with RS_BINARY a score is 0 or 1");
    assert_score(word("negzero"), 0, "");
    assert_score(word("one"), 1, "");
    assert_score(word("one more"), 0, "there is text after the answer that was not read");
    assert_int_equal(word("nan more")->verdict.outcome, OUTCOME_INVALID_SCORE);
}

static void a_reason_is_made_printable(void **unused)
{
    const struct answered *got = word("escape");
    assert_int_equal(got->verdict.outcome, OUTCOME_OK);
    assert_non_null(strstr(got->verdict.reason, "[2J"));
    assert_null(strchr(got->verdict.reason, '\x1b'));
    assert_null(strchr(got->verdict.reason, '\n'));
}

static void failing_draws_are_repeated(void **unused)
{
    const struct answered *got = draw(JOB_GENERATE, 3, 2);
    unsigned most = 0;
    for (uint64_t seed = 0; seed < 20; seed++) {
        got = draw(JOB_GENERATE, 3, seed);
        assert_int_equal(got->verdict.outcome, OUTCOME_OK);
        most = got->verdict.attempts > most ? got->verdict.attempts : most;
    }
    assert_true(most > 1);
    got = draw(JOB_GENERATE, 5, 1);
    assert_outcome(got, OUTCOME_NO_INSTANCE, "generate failed on all 64 draws");
    assert_int_equal(got->verdict.attempts, 64);
    assert_int_equal(draw(JOB_SOLVE, 5, 1)->verdict.outcome, OUTCOME_NO_INSTANCE);
}

static void a_text_that_is_too_long_is_no_text(void **unused)
{
    int state[251] = {2};
    const struct answered *got = rig_do(
        &rig, &(struct lane_job){.kind = JOB_OBSERVE, .state = state, .state_size = sizeof state});
    assert_outcome(got, OUTCOME_TEXT_TOO_LONG, "the text has more than 65536 bytes");
    assert_int_equal(got->output_size, 0);
    state[0] = 1;
    got = rig_do(
        &rig, &(struct lane_job){.kind = JOB_OBSERVE, .state = state, .state_size = sizeof state});
    assert_int_equal(got->verdict.outcome, OUTCOME_OK);
    assert_int_equal(got->output_size, 1000);
}

static void whole_responses_may_be_left_unread(void **unused)
{
    int state = 0;
    const struct answered *got = respond(&state, sizeof state, "yes, I think", EXTRACT_DECLARED, 0);
    assert_score(got, 1, "");
    assert_int_equal(got->verdict.extraction, EXTRACTION_WHOLE);
    assert_int_equal(got->verdict.answer_size, 12);
    assert_score(respond(&state, sizeof state, "no", EXTRACT_DECLARED, 0), 0, "");
}

#define WITH(start, test) cmocka_unit_test_setup_teardown(test, start, stop)
static const struct CMUnitTest tests[] = {
    WITH(start_sums, an_environment_is_described),
    WITH(start_sums, the_oracle_scores_one_on_every_level),
    WITH(start_sums, a_draw_is_the_same_twice),
    WITH(start_sums, a_question_is_observed),
    WITH(start_sums, answers_are_found_in_responses),
    WITH(start_sums, without_an_answer_the_score_is_zero),
    WITH(start_sums, wrong_answers_score_zero_and_say_why),
    WITH(start_sums, a_four_mebibyte_response_is_judged),
    WITH(start_sums, levels_are_checked),
    WITH(start_sums, jobs_that_do_not_fit_are_answered),
    WITH(start_equal, a_checker_and_its_examples_are_described),
    WITH(start_equal, a_ground_truth_is_loaded_and_judged_by),
    WITH(start_equal, a_bad_ground_truth_is_no_score),
    WITH(start_misbehave, scores_that_are_none),
    WITH(start_misbehave, a_reason_is_made_printable),
    WITH(start_misbehave, failing_draws_are_repeated),
    WITH(start_misbehave, a_text_that_is_too_long_is_no_text),
    WITH(start_whole, whole_responses_may_be_left_unread),
};
RUN_TESTS(tests)
