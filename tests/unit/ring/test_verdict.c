/* SPDX-License-Identifier: Apache-2.0 */
/* test_verdict.c: what a hostile worker may write into shared memory, and that each lie is found.
 */
#include <math.h>
#include <string.h>

#include "proto/outcome.h"
#include "tests/unit/ring/rig.h"

static struct rig rig;

static int open_rig(void **unused)
{
    rig_open(&rig, 2, 1);
    return 0;
}

static int close_rig(void **unused)
{
    rig_close(&rig);
    return 0;
}

static struct verdict_slot submit(enum job_kind kind)
{
    struct lane_job job = {.kind = kind, .text = "response", .text_size = 8};
    return rig_honest(&rig, lane_submit(&rig.lane, &job));
}

static enum lane_take take(const struct verdict_slot *slot, struct lane_verdict *out)
{
    rig_finish(&rig, rig.lane.finished, slot);
    return lane_take(&rig.lane, out);
}

#define ASSERT_BROKEN(kind, lie)                              \
    do {                                                      \
        struct lane_verdict verdict;                          \
        open_rig(NULL);                                       \
        struct verdict_slot slot = submit(kind);              \
        lie;                                                  \
        assert_int_equal(take(&slot, &verdict), LANE_BROKEN); \
        close_rig(NULL);                                      \
    } while (0)

static void an_honest_verdict_is_taken(void **unused)
{
    struct lane_verdict verdict;
    struct verdict_slot slot = submit(JOB_VERIFY);
    slot.score = 0.5;
    slot.metrics[2] = -3;
    slot.reason_size = (uint16_t)strlen(strcpy(slot.reason, "nearly \xc3\xa4"));
    slot.reason[slot.reason_size] = 'x'; /* the NUL is the reader's to set */
    assert_int_equal(take(&slot, &verdict), LANE_VERDICT);
    assert_true(verdict.slot.score == 0.5);
    assert_true(verdict.slot.metrics[2] == -3);
    assert_string_equal(verdict.slot.reason, "nearly \xc3\xa4");
}

static void a_failed_measurement_has_no_number(void **unused)
{
    struct lane_verdict verdict;
    struct verdict_slot slot = submit(JOB_VERIFY);
    slot.outcome = OUTCOME_INVALID_SCORE;
    slot.score = 1;
    assert_int_equal(take(&slot, &verdict), LANE_VERDICT);
    assert_true(isnan(verdict.slot.score));
}

static void lies_about_scores(void **unused)
{
    ASSERT_BROKEN(JOB_VERIFY, slot.score = NAN);
    ASSERT_BROKEN(JOB_VERIFY, slot.score = INFINITY);
    ASSERT_BROKEN(JOB_VERIFY, slot.score = 2.0);
    ASSERT_BROKEN(JOB_VERIFY, slot.score = -1.0);
    ASSERT_BROKEN(JOB_VERIFY, slot.score = -0.0);
    ASSERT_BROKEN(JOB_VERIFY, slot.metrics[RS_METRICS_MAX - 1] = NAN);
    ASSERT_BROKEN(JOB_OBSERVE, slot.score = 1);
    ASSERT_BROKEN(JOB_OBSERVE, slot.score = -0.0);
    /* Without an answer there is nothing to pay for. */
    ASSERT_BROKEN(JOB_VERIFY, slot.extraction = EXTRACTION_NONE; slot.flags = 0;
                  slot.answer_size = 0);
}

static void lies_about_what_happened(void **unused)
{
    ASSERT_BROKEN(JOB_VERIFY, slot.number++);
    ASSERT_BROKEN(JOB_VERIFY, slot = (struct verdict_slot){0}); /* never written */
    ASSERT_BROKEN(JOB_VERIFY, slot.outcome = OUTCOME_COUNT);
    ASSERT_BROKEN(JOB_VERIFY, slot.outcome = UINT32_MAX);
    ASSERT_BROKEN(JOB_VERIFY, slot.outcome = OUTCOME_TIMEOUT);
    ASSERT_BROKEN(JOB_VERIFY, slot.outcome = OUTCOME_NO_INSTANCE);
    ASSERT_BROKEN(JOB_GENERATE, slot.attempts = RS_ATTEMPTS_MAX + 1);
}

