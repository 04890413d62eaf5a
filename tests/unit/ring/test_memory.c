/* SPDX-License-Identifier: Apache-2.0 */
/* test_memory.c: mapping a worker's memory, and what can be read from it after the worker's death.
 */
#include <string.h>
#include <unistd.h>

#include "lib/ring/words.h"
#include "tests/unit/ring/rig.h"

static struct rig rig;

static int open_rig(void **unused)
{
    struct lane_job job = {.kind = JOB_VERIFY};
    rig_open(&rig, 2, 1);
    for (int i = 0; i < 3; i++)
        lane_submit(&rig.lane, &job);
    struct lane_verdict verdict;
    struct verdict_slot honest = rig_honest(&rig, 0);
    rig_finish(&rig, 0, &honest);
    assert_int_equal(lane_take(&rig.lane, &verdict), LANE_VERDICT);
    lane_release(&rig.lane);
    return 0;
}

static int close_rig(void **unused)
{
    rig_close(&rig);
    return 0;
}

static void claim(uint64_t thread, uint64_t sequence)
{
    atomic_store(&rig.head->claim, thread << 56 | (sequence + 1));
}

static void the_claim_names_the_suspect(void **unused)
{
    assert_int_equal(lane_suspect(&rig.lane), UINT64_MAX);
    claim(1, 2);
    assert_int_equal(lane_suspect(&rig.lane), 2);
    claim(0, 2); /* another thread's */
    assert_int_equal(lane_suspect(&rig.lane), UINT64_MAX);
    claim(1, 0); /* judged already */
    assert_int_equal(lane_suspect(&rig.lane), UINT64_MAX);
    claim(1, 3); /* never submitted */
    assert_int_equal(lane_suspect(&rig.lane), UINT64_MAX);
}

static void a_claim_that_no_honest_worker_leaves(void **unused)
{
    assert_true(lane_claim_plausible(&rig.memory));
    claim(1, 1);
    assert_true(lane_claim_plausible(&rig.memory));
    claim(1, 0);
    assert_false(lane_claim_plausible(&rig.memory));
    claim(1, 3);
    assert_false(lane_claim_plausible(&rig.memory));
    claim(0, 0);
    assert_false(lane_claim_plausible(&rig.memory));
    claim(255, 1);
    assert_false(lane_claim_plausible(&rig.memory));
    atomic_store(&rig.head->claim, UINT64_MAX);
    assert_false(lane_claim_plausible(&rig.memory));
}

static void last_words_are_bounded_and_printable(void **unused)
{
    char text[REASON_MAX];
    assert_int_equal(lane_last_words(&rig.memory, text), LAST_WORDS_NONE);
    assert_string_equal(text, "");
    rig.head->last_words = LAST_WORDS_CRASH;
    memcpy(rig.head->last_text,
           "a\x1b"
           "b\xff",
           4);
    rig.head->last_text_size = 4;
    assert_int_equal(lane_last_words(&rig.memory, text), LAST_WORDS_CRASH);
    assert_string_equal(text, "a b?");
    memset(rig.head->last_text, 'y', REASON_MAX);
    rig.head->last_text_size = UINT32_MAX;
    lane_last_words(&rig.memory, text);
    assert_int_equal(strlen(text), REASON_MAX - 1);
    rig.head->last_words = 77;
    assert_int_equal(lane_last_words(&rig.memory, text), LAST_WORDS_NONE);
}

static void ready_is_said_by_one_word(void **unused)
{
    assert_false(lane_ready(&rig.memory));
    atomic_store(&rig.head->ready, 1);
    assert_true(lane_ready(&rig.memory));
}

static void small_or_no_memory_is_refused(void **unused)
{
    struct lane_memory memory;
    struct error error;
    assert_true(lane_memory_map(&memory, rig.jobs, rig.verdicts, 3, &error) < 0);
    assert_non_null(strstr(error.text, "too small"));
    assert_true(lane_memory_map(&memory, rig.jobs, rig.verdicts, 0, &error) < 0);
    assert_true(lane_memory_map(&memory, rig.jobs, rig.verdicts, THREADS_MAX + 1, &error) < 0);
    assert_true(lane_memory_map(&memory, -1, rig.verdicts, 1, &error) < 0);
    lane_memory_unmap(&memory);
}

static void words_are_cut_between_characters(void **unused)
{
    char out[5];
    assert_int_equal(words_clean("abc\xc3\xa4", 5, out, sizeof out), 3);
    assert_string_equal(out, "abc");
    assert_int_equal(words_clean("ab\xc3\xa4x", 5, out, sizeof out), 4);
    assert_string_equal(out, "ab\xc3\xa4");
    assert_int_equal(words_clean("\xe2\x82", 2, out, sizeof out), 2);
    assert_string_equal(out, "??");
    assert_int_equal(words_clean("\xc2\x9b", 2, out, sizeof out), 1);
    assert_string_equal(out, " ");
    assert_true(words_printable("\xc3\xa4", 2));
    assert_false(words_printable("\x7f", 1));
}

#define WITH_RIG(test) cmocka_unit_test_setup_teardown(test, open_rig, close_rig)
static const struct CMUnitTest tests[] = {
    WITH_RIG(the_claim_names_the_suspect),
    WITH_RIG(a_claim_that_no_honest_worker_leaves),
    WITH_RIG(last_words_are_bounded_and_printable),
    WITH_RIG(ready_is_said_by_one_word),
    WITH_RIG(small_or_no_memory_is_refused),
    cmocka_unit_test(words_are_cut_between_characters),
};
RUN_TESTS(tests)
