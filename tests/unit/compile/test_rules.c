/* SPDX-License-Identifier: Apache-2.0 */
/* test_rules.c: what the token rules refuse, where they point, and what they leave alone. */
#include "lib/compile/rules.h"

#include <string.h>

#include "lib/compile/formats.h"
#include "tests/unit/test.h"

static struct compile_report report;

/* How many diagnostics the rules have for `source`. */
static unsigned check(const char *source)
{
    struct scan scan;
    memset(&report, 0, sizeof report);
    assert_true(scan_init(&scan, source, strlen(source)));
    struct diagnosis d = {
        .source = source, .size = strlen(source), .scan = &scan, .report = &report};
    rules_check(&d);
    formats_check(&d);
    scan_deinit(&scan);
    assert_int_equal(d.failed, report.count != 0);
    return report.count + report.dropped;
}

static void assert_points_at(const char *source, uint32_t line, uint32_t column, const char *part)
{
    assert_int_equal(check(source), 1);
    assert_int_equal(report.diagnostics[0].line, line);
    assert_int_equal(report.diagnostics[0].column, column);
    assert_non_null(strstr(report.diagnostics[0].message, part));
}

static void long_double_is_found_in_every_spelling(void **state)
{
    const char *wrong[] = {
        "long double x;",        "double long x;",     "long const double x;",
        "long /* */ double x;",  "long\\\n double x;", "double x = 1.0L;",
        "double x = 1e3l;",      "double x = 0x1p3L;", "double x = .5L;",
        "long static double x;", "double x = 1e-3L;",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(check(wrong[i]), 1);
    const char *right[] = {
        "long x; double y;",
        "long f(double);",
        "long x = 10L;",
        "long x = 0xEL;",
        "long x = 0x1eL;",
        "/* long double */",
        "char *s = \"long double 1.0L\";",
        "unsigned long long x = 1ULL;",
        "double x = 1.0f; int L;",
        "char c = 'L';",
    };
    for (size_t i = 0; i < sizeof right / sizeof *right; i++)
        assert_int_equal(check(right[i]), 0);
    assert_points_at("int a;\n  π; long double x;", 2, 6, "long double");
}

static void assembly_and_directives_are_refused(void **state)
{
    assert_points_at("void f(void)\n{\n    asm(\"nop\");\n}", 3, 5, "assembly");
    assert_points_at("int x __asm__(\"y\");", 1, 7, "assembly");
    assert_points_at("\n#pragma comment(lib, \"m\")", 2, 2, "pragma");
    assert_points_at("# /* */ pragma \\\n comment(lib)", 1, 9, "pragma");
    assert_points_at("#line 5 \"a\"", 1, 2, "#line");
    assert_points_at("# 5 \"a\"", 1, 3, "#line");
    assert_int_equal(check("#pragma once\nint comment; char *s = \"asm\"; // asm\nint line;"), 0);
    assert_int_equal(check("int a # 5;"), 0);
}

static void nesting_has_a_limit(void **state)
{
    char source[2000];
    memset(source, '(', NESTING_MAX);
    source[NESTING_MAX] = '\0';
    assert_int_equal(check(source), 0);
    memset(source, '[', NESTING_MAX + 1);
    source[NESTING_MAX + 1] = '\0';
    assert_points_at(source, 1, NESTING_MAX + 1, "nested");
    memset(source, '\0', sizeof source);
    for (size_t i = 0; i + 3 < sizeof source; i += 2)
        memcpy(source + i, "{}", 2);
    assert_int_equal(check(source), 0);
}

static void huge_arrays_and_open_strings_are_refused(void **state)
{
    assert_points_at("char a[65536][65536];", 1, 7, "array");
    assert_points_at("char a[0xffffffffffff][0xffffffffffff];", 1, 7, "array");
    assert_int_equal(check("char a[1024][1024]; int b = a[3][99999];"), 0);
    assert_points_at("char *s = \"abc;\nint x;", 1, 11, "closing quote");
    assert_points_at("char *s = \"abc\\\";", 1, 11, "closing quote");
    assert_int_equal(check("char *s = \"abc\\\\\"; char *t = \"\\\n\";\n#error don\"t"), 0);
}

/* ---- Formats ---- */

static void formats_take_their_arguments(void **state)
{
    const char *right[] = {
        "rs_print(q, \"%d %s\", 1, f(2, 3));",
        "rs_print(q, \"100 %%\");",
        "rs_print(q, \"%*.*f\", 8, 2, x);",
        "rs_print(q, \"a\" /* , */ \"%\" \"d\", (1, 2));",
        "rs_print(q, \"%\" PRId64, x, y);",
        "rs_print(q, FORMAT, x);",
        "rs_print(q, c ? \"%d\" : \"%s\", x, y);",
        "rs_reject(answer, \"%-5lu|%+.3e|%#x|%c|%zu|%hhd\", a, b, c, d, e, f);",
        "snprintf(out, sizeof out, \"%.20s\", (char[]){'a', 'b'});",
        "sscanf(text, \"%d %31s%n\", &n, word, &end);",
        "sscanf(text, \"%*d%5[^]a]%*s\", word);",
        "#define BOTH a, b\nrs_print(q, \"%d %d\", BOTH);",
        "#define SAY(...) rs_print(q, \"%d\", __VA_ARGS__)\nSAY(1);",
        "void rs_print(rs_text *text, const char *format, ...);",
        "rs_print(q, \"%d\", \"a)b,\", ",
        "int rs_print; s.rs_print = 1;",
    };
    for (size_t i = 0; i < sizeof right / sizeof *right; i++)
        assert_int_equal(check(right[i]), 0);
}

static void wrong_formats_are_refused(void **state)
{
    const char *wrong[] = {
        "rs_print(q, \"%d\");",
        "rs_print(q, \"%d\", 1, 2);",
        "rs_print(q, \"hello\", 1);",
        "rs_print(q, \"%n\", &x);",
        "rs_print(q, \"%5000d\", 1);",
        "rs_print(q, \"%.99999999999999999999d\", 1);",
        "rs_print(q, \"%1$d\", 1);",
        "rs_print(q, \"%Lf\", 1.0);",
        "rs_print(q, \"%ls\", L\"a\");",
        "rs_print(q, \"100%\");",
        "rs_print(q, \"50% of\");",
        "rs_print(q, \"%y\", 1);",
        "rs_print(q, \"%*d\", 1);",
        "rs_reject(answer, \"%s %s\", \"a\" \"b\");",
        "snprintf(out, 5, \"%d\");",
        "sscanf(text, \"%s\", word);",
        "sscanf(text, \"%[abc]\", word);",
        "sscanf(text, \"%5[abc\", word);",
        "sscanf(text, \"%ms\", &word);",
        "sscanf(text, \"%d\");",
        "if (x) { rs_print(q, \"%d\"); }",
        "rs_print(q, \"%s\", f(rs_reject(a, \"%d\")));",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        if (check(wrong[i]) != 1)
            print_error("%s\n", wrong[i]);
        assert_int_equal(check(wrong[i]), 1);
    }
}

static void a_wrong_conversion_is_pointed_at(void **state)
{
    assert_points_at("\nrs_print(q, \"ab %\" \"y\", 1);", 2, 17, "no such conversion");
    assert_points_at("rs_print(q,\n  \"π π %n\", &x);", 2, 8, "%n");
    assert_points_at("rs_print(q, \"%d\");", 1, 13, "takes 1 argument, and the call has 0");
}

static void format_reading_is_total(void **state)
{
    const char set[] = "%%%%*.-+ #0'123$hlLqjztdiouxXfFeEgGaAcsCSpnm[]^\\\" ";
    char text[12];
    unsigned random = 1;
    for (int round = 0; round < 200000; round++) {
        for (size_t i = 0; i < sizeof text; i++) {
            random = random * 1103515245u + 12345u;
            text[i] = set[(random >> 16) % (sizeof set - 1)];
        }
        struct format_verdict verdict = format_read(text, sizeof text, round % 2 != 0);
        assert_true(verdict.wrong == NULL || verdict.place < sizeof text);
    }
}

/* ---- Tokens ---- */

static void any_bytes_give_tokens_within_the_text(void **state)
{
    const char set[] = "\"'\\/*#\n\r\t aZ_09.eExL()[]{};,<>\xc3\xa9\xff\x80";
    char text[60];
    unsigned random = 7;
    for (int round = 0; round < 20000; round++) {
        for (size_t i = 0; i < sizeof text; i++) {
            random = random * 1103515245u + 12345u;
            text[i] = set[(random >> 16) % (sizeof set - 1)];
        }
        struct scan scan;
        assert_true(scan_init(&scan, text, sizeof text));
        uint32_t end = 0;
        for (size_t i = 0; i < scan.count; i++) {
            assert_true(scan.tokens[i].size > 0 && scan.tokens[i].offset >= end);
            end = scan.tokens[i].offset + scan.tokens[i].size;
            assert_true(end <= sizeof text);
        }
        scan_deinit(&scan);
    }
}

static void lines_are_found_by_number(void **state)
{
    const char text[] = "one\r\ntwo\n\nfour";
    size_t size;
    assert_memory_equal(line_at(text, sizeof text - 1, 1, &size), "one", 3);
    assert_int_equal(size, 3);
    line_at(text, sizeof text - 1, 3, &size);
    assert_int_equal(size, 0);
    assert_memory_equal(line_at(text, sizeof text - 1, 4, &size), "four", 4);
    assert_int_equal(size, 4);
    line_at(text, sizeof text - 1, 99, &size);
    assert_int_equal(size, 0);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(long_double_is_found_in_every_spelling),
    cmocka_unit_test(assembly_and_directives_are_refused),
    cmocka_unit_test(nesting_has_a_limit),
    cmocka_unit_test(huge_arrays_and_open_strings_are_refused),
    cmocka_unit_test(formats_take_their_arguments),
    cmocka_unit_test(wrong_formats_are_refused),
    cmocka_unit_test(a_wrong_conversion_is_pointed_at),
    cmocka_unit_test(format_reading_is_total),
    cmocka_unit_test(any_bytes_give_tokens_within_the_text),
    cmocka_unit_test(lines_are_found_by_number),
};

RUN_TESTS(tests)
