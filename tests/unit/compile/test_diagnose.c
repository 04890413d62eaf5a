/* SPDX-License-Identifier: Apache-2.0 */
/* test_diagnose.c: libtcc's words become located diagnostics with hints. */
#include "lib/compile/diagnose.h"

#include <stdio.h>
#include <string.h>

#include "lib/compile/headers.h"
#include "lib/compile/hints.h"
#include "tests/unit/test.h"

static struct compile_report report;
static bool failed;

/* What becomes of libtcc's `text` about `source`. */
static const struct diagnostic *say(const char *source, const char *text)
{
    struct scan scan;
    memset(&report, 0, sizeof report);
    assert_true(scan_init(&scan, source, strlen(source)));
    struct diagnosis d = {
        .source = source, .size = strlen(source), .scan = &scan, .report = &report};
    diagnose_libtcc(&d, text);
    failed = d.failed;
    scan_deinit(&scan);
    assert_int_equal(report.count, 1);
    return &report.diagnostics[0];
}

static void a_place_is_read(void **state)
{
    const struct diagnostic *d = say("int a;\n  x = y;\n", "<string>:2: error: 'y' undeclared");
    assert_int_equal(d->line, 2);
    assert_int_equal(d->column, 7);
    assert_int_equal(d->severity, SEVERITY_ERROR);
    assert_string_equal(d->message, "'y' undeclared");
    assert_string_equal(d->excerpt, "x = y;");
    assert_true(failed);
}

static void a_name_on_a_line_before_is_found(void **state)
{
    const struct diagnostic *d = say("x =\n  foo\n\n;\n", "<string>:4: error: 'foo' undeclared");
    assert_int_equal(d->line, 2);
    assert_int_equal(d->column, 3);
}

static void a_name_without_a_place_is_looked_for(void **state)
{
    const struct diagnostic *d =
        say("int a;\nextern int foo(void);\n", "tcc: error: undefined symbol 'foo'");
    assert_int_equal(d->line, 2);
    assert_int_equal(d->column, 12);
    assert_non_null(strstr(d->hint, "offered"));
}

static void an_error_in_a_header_points_at_the_inclusion(void **state)
{
    const struct diagnostic *d =
        say("int a;\n#include <string.h>\n",
            "In file included from <string>:2:\nIn file included from /include/string.h:5:\n"
            "/include/stddef.h:6: error: ';' expected (got \"5\")");
    assert_int_equal(d->line, 2);
    assert_string_equal(d->message, "';' expected (got \"5\") (in /include/stddef.h, line 6)");
    assert_string_equal(d->excerpt, "#include <string.h>");
}

static void warnings_are_errors_but_for_harmless_ones(void **state)
{
    say("x\n", "<string>:1: warning: assignment from incompatible pointer type");
    assert_int_equal(report.diagnostics[0].severity, SEVERITY_ERROR);
    assert_true(failed);
    say("x\n", "<string>:1: warning: A redefined");
    assert_int_equal(report.diagnostics[0].severity, SEVERITY_WARNING);
    assert_false(failed);
}

static void odd_texts_are_survived(void **state)
{
    const char *const odd[] = {
        "",
        ":",
        "<string>:",
        "<string>:99999999999999999999: error: x",
        "<string>:7: error: 'far' undeclared",
        "In file included from ",
        "In file included from a:b",
        "In file included from <string>:1:",
        "<string>:1: error: '",
        "<string>:1: error: (got \"",
        "<string>:1: error: field not found: ",
        "warning: ",
    };
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
        assert_true(say("one line", odd[i])->line <= 1);
    static char longest[100000];
    memset(longest, '\'', sizeof longest - 1);
    say("one line", longest);
    assert_int_equal(strlen(report.diagnostics[0].message), DIAGNOSTIC_MESSAGE_MAX - 1);
}

static void long_lines_are_shown_near_the_place(void **state)
{
    char source[4000];
    memset(source, ' ', sizeof source);
    source[0] = 'a';
    memcpy(source + 3000, "bad", 4);
    const struct diagnostic *d = say(source, "<string>:1: error: 'bad' undeclared");
    assert_int_equal(d->column, 3001);
    assert_non_null(strstr(d->excerpt, "bad"));
}

static void names_get_hints(void **state)
{
    char hint[DIAGNOSTIC_HINT_MAX];
    hint_for_name("strlen", hint, sizeof hint);
    assert_string_equal(hint, "Add #include <string.h> at the top.");
    hint_for_name("INT_MAX", hint, sizeof hint);
    assert_string_equal(hint, "Add #include <limits.h> at the top.");
    hint_for_name("printf", hint, sizeof hint);
    assert_non_null(strstr(hint, "rs_print"));
    hint_for_name("rand", hint, sizeof hint);
    assert_non_null(strstr(hint, "rs_below"));
    hint_for_name("sprintf", hint, sizeof hint);
    assert_non_null(strstr(hint, "snprintf"));
    hint_for_name("frobnicate", hint, sizeof hint);
    assert_non_null(strstr(hint, "offered"));
    hint_for_name("", hint, sizeof hint);
    assert_string_equal(hint, "");
}

static void every_hint_fits(void **state)
{
    const char *const names[] = {"printf", "sprintf", "scanf",   "rand",   "time",
                                 "exit",   "fopen",   "setjmp",  "stpcpy", "sqrtl",
                                 "main",   "wcslen",  "unknown", "lgamma"};
    char fits[DIAGNOSTIC_HINT_MAX], whole[1000];
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        hint_for_name(names[i], fits, sizeof fits);
        hint_for_name(names[i], whole, sizeof whole);
        assert_string_equal(fits, whole);
    }
    hint_for_message("include file 'x' not found", "x", fits, sizeof fits);
    hint_for_message("include file 'x' not found", "x", whole, sizeof whole);
    assert_string_equal(fits, whole);
    assert_non_null(strstr(fits, "strings.h"));
}

static void headers_are_found(void **state)
{
    assert_non_null(header_find("resyn.h"));
    assert_null(header_find("unistd.h"));
    assert_null(header_find("../resyn.h"));
    assert_null(header_declaring("strle"));
    assert_null(header_declaring("trlen"));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_place_is_read),
    cmocka_unit_test(a_name_on_a_line_before_is_found),
    cmocka_unit_test(a_name_without_a_place_is_looked_for),
    cmocka_unit_test(an_error_in_a_header_points_at_the_inclusion),
    cmocka_unit_test(warnings_are_errors_but_for_harmless_ones),
    cmocka_unit_test(odd_texts_are_survived),
    cmocka_unit_test(long_lines_are_shown_near_the_place),
    cmocka_unit_test(names_get_hints),
    cmocka_unit_test(every_hint_fits),
    cmocka_unit_test(headers_are_found),
};

RUN_TESTS(tests)
