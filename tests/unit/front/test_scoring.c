/* SPDX-License-Identifier: Apache-2.0 */
/* test_scoring.c: from items to verdicts, with an engine that the test plays. */
#include "daemon/front/scoring.h"

#include <stdio.h>
#include <string.h>

#include "tests/unit/front/fake_engine.h"
#include "tests/unit/test.h"

static struct scoring *scoring;
static unsigned ended;

static int open_scoring(void **state)
{
    fake_reset();
    ended = 0;
    scoring = scoring_new(NULL, 1 << 20);
    return !scoring;
}

static int close_scoring(void **state)
{
    assert_int_equal(fake_waiting(), 0);
    scoring_free(scoring);
    assert_int_equal(fake_held, 0);
    return 0;
}

static void task_done(struct score_task *task)
{
    ended++;
}

static struct score_item item_of(const char *name, uint64_t seed)
{
    struct score_item item = {.response = {"x", 1},
                              .any_version = true,
                              .has_instance = true,
                              .extract = EXTRACT_DECLARED,
                              .deadline_ms = 60000};
    snprintf(item.address.name, sizeof item.address.name, "%s", name);
    item.address.level = 1;
    item.address.seed = seed;
    return item;
}

static struct score_item given_of(const char *given)
{
    struct score_item item = item_of("same", 0);
    item.has_instance = false;
    item.has_given = true;
    item.given = (struct span){given, strlen(given)};
    return item;
}

static void start(struct score_task *task, const struct score_item *item)
{
    *task = (struct score_task){.item = item, .arrived_ns = uv_hrtime(), .done = task_done};
    scoring_start(scoring, task, NULL);
}

static void expect_next(enum job_kind kind)
{
    assert_true(fake_waiting() > 0);
    assert_int_equal(fake_job(0)->work.kind, kind);
}

static void an_instance_is_made_once(void **state)
{
    struct score_item item = item_of("sum", 7);
    struct score_task tasks[5];
    for (unsigned i = 0; i < 5; i++)
        start(&tasks[i], &item);
    assert_int_equal(fake_waiting(), 1);
    expect_next(JOB_GENERATE);
    assert_int_equal(fake_job(0)->work.seed, 7);
    fake_end(OUTCOME_OK, "state");
    assert_int_equal(fake_waiting(), 5);
    for (unsigned i = 0; i < 5; i++) {
        expect_next(JOB_VERIFY);
        assert_memory_equal(fake_job(0)->work.state, "state", 5);
        fake_end_score(i < 2 ? 1 : 0);
    }
    assert_int_equal(ended, 5);
    assert_true(tasks[0].verdict.outcome == OUTCOME_OK && tasks[4].verdict.outcome == OUTCOME_OK);
    struct score_task again;
    start(&again, &item);
    expect_next(JOB_VERIFY);
    fake_end_score(1);
    assert_int_equal(fake_submitted, 7);
    for (unsigned i = 0; i < 5; i++)
        scoring_release(&tasks[i]);
    scoring_release(&again);
}

static void what_is_not_known_is_looked_for_once(void **state)
{
    struct score_item item = item_of("later", 7), never = item_of("never", 7);
    struct score_task task, another;
    fake_shares = true;
    start(&task, &item);
    assert_non_null(fake_change);
    assert_int_equal(fake_change->kind, CHANGE_LOOK);
    assert_string_equal(fake_change->name, "later");
    assert_int_equal(ended, 0);
    fake_end_change(true);
    expect_next(JOB_GENERATE);
    fake_end(OUTCOME_OK, "state");
    fake_end_score(1);
    assert_int_equal(task.verdict.outcome, OUTCOME_OK);
    assert_string_equal(task.verdict.reason, "");
    start(&another, &never);
    fake_end_change(false);
    assert_null(fake_change);
    assert_int_equal(another.verdict.outcome, OUTCOME_UNKNOWN_ENVIRONMENT);
    assert_int_equal(ended, 2);
    scoring_release(&task);
}

static void a_look_may_be_given_up(void **state)
{
    struct score_item item = item_of("later", 7);
    struct score_task task;
    fake_shares = true;
    start(&task, &item);
    scoring_cancel(&task);
    assert_int_equal(task.verdict.outcome, OUTCOME_STOPPING);
    fake_end_change(true);
    assert_int_equal(ended, 1);
    assert_int_equal(fake_waiting(), 0);
}

