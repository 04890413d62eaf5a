/* SPDX-License-Identifier: Apache-2.0 */
/* test_outcome.c: the table of statuses is whole and says what the API promises. */
#include "proto/outcome.h"

#include <ctype.h>
#include <string.h>

#include "tests/unit/test.h"

static void every_row_is_filled(void **state)
{
    for (unsigned i = 0; i < OUTCOME_COUNT; i++) {
        const struct outcome_row *row = outcome_row(i);
        assert_non_null(row->name);
        assert_true(*row->sentence);
        assert_true(row->http == 200 || (row->http >= 400 && row->http < 600));
        for (const char *c = row->name; *c; c++)
            assert_true(islower(*c) || *c == '_');
        for (unsigned j = 0; j < i; j++)
            assert_string_not_equal(row->name, outcome_row(j)->name);
    }
}

static void only_the_server_s_failures_are_worth_a_retry(void **state)
{
    for (unsigned i = 0; i < OUTCOME_COUNT; i++)
        assert_int_equal(outcome_row(i)->retryable, outcome_row(i)->fault == FAULT_SERVER);
}

static void nonsense_is_an_internal_error(void **state)
{
    assert_string_equal(outcome_row(OUTCOME_COUNT)->name, "internal");
    assert_string_equal(outcome_row(~0u)->name, "internal");
    assert_null(fault_name(FAULT_NONE));
    assert_null(fault_name(FAULT_ORACLE_SAYS));
    assert_string_equal(fault_name(FAULT_SERVER), "server");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(every_row_is_filled),
    cmocka_unit_test(only_the_server_s_failures_are_worth_a_retry),
    cmocka_unit_test(nonsense_is_an_internal_error),
};
RUN_TESTS(tests)
