/* SPDX-License-Identifier: Apache-2.0 */
/* test_record.c: what is kept of the gate's calls: each once, evenly where there are too many,
 * never more than is allowed. */
#include "tests/unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/ctl/gate_record.h"

static void keep(struct record *record, unsigned family, uint64_t seed, const char *text,
                 size_t size, enum outcome outcome)
{
    struct probe probe = {
        .job = {.kind = JOB_VERIFY, .seed = seed, .text = text, .text_size = size},
        .plan = {.family = (unsigned char)family}};
    struct local_result result = {.outcome = outcome, .judged = true};
    record_keep(record, &probe, &result);
}

static int new_record(void **state)
{
    *state = record_new();
    return *state ? 0 : -1;
}

static int free_record(void **state)
{
    record_free(*state);
    return 0;
}

static void keeps_a_copy(void **state)
{
    char text[] = "1 2 3";
    unsigned count;
    keep(*state, 0, 7, text, 5, OUTCOME_OK);
    text[0] = 'x';
    const struct recorded **list = record_list(*state, JOB_VERIFY, &count);
    assert_int_equal(count, 1);
    assert_memory_equal(list[0]->job.text, "1 2 3", 5);
    assert_int_equal(list[0]->job.seed, 7);
    free(list);
}

static void the_same_call_is_kept_once(void **state)
{
    unsigned count;
    keep(*state, 0, 7, "1", 1, OUTCOME_OK);
    keep(*state, 0, 7, "1", 1, OUTCOME_OK);
    keep(*state, 0, 8, "1", 1, OUTCOME_OK);
    keep(*state, 0, 7, "2", 1, OUTCOME_OK);
    free(record_list(*state, JOB_VERIFY, &count));
    assert_int_equal(count, 3);
}

static void what_the_server_did_is_no_call(void **state)
{
    unsigned count;
    keep(*state, 0, 7, "1", 1, OUTCOME_INTERNAL);
    assert_null(record_list(*state, JOB_VERIFY, &count));
    assert_int_equal(count, 0);
    assert_null(record_list(*state, JOB_SOLVE, &count));
}

static void too_many_are_thinned_evenly(void **state)
{
    enum { CALLS = 5 * RECORD_CALLS_MAX + 3, STRIDE = 8 };
    unsigned count;
    for (uint64_t seed = 0; seed < CALLS; seed++)
        keep(*state, 0, seed, "1", 1, OUTCOME_OK);
    const struct recorded **list = record_list(*state, JOB_VERIFY, &count);
    assert_int_equal(count, (CALLS + STRIDE - 1) / STRIDE);
    for (unsigned i = 0; i < count; i++)
        assert_int_equal(list[i]->job.seed, (uint64_t)i * STRIDE);
    free(list);
}

static void bytes_are_bounded(void **state)
{
    enum { SIZE = RECORD_BYTES_MAX / 5 };
    char *text = calloc(1, SIZE);
    size_t bytes = 0;
    unsigned count;
    assert_non_null(text);
    for (uint64_t seed = 0; seed < 40; seed++)
        keep(*state, 0, seed, text, SIZE, OUTCOME_OK);
    const struct recorded **list = record_list(*state, JOB_VERIFY, &count);
    for (unsigned i = 0; i < count; i++)
        bytes += list[i]->bytes;
    assert_in_range(bytes, SIZE, RECORD_BYTES_MAX);
    free(list);
    free(text);
}

/* So that a replay meets all sorts early. */
static void families_take_turns(void **state)
{
    unsigned count;
    for (uint64_t seed = 0; seed < 3; seed++)
        keep(*state, 0, seed, "1", 1, OUTCOME_OK);
    keep(*state, 1, 10, "1", 1, OUTCOME_OK);
    keep(*state, 2, 20, "1", 1, OUTCOME_OK);
    const uint64_t expected[] = {0, 10, 20, 1, 2};
    const struct recorded **list = record_list(*state, JOB_VERIFY, &count);
    assert_int_equal(count, sizeof expected / sizeof *expected);
    for (unsigned i = 0; i < count; i++)
        assert_int_equal(list[i]->job.seed, expected[i]);
    free(list);
}

#define WITH_RECORD(test) cmocka_unit_test_setup_teardown(test, new_record, free_record)

static const struct CMUnitTest tests[] = {
    WITH_RECORD(keeps_a_copy),
    WITH_RECORD(the_same_call_is_kept_once),
    WITH_RECORD(what_the_server_did_is_no_call),
    WITH_RECORD(too_many_are_thinned_evenly),
    WITH_RECORD(bytes_are_bounded),
    WITH_RECORD(families_take_turns),
};
RUN_TESTS(tests)