/* What the first one needs is looked for; whatever comes of it, each gets its own verdict. */
static void a_group_is_looked_for_once(void **state)
{
    struct score_item item = item_of("sum", 7), unknown = item_of("nothing", 1);
    const struct request_trouble trouble = {.code = "too_large"};
    struct score_item refused = {.refusal = OUTCOME_TOO_LARGE, .trouble = &trouble};
    struct score_task first, group[4];
    start(&first, &item);
    fake_end(OUTCOME_OK, "state");
    fake_end_score(1);
    fake_looks = 0;
    for (unsigned i = 0; i < 4; i++) {
        group[i] = (struct score_task){
            .item = i == 2 ? &refused : &item, .arrived_ns = uv_hrtime(), .done = task_done};
        scoring_start(scoring, &group[i], i ? &group[0] : NULL);
    }
    assert_int_equal(fake_looks, 1);
    assert_int_equal(fake_waiting(), 3);
    for (unsigned i = 0; i < 3; i++) {
        assert_memory_equal(fake_job(0)->work.state, "state", 5);
        fake_end_score(i == 1 ? 1 : 0);
    }
    assert_int_equal(ended, 5);
    assert_int_equal(group[2].verdict.outcome, OUTCOME_TOO_LARGE);
    assert_true(group[0].verdict.score == 0 && group[1].verdict.score == 1);
    assert_true(group[3].verdict.version == &fake_sum);
    for (unsigned i = 0; i < 4; i++)
        scoring_release(&group[i]);
    scoring_release(&first);
    for (unsigned i = 0; i < 2; i++) {
        group[i] = (struct score_task){.item = &unknown, .done = task_done};
        scoring_start(scoring, &group[i], i ? &group[0] : NULL);
        assert_int_equal(group[i].verdict.outcome, OUTCOME_UNKNOWN_ENVIRONMENT);
    }
}

/* Else a version that is taken away would stay, and its image and workers with it. */
static void what_is_remembered_holds_no_version(void **state)
{
    struct score_item items[2] = {item_of("sum", 3), given_of("abc")};
    struct score_task task;
    for (unsigned i = 0; i < 2; i++) {
        start(&task, &items[i]);
        fake_end(OUTCOME_OK, "state");
        fake_end_score(1);
        scoring_release(&task);
        assert_int_equal(fake_held, 0);
        start(&task, &items[i]);
        expect_next(JOB_VERIFY);
        fake_end_score(1);
        scoring_release(&task);
    }
}

/* ---- Twins ---- */

static void start_text(struct score_task *task, struct score_item *item, const char *text,
                       unsigned deadline_ms)
{
    *item = item_of("sum", 9);
    item->response = (struct span){text, strlen(text)};
    item->deadline_ms = deadline_ms;
    start(task, item);
}

/* Of three that are alike one is judged; what differs, or must be there sooner, is judged itself.
 */
static void what_is_in_flight_is_judged_once(void **state)
{
    static const char *const texts[] = {"a", "a", "b", "a", "a"};
    struct score_item items[5];
    struct score_task tasks[5];
    fake_service_ns = 10 * 1000 * 1000;
    for (unsigned i = 0; i < 5; i++)
        start_text(&tasks[i], &items[i], texts[i], i == 4 ? 50 : 60000);
    fake_end(OUTCOME_OK, "state");
    assert_int_equal(fake_waiting(), 3);
    while (fake_waiting() > 0) {
        const char *text = fake_job(0)->work.text;
        fake_end_score(*text == 'b' ? 1 : 0.5);
    }
    assert_int_equal(ended, 5);
    for (unsigned i = 0; i < 5; i++) {
        assert_int_equal(tasks[i].verdict.outcome, OUTCOME_OK);
        assert_true(tasks[i].verdict.score == (i == 2 ? 1 : 0.5));
        scoring_release(&tasks[i]);
    }
}

static void short_calls_are_not_looked_for(void **state)
{
    struct score_item items[2];
    struct score_task tasks[2];
    for (unsigned i = 0; i < 2; i++)
        start_text(&tasks[i], &items[i], "a", 60000);
    fake_end(OUTCOME_OK, "state");
    assert_int_equal(fake_waiting(), 2);
    for (unsigned i = 0; i < 2; i++) {
        fake_end_score(1);
        scoring_release(&tasks[i]);
    }
}

