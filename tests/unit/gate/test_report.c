/* SPDX-License-Identifier: Apache-2.0 */
/* test_report.c: from checks to one of three results, and what is kept of the proof. */
#include "tests/unit/test.h"

#include <string.h>

#include "lib/gate/report.h"

/* Everything passed but the one. */
static struct report report_with(enum gate_check check, enum check_state state)
{
    struct report report;
    report_init(&report);
    for (unsigned i = 0; i < CHECK_COUNT; i++)
        report_settle(&report, (enum gate_check)i, CHECK_PASSED, "%s", "");
    report_settle(&report, check, state, "%s", "seen");
    return report;
}

static void has_three_results(void **unused)
{
    const struct {
        enum gate_check check;
        enum check_state state;
        enum gate_result result;
    } rows[] = {
        {CHECK_ORACLE, CHECK_PASSED, GATE_ADMITTED},
        {CHECK_ORACLE, CHECK_DOES_NOT_APPLY, GATE_ADMITTED},
        {CHECK_ORACLE, CHECK_FAILED, GATE_REJECTED},
        {CHECK_ORACLE, CHECK_NOT_RUN, GATE_INCONCLUSIVE},
        {CHECK_MUTANTS, CHECK_FAILED, GATE_ADMITTED},
        {CHECK_MUTANTS, CHECK_NOT_RUN, GATE_ADMITTED},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct report report = report_with(rows[i].check, rows[i].state);
        assert_int_equal(report_result(&report), rows[i].result);
    }
}

static void nothing_run_is_no_pass(void **unused)
{
    struct report report;
    report_init(&report);
    assert_int_equal(report_result(&report), GATE_INCONCLUSIVE);
}

static void standing_can_be_changed(void **unused)
{
    struct report report = report_with(CHECK_MUTANTS, CHECK_FAILED);
    report.checks[CHECK_MUTANTS].standing = STANDING_REQUIRED;
    assert_int_equal(report_result(&report), GATE_REJECTED);
}

static void findings_are_bounded(void **unused)
{
    struct report report;
    report_init(&report);
    for (unsigned i = 0; i < FINDINGS_MAX + 3u; i++)
        assert_int_equal(report_find(&report, CHECK_ECHO) != NULL, i < FINDINGS_MAX);
    assert_int_equal(report.checks[CHECK_ECHO].findings_dropped, 3);
}

static void every_check_is_documented(void **unused)
{
    for (unsigned i = 0; i < CHECK_COUNT; i++) {
        const struct check_row *row = &check_rows[i];
        assert_true(*row->name && *row->sentence && *row->threshold && *row->repair);
        assert_int_equal(check_find(row->name), i);
    }
    assert_int_equal(check_find("none"), CHECK_COUNT);
    assert_string_equal(check_nearest("untestet"), "untested");
    assert_string_equal(check_nearest("constant"), "constants");
    assert_null(check_nearest("none"));
}

/* The instance is named and the answer quoted, whatever bytes it has. */
static void shows_the_proof(void **unused)
{
    struct report report = report_with(CHECK_ECHO, CHECK_FAILED);
    struct buffer out = BUFFER_INIT;
    struct json json = {.out = &out};
    *report_find(&report, CHECK_ECHO) = (struct finding){.level = 3,
                                                         .seed = 17,
                                                         .judged = true,
                                                         .score = 1,
                                                         .answer = "a\n\x01",
                                                         .answer_size = 3,
                                                         .message = "an echo scores"};
    json_put_open(&json, '{');
    report_json_members(&json, &report);
    json_put_close(&json, '}');
    assert_non_null(strstr(out.data, "\"result\":\"rejected\""));
    assert_non_null(strstr(out.data, "\"level\":3,\"seed\":17"));
    assert_non_null(strstr(out.data, "\"answer\":\"a\\n\\u0001\""));
    buffer_deinit(&out);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(has_three_results),         cmocka_unit_test(nothing_run_is_no_pass),
    cmocka_unit_test(standing_can_be_changed),   cmocka_unit_test(findings_are_bounded),
    cmocka_unit_test(every_check_is_documented), cmocka_unit_test(shows_the_proof),
};
RUN_TESTS(tests)
