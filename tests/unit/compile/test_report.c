/* SPDX-License-Identifier: Apache-2.0 */
/* test_report.c: whatever bytes a compiler leaves, its reader gives bounded, printable text. */
#include "lib/compile/compile_report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lib/base/utf8.h"
#include "tests/unit/test.h"

static struct compile_report written, got;

static int memory_of(const void *bytes, size_t size)
{
    int fd = memfd_create("report", 0);
    assert_int_equal(write(fd, bytes, size), size);
    assert_int_equal(ftruncate(fd, COMPILE_REPORT_BYTES), 0);
    return fd;
}

static void read_back(enum compile_end end)
{
    int fd = memory_of(&written, sizeof written);
    compile_report_read(fd, end, &got);
    close(fd);
}

static void start(const char *message)
{
    memset(&written, 0, sizeof written);
    written.finished = 2;
    written.count = 1;
    written.diagnostics[0] =
        (struct diagnostic){.severity = SEVERITY_ERROR, .line = 3, .column = 7};
    snprintf(written.diagnostics[0].message, DIAGNOSTIC_MESSAGE_MAX, "%s", message);
}

static void assert_is_harmless(const char *text, size_t room)
{
    size_t size = strnlen(text, room);
    assert_true(size < room);
    assert_true(utf8_valid(text, size));
    for (size_t i = 0; i < size; i++)
        assert_true((unsigned char)text[i] >= 0x20 && text[i] != 0x7f);
}

static void assert_report_is_harmless(void)
{
    assert_true(got.count <= DIAGNOSTICS_MAX);
    for (uint32_t i = 0; i < got.count; i++) {
        const struct diagnostic *row = &got.diagnostics[i];
        assert_true(row->severity == SEVERITY_ERROR || row->severity == SEVERITY_WARNING);
        assert_is_harmless(row->message, sizeof row->message);
        assert_is_harmless(row->excerpt, sizeof row->excerpt);
        assert_is_harmless(row->hint, sizeof row->hint);
    }
}

static void a_diagnostic_comes_through(void **state)
{
    start("'x' undeclared – π");
    read_back(COMPILE_REFUSED);
    assert_int_equal(got.finished, 2);
    assert_int_equal(got.count, 1);
    assert_int_equal(got.diagnostics[0].line, 3);
    assert_string_equal(got.diagnostics[0].message, "'x' undeclared – π");
}

static void what_a_terminal_obeys_is_replaced(void **state)
{
    start("\x1b[31mred\x07\ttab\nline \xc2\x9b"
          "31m \xe2\x80\xae"
          "right to left\xd8\x9c \xff\xc0\xaf end");
    read_back(COMPILE_REFUSED);
    assert_report_is_harmless();
    assert_string_equal(got.diagnostics[0].message,
                        "?[31mred? tab?line ?31m ?right to left? ??? end");
}

static void counts_and_ends_of_text_are_bounded(void **state)
{
    memset(&written, 'A', sizeof written);
    read_back(COMPILE_REFUSED);
    assert_int_equal(got.count, DIAGNOSTICS_MAX);
    assert_report_is_harmless();
    memset(&written, 0xf0, sizeof written);
    read_back(COMPILE_CRASHED);
    assert_report_is_harmless();
}

static void any_bytes_are_survived(void **state)
{
    srand(20);
    for (int round = 0; round < 300; round++) {
        unsigned char *byte = (unsigned char *)&written;
        for (size_t i = 0; i < sizeof written; i++)
            byte[i] = (unsigned char)rand();
        if (round % 2 == 0)
            written.count = (uint32_t)rand() % (DIAGNOSTICS_MAX + 2);
        read_back((enum compile_end)(rand() % 9));
        assert_report_is_harmless();
        assert_true(got.finished == 1 || got.finished == 2);
    }
}

static void every_end_but_success_says_something(void **state)
{
    memset(&written, 0, sizeof written);
    for (unsigned end = COMPILE_DONE; end <= COMPILE_FAILED + 1; end++) {
        read_back((enum compile_end)end);
        assert_int_equal(got.count, end == COMPILE_DONE ? 0 : 1);
        assert_int_equal(got.finished, end == COMPILE_DONE ? 1 : 2);
        assert_true(end == COMPILE_DONE || got.diagnostics[0].message[0] != '\0');
    }
}

static void how_it_ended_is_told_even_when_all_places_are_taken(void **state)
{
    start("one");
    written.count = DIAGNOSTICS_MAX;
    written.dropped = 5;
    read_back(COMPILE_TIME);
    assert_int_equal(got.count, DIAGNOSTICS_MAX);
    assert_int_equal(got.dropped, 6);
    assert_non_null(strstr(got.diagnostics[DIAGNOSTICS_MAX - 1].message, "too long"));
}

static void a_report_that_cannot_be_read_is_one_diagnostic(void **state)
{
    compile_report_read(-1, COMPILE_REFUSED, &got);
    assert_int_equal(got.count, 1);
    int empty = memfd_create("report", 0);
    compile_report_read(empty, COMPILE_DONE, &got);
    assert_int_equal(got.count, 1);
    compile_report_read(empty, COMPILE_CRASHED, &got);
    assert_int_equal(got.count, 1);
    close(empty);
}

static void json_has_null_where_nothing_is_known(void **state)
{
    start("\"quoted\"");
    written.diagnostics[0].column = 0;
    read_back(COMPILE_REFUSED);
    struct buffer out = BUFFER_INIT;
    struct json json = {.out = &out};
    compile_report_json(&got, &json);
    buffer_append(&out, "", 1);
    assert_string_equal(out.data, "[{\"severity\":\"error\",\"line\":3,\"column\":null,"
                                  "\"message\":\"\\\"quoted\\\"\",\"source\":null,\"hint\":null}]");
    buffer_deinit(&out);
}

static void text_reads_like_a_compiler(void **state)
{
    start("'x' undeclared");
    snprintf(written.diagnostics[0].excerpt, DIAGNOSTIC_EXCERPT_MAX, "x = 1;");
    snprintf(written.diagnostics[0].hint, DIAGNOSTIC_HINT_MAX, "Declare it.");
    written.dropped = 2;
    read_back(COMPILE_REFUSED);
    struct buffer out = BUFFER_INIT;
    compile_report_text(&got, "a.c", &out);
    buffer_append(&out, "", 1);
    assert_string_equal(out.data, "a.c:3:7: error: 'x' undeclared\n    x = 1;\n"
                                  "    hint: Declare it.\na.c: 2 more\n");
    buffer_deinit(&out);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_diagnostic_comes_through),
    cmocka_unit_test(what_a_terminal_obeys_is_replaced),
    cmocka_unit_test(counts_and_ends_of_text_are_bounded),
    cmocka_unit_test(any_bytes_are_survived),
    cmocka_unit_test(every_end_but_success_says_something),
    cmocka_unit_test(how_it_ended_is_told_even_when_all_places_are_taken),
    cmocka_unit_test(a_report_that_cannot_be_read_is_one_diagnostic),
    cmocka_unit_test(json_has_null_where_nothing_is_known),
    cmocka_unit_test(text_reads_like_a_compiler),
};

RUN_TESTS(tests)