/* The clients of one that waits and of the one that it waits for leave: another is judged, and a
 * measured failure is everybody's. */
static void who_joined_goes_on_alone(void **state)
{
    struct score_item items[4];
    struct score_task tasks[4];
    unsigned stopped = 0, judged = 0;
    fake_service_ns = 0;
    for (unsigned i = 0; i < 4; i++)
        start_text(&tasks[i], &items[i], "a", 60000);
    fake_end(OUTCOME_OK, "state");
    assert_int_equal(fake_waiting(), 1);
    const struct job *first = fake_job(0);
    for (unsigned i = 0, left = 0; i < 4; i++)
        if (&tasks[i].job == first || !left++)
            scoring_cancel(&tasks[i]);
    assert_int_equal(ended, 1);
    fake_end_score(1);
    assert_int_equal(ended, 2);
    assert_int_equal(fake_waiting(), 1);
    fake_end(OUTCOME_INVALID_SCORE, NULL);
    assert_int_equal(ended, 4);
    for (unsigned i = 0; i < 4; i++) {
        stopped += tasks[i].verdict.outcome == OUTCOME_STOPPING;
        judged += tasks[i].verdict.outcome == OUTCOME_INVALID_SCORE;
        scoring_release(&tasks[i]);
    }
    assert_true(stopped == 2 && judged == 2);
}

/* Waiting for its instance, the first one has nothing to share yet. */
static void a_group_waits_together(void **state)
{
    struct score_item item = item_of("sum", 8);
    struct score_task group[3];
    for (unsigned i = 0; i < 3; i++) {
        group[i] = (struct score_task){.item = &item, .arrived_ns = uv_hrtime(), .done = task_done};
        scoring_start(scoring, &group[i], i ? &group[0] : NULL);
    }
    assert_int_equal(fake_waiting(), 1);
    expect_next(JOB_GENERATE);
    fake_end(OUTCOME_CRASH, NULL);
    assert_int_equal(ended, 3);
    for (unsigned i = 0; i < 3; i++) {
        assert_int_equal(group[i].verdict.outcome, OUTCOME_CRASH);
        assert_int_equal(group[i].verdict.fault, FAULT_ENVIRONMENT);
        scoring_release(&group[i]);
    }
}

static void refusals_need_no_worker(void **state)
{
    struct score_item rows[] = {
        item_of("nothing", 1), item_of("summ", 1), item_of("sum", 1),    item_of("sum", 1),
        item_of("same", 1),    given_of("a"),      item_of("broken", 1), item_of("coming", 1),
    };
    static const enum outcome outcomes[] = {
        OUTCOME_UNKNOWN_ENVIRONMENT, OUTCOME_UNKNOWN_ENVIRONMENT, OUTCOME_UNKNOWN_VERSION,
        OUTCOME_LEVEL_OUT_OF_RANGE,  OUTCOME_BAD_REQUEST,         OUTCOME_BAD_REQUEST,
        OUTCOME_UNAVAILABLE,         OUTCOME_UNAVAILABLE,
    };
    strcpy(rows[2].address.version, "000000000000");
    rows[3].address.level = 6;
    strcpy(rows[5].address.name, "sum");
    for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct score_task task;
        start(&task, &rows[i]);
        assert_int_equal(ended, i + 1);
        assert_int_equal(task.verdict.outcome, outcomes[i]);
        assert_int_equal(task.verdict.fault, outcome_row(outcomes[i])->fault);
        assert_int_equal(task.verdict.retryable, i == 7);
        assert_true(*task.verdict.reason);
        if (i == 1)
            assert_non_null(strstr(task.verdict.reason, "'sum'"));
        scoring_release(&task);
    }
    assert_int_equal(fake_submitted, 0);
}

static void a_failing_generator_is_the_environments_fault(void **state)
{
    static const enum outcome outcomes[] = {OUTCOME_TIMEOUT, OUTCOME_CRASH, OUTCOME_NO_INSTANCE};
    for (unsigned i = 0; i < 3; i++) {
        struct score_item item = item_of("sum", i);
        struct score_task task;
        start(&task, &item);
        fake_end(outcomes[i], NULL);
        assert_int_equal(task.verdict.outcome, outcomes[i]);
        assert_int_equal(task.verdict.fault, FAULT_ENVIRONMENT);
        scoring_release(&task);
    }
    assert_int_equal(ended, 3);
}

