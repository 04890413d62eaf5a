/* SPDX-License-Identifier: Apache-2.0 */
/* test_ends.c: calls that do not return. Each ends the worker, says why, and leaves a claim that
 * names the job in hand. */
#include <string.h>
#include <time.h>

#include "tests/process/worker/rig.h"

static struct rig rig;

static int start(void **unused)
{
    rig_open(&rig, rig_compile("misbehave.c"), 1, STACK_KIB_DEFAULT, MEMORY_KIB_DEFAULT);
    return 0;
}

static int stop(void **unused)
{
    rig_close(&rig);
    return 0;
}

static const char state[1004];

/* The word that ends the call, and how. */
static void assert_ends(const char *word, const char *how)
{
    assert_int_equal(rig_verify(&rig, state, sizeof state, "one")->take, LANE_VERDICT);
    assert_int_equal(rig_verify(&rig, state, sizeof state, word)->take, LANE_NOTHING);
    assert_string_equal(rig_end(&rig), how);
    assert_int_equal(lane_suspect(&rig.lanes[0]), 1);
    assert_true(lane_claim_plausible(&rig.memory));
}

#define ENDS(test, word, how)       \
    static void test(void **unused) \
    {                               \
        assert_ends(word, how);     \
    }
ENDS(a_null_pointer, "null", "exit 3, crash: invalid memory access (null pointer)")
ENDS(a_wild_pointer, "wild", "exit 3, crash: invalid memory access (no memory there)")
ENDS(an_impossible_pointer, "huge",
     "exit 3, crash: a privileged instruction, or an address that no memory can have")
ENDS(a_division_by_zero, "divide",
     "exit 3, crash: division by zero, or a quotient that does not fit")
ENDS(code_is_not_written, "code", "exit 3, crash: invalid memory access (protected memory)")
ENDS(data_is_not_executed, "jump", "exit 3, crash: a call through an invalid function pointer")
ENDS(the_state_is_not_written, "state", "exit 3, crash: invalid memory access (protected memory)")
ENDS(endless_recursion, "deep", "exit 3, stack_overflow: the stack is used up (.stack_kib)")
ENDS(a_frame_that_is_too_large, "far", "exit 3, stack_overflow: the stack is used up (.stack_kib)")
ENDS(a_system_call_from_a_constant, "syscall", "signal 31")

static void assert_ends_saying(const char *word, const char *why, const char *part)
{
    assert_int_equal(rig_verify(&rig, state, sizeof state, word)->take, LANE_NOTHING);
    const char *end = rig_end(&rig);
    assert_memory_equal(end, why, strlen(why));
    assert_non_null(strstr(end, part));
}

static void a_heap_that_is_used_up(void **unused)
{
    assert_ends_saying("eat", "exit 3, memory: ", "256 KiB");
}

static void a_failed_assertion(void **unused)
{
    assert_ends_saying("assert", "exit 3, crash: ", "zero == 1");
}

static void abort_is_called(void **unused)
{
    assert_ends_saying("abort", "exit 3, crash: ", "abort");
}

/* What overruns the struct by a little lands in the guard behind it. */
static void a_state_is_overrun(void **unused)
{
    struct lane_job job = {.kind = JOB_GENERATE, .level = 4};
    assert_int_equal(rig_do(&rig, &job)->take, LANE_NOTHING);
    assert_string_equal(rig_end(&rig), "exit 3, crash: invalid memory access (protected memory)");
}

/* Nothing in the worker ends a loop: who keeps the time kills it, and sees which job it was. */
static void a_loop_lasts_until_it_is_killed(void **unused)
{
    struct lane_job job = {.kind = JOB_VERIFY,
                           .state = state,
                           .state_size = sizeof state,
                           .text = "loop",
                           .text_size = 4,
                           .flags = JOB_BARE};
    struct lane_verdict verdict;
    lane_submit(&rig.lanes[0], &job);
    lane_ring(&rig.lanes[0]);
    for (int i = 0; i < 100 && process_cpu_us(&rig.worker) < 40000; i++)
        assert_int_equal(lane_wait(&rig.lanes[0], 100, &verdict), LANE_NOTHING);
    assert_true(process_cpu_us(&rig.worker) >= 40000);
    process_kill(&rig.worker);
    assert_string_equal(rig_end(&rig), "signal 9");
    assert_int_equal(lane_suspect(&rig.lanes[0]), 0);
}

/* Verdicts from before the end are there to be taken. */
static void what_was_finished_is_not_lost(void **unused)
{
    struct lane *lane = &rig.lanes[0];
    struct lane_verdict verdict;
    struct lane_job job = {
        .kind = JOB_VERIFY, .state = state, .state_size = sizeof state, .flags = JOB_BARE};
    for (int i = 0; i < 10; i++) {
        job.text = i == 5 ? "null" : "one";
        job.text_size = strlen(job.text);
        lane_submit(lane, &job);
    }
    lane_ring(lane);
    rig_end(&rig);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(lane_take(lane, &verdict), LANE_VERDICT);
        assert_true(verdict.slot.score == 1);
        lane_release(lane);
    }
    assert_int_equal(lane_take(lane, &verdict), LANE_NOTHING);
    assert_int_equal(lane_suspect(lane), 5);
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, start, stop)
static const struct CMUnitTest tests[] = {
    WITH(a_null_pointer),
    WITH(a_wild_pointer),
    WITH(an_impossible_pointer),
    WITH(a_division_by_zero),
    WITH(code_is_not_written),
    WITH(data_is_not_executed),
    WITH(the_state_is_not_written),
    WITH(endless_recursion),
    WITH(a_frame_that_is_too_large),
    WITH(a_system_call_from_a_constant),
    WITH(a_heap_that_is_used_up),
    WITH(a_failed_assertion),
    WITH(abort_is_called),
    WITH(a_state_is_overrun),
    WITH(a_loop_lasts_until_it_is_killed),
    WITH(what_was_finished_is_not_lost),
};
RUN_TESTS(tests)