static void lies_about_the_answer(void **unused)
{
    ASSERT_BROKEN(JOB_VERIFY, slot.extraction = EXTRACTION_COUNT);
    ASSERT_BROKEN(JOB_VERIFY, slot.flags = 2);
    ASSERT_BROKEN(JOB_VERIFY, slot.answer_offset = 9; slot.answer_size = 0);
    ASSERT_BROKEN(JOB_VERIFY, slot.answer_offset = 1; slot.answer_size = 8);
    ASSERT_BROKEN(JOB_VERIFY, slot.answer_offset = UINT32_MAX; slot.answer_size = 2);
    ASSERT_BROKEN(JOB_OBSERVE, slot.extraction = EXTRACTION_WHOLE);
}

static void lies_about_outputs(void **unused)
{
    ASSERT_BROKEN(JOB_VERIFY, slot.output_size = 1);
    ASSERT_BROKEN(JOB_GENERATE, slot.output_size = RS_STATE_MAX + 1);
    ASSERT_BROKEN(JOB_OBSERVE, slot.output_size = RS_TEXT_MAX + 1);
    ASSERT_BROKEN(JOB_DESCRIBE, slot.output_size = (uint32_t)OUTPUT_BYTES + 1);
    ASSERT_BROKEN(JOB_GENERATE, slot.outcome = OUTCOME_NO_INSTANCE; slot.output_size = 4);
}

static void lies_in_words(void **unused)
{
    ASSERT_BROKEN(JOB_VERIFY, slot.reason_size = REASON_MAX);
    ASSERT_BROKEN(JOB_VERIFY, slot.reason_size = UINT16_MAX);
    ASSERT_BROKEN(JOB_VERIFY, slot.reason_size = 4; memcpy(slot.reason, "\x1b[2J", 4));
    ASSERT_BROKEN(JOB_VERIFY, slot.reason_size = 2; memcpy(slot.reason, "\xc2\x9b", 2));
    ASSERT_BROKEN(JOB_VERIFY, slot.reason_size = 2; memcpy(slot.reason, "a\xff", 2));
    ASSERT_BROKEN(JOB_VERIFY, slot.reason_size = 2; memcpy(slot.reason, "a\0", 2));
    ASSERT_BROKEN(JOB_VERIFY, slot.reason_size = 1; slot.reason[0] = '\n');
}

static void finished_may_not_pass_submitted(void **unused)
{
    struct lane_verdict verdict;
    submit(JOB_VERIFY);
    atomic_store(&rig.head->ring[1].finished, 2);
    assert_int_equal(lane_take(&rig.lane, &verdict), LANE_BROKEN);
    atomic_store(&rig.head->ring[1].finished, UINT64_MAX);
    assert_int_equal(lane_take(&rig.lane, &verdict), LANE_BROKEN);
}

static void finished_may_not_go_back(void **unused)
{
    struct lane_verdict verdict;
    struct verdict_slot slot = submit(JOB_VERIFY);
    assert_int_equal(take(&slot, &verdict), LANE_VERDICT);
    atomic_store(&rig.head->ring[1].finished, 0);
    assert_int_equal(lane_take(&rig.lane, &verdict), LANE_BROKEN);
}

/* A ring of another thread says nothing about this one. */
static void lanes_are_apart(void **unused)
{
    struct lane_verdict verdict;
    submit(JOB_VERIFY);
    atomic_store(&rig.head->ring[0].finished, 1);
    assert_int_equal(lane_take(&rig.lane, &verdict), LANE_NOTHING);
}

#define WITH_RIG(test) cmocka_unit_test_setup_teardown(test, open_rig, close_rig)
static const struct CMUnitTest tests[] = {
    WITH_RIG(an_honest_verdict_is_taken),    WITH_RIG(a_failed_measurement_has_no_number),
    cmocka_unit_test(lies_about_scores),     cmocka_unit_test(lies_about_what_happened),
    cmocka_unit_test(lies_about_the_answer), cmocka_unit_test(lies_about_outputs),
    cmocka_unit_test(lies_in_words),         WITH_RIG(finished_may_not_pass_submitted),
    WITH_RIG(finished_may_not_go_back),      WITH_RIG(lanes_are_apart),
};
RUN_TESTS(tests)