static void fault_after(double oracle_score, enum fault fault)
{
    struct score_item item = item_of("sum", 1);
    struct score_task tasks[2];
    start(&tasks[0], &item);
    start(&tasks[1], &item);
    fake_end(OUTCOME_OK, "state");
    fake_end(OUTCOME_TIMEOUT, NULL);
    fake_end(OUTCOME_CRASH, NULL);
    assert_int_equal(ended, 0);
    assert_int_equal(fake_waiting(), 1); /* one oracle for both */
    expect_next(JOB_SOLVE);
    fake_end(OUTCOME_OK, "42");
    expect_next(JOB_VERIFY);
    assert_true(fake_job(0)->fresh);
    assert_int_equal(fake_job(0)->work.flags, JOB_BARE);
    assert_memory_equal(fake_job(0)->work.text, "42", 2);
    fake_end_score(oracle_score);
    assert_int_equal(ended, 2);
    assert_int_equal(tasks[0].verdict.outcome, OUTCOME_TIMEOUT);
    assert_int_equal(tasks[1].verdict.outcome, OUTCOME_CRASH);
    assert_int_equal(tasks[0].verdict.fault, fault);
    assert_int_equal(tasks[1].verdict.fault, fault);
    struct score_task again; /* it is known now */
    start(&again, &item);
    fake_end(OUTCOME_MEMORY, NULL);
    assert_int_equal(ended, 3);
    assert_int_equal(again.verdict.fault, fault);
    assert_int_equal(fake_blames, fault == FAULT_ENVIRONMENT ? 3 : 0);
    scoring_release(&tasks[0]);
    scoring_release(&tasks[1]);
    scoring_release(&again);
}

static void where_the_oracle_passes_it_was_the_response(void **state)
{
    fault_after(1, FAULT_RESPONSE);
}

static void where_it_does_not_it_was_the_environment(void **state)
{
    fault_after(0.5, FAULT_ENVIRONMENT);
}

/* Its fault in any case; blamed for it is an environment that makes them of its own. */
static void a_system_call_blames_where_the_oracle_makes_it_too(void **state)
{
    static const enum outcome oracles[] = {OUTCOME_OK, OUTCOME_FORBIDDEN};
    for (unsigned i = 0; i < 2; i++) {
        struct score_item item = item_of("sum", i + 1);
        struct score_task task;
        start(&task, &item);
        fake_end(OUTCOME_OK, "state");
        fake_end(OUTCOME_FORBIDDEN, NULL);
        fake_end(OUTCOME_OK, "42");
        if (oracles[i] == OUTCOME_OK)
            fake_end_score(1);
        else
            fake_end(oracles[i], NULL);
        assert_int_equal(task.verdict.outcome, OUTCOME_FORBIDDEN);
        assert_int_equal(task.verdict.fault, FAULT_ENVIRONMENT);
        assert_false(task.verdict.retryable);
        assert_int_equal(fake_blames, i);
        scoring_release(&task);
    }
}

static void where_nobody_knows_it_was_the_server(void **state)
{
    struct score_item item = item_of("sum", 1);
    for (unsigned i = 0; i < 2; i++) { /* not knowing is not kept */
        struct score_task task;
        start(&task, &item);
        if (i == 0)
            fake_end(OUTCOME_OK, "state");
        fake_end(OUTCOME_TIMEOUT, NULL);
        expect_next(JOB_SOLVE);
        fake_end(OUTCOME_OVERLOADED, NULL);
        assert_int_equal(task.verdict.outcome, OUTCOME_TIMEOUT);
        assert_int_equal(task.verdict.fault, FAULT_SERVER);
        assert_true(task.verdict.retryable);
        scoring_release(&task);
    }
}

static void a_checker_is_tried_on_its_own_example(void **state)
{
    struct score_item item = given_of("mine");
    struct score_task task;
    start(&task, &item);
    expect_next(JOB_LOAD);
    assert_memory_equal(fake_job(0)->work.text, "mine", 4);
    fake_end(OUTCOME_OK, "state");
    fake_end(OUTCOME_CRASH, NULL);
    expect_next(JOB_LOAD);
    assert_memory_equal(fake_job(0)->work.text, "abc", 3);
    fake_end(OUTCOME_OK, "example");
    expect_next(JOB_VERIFY);
    assert_memory_equal(fake_job(0)->work.state, "example", 7);
    fake_end_score(1);
    assert_int_equal(task.verdict.fault, FAULT_RESPONSE);
    scoring_release(&task);
}

static void a_bad_ground_truth_is_the_requests_fault(void **state)
{
    struct score_item item = given_of("");
    struct score_task task;
    start(&task, &item);
    fake_end(OUTCOME_BAD_GIVEN, NULL);
    assert_int_equal(task.verdict.outcome, OUTCOME_BAD_GIVEN);
    assert_int_equal(task.verdict.fault, FAULT_REQUEST);
    scoring_release(&task);
}

static void each_waiter_has_its_own_deadline(void **state)
{
    struct score_item soon = item_of("sum", 1), late = soon;
    struct score_task first, second;
    soon.deadline_ms = 1;
    start(&first, &soon);
    start(&second, &late);
    uint64_t until = uv_hrtime() + 2 * 1000 * 1000;
    while (uv_hrtime() < until)
        ;
    scoring_sweep(scoring);
    assert_int_equal(ended, 1);
    assert_int_equal(first.verdict.outcome, OUTCOME_DEADLINE);
    fake_end(OUTCOME_DEADLINE, NULL); /* the job had the first one's */
    expect_next(JOB_GENERATE);
    fake_end(OUTCOME_OK, "state");
    fake_end_score(1);
    assert_int_equal(second.verdict.outcome, OUTCOME_OK);
    scoring_release(&first);
    scoring_release(&second);
}

static void cancelling_ends_at_each_stage(void **state)
{
    struct score_item item = item_of("sum", 1);
    struct score_task task;
    start(&task, &item);
    scoring_cancel(&task);
    assert_int_equal(ended, 1);
    assert_int_equal(task.verdict.outcome, OUTCOME_STOPPING);
    scoring_cancel(&task); /* harmless */
    scoring_release(&task);

    struct score_task other; /* wants it before the cancelled job has come back */
    start(&other, &item);
    fake_end(OUTCOME_OK, "lost");
    expect_next(JOB_GENERATE);
    fake_end(OUTCOME_OK, "state");
    scoring_cancel(&other);
    assert_int_equal(ended, 1);
    fake_end_score(1);
    assert_int_equal(ended, 2);
    assert_int_equal(other.verdict.outcome, OUTCOME_STOPPING);
    scoring_release(&other);

    start(&task, &item);
    fake_end(OUTCOME_CRASH, NULL);
    scoring_cancel(&task);
    assert_int_equal(ended, 3);
    scoring_release(&task);
    fake_end(OUTCOME_OK, "42"); /* the oracle goes on alone */
    fake_end_score(1);
}

static void a_lost_measurement_is_no_score(void **state)
{
    struct score_item item = item_of("sum", 1);
    struct score_task task;
    start(&task, &item);
    fake_end(OUTCOME_OK, "state");
    fake_end(OUTCOME_OK, NULL); /* ok without a verdict */
    assert_int_equal(task.verdict.outcome, OUTCOME_INTERNAL);
    assert_int_equal(task.verdict.fault, FAULT_SERVER);
    scoring_release(&task);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_scoring, close_scoring)
static const struct CMUnitTest tests[] = {
    TEST(an_instance_is_made_once),
    TEST(what_is_not_known_is_looked_for_once),
    TEST(a_look_may_be_given_up),
    TEST(a_group_is_looked_for_once),
    TEST(a_group_waits_together),
    TEST(what_is_remembered_holds_no_version),
    TEST(what_is_in_flight_is_judged_once),
    TEST(short_calls_are_not_looked_for),
    TEST(who_joined_goes_on_alone),
    TEST(refusals_need_no_worker),
    TEST(a_failing_generator_is_the_environments_fault),
    TEST(where_the_oracle_passes_it_was_the_response),
    TEST(a_system_call_blames_where_the_oracle_makes_it_too),
    TEST(where_it_does_not_it_was_the_environment),
    TEST(where_nobody_knows_it_was_the_server),
    TEST(a_checker_is_tried_on_its_own_example),
    TEST(a_bad_ground_truth_is_the_requests_fault),
    TEST(each_waiter_has_its_own_deadline),
    TEST(cancelling_ends_at_each_stage),
    TEST(a_lost_measurement_is_no_score),
};
RUN_TESTS(tests)
