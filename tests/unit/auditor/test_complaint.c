/* SPDX-License-Identifier: Apache-2.0 */
/* test_complaint.c: what sanitizers and compilers write comes out as a sentence and a line. */
#include "tests/unit/test.h"

#include <string.h>

#include "daemon/auditor/complaint.h"

static const char overflow[] =
    "=================================================================\n"
    "==7==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x602000000016 at pc 0x7f\n"
    "WRITE of size 1 at 0x602000000016 thread T0\n"
    "    #0 0x7f5 in verify environment.c:120\n"
    "    #1 0x559 in verify daemon/auditor/judge_job.c:201\n";
static const char fault[] =
    "==7==ERROR: AddressSanitizer: SEGV on unknown address 0x000 (pc 0x7 T0)\n"
    "    #0 0x7f5 in check folder/environment.c:31:7\n";
static const char deep[] = "==7==ERROR: AddressSanitizer: stack-overflow on address 0x7 (pc 0x7)\n";
static const char sum[] = "environment.c:41:9: runtime error: signed integer overflow: 54 * -2 "
                          "cannot be represented in type 'int'\n";
static const char both[] = "environment.c:5:9: runtime error: index 8 out of bounds\n"
                           "==7==ERROR: AddressSanitizer: SEGV on unknown address\n";

static void sanitizers(void **unused)
{
    static const struct {
        const char *text, *sentence;
        unsigned line;
    } rows[] = {
        {overflow, "heap-buffer-overflow, WRITE of size 1", 120},
        {fault, "SEGV", 31},
        {deep, "stack-overflow", 0},
        {sum, "signed integer overflow: 54 * -2 cannot be represented in type 'int'", 41},
        {both, "index 8 out of bounds", 5},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct complaint complaint;
        assert_true(complaint_of_sanitizer(rows[i].text, strlen(rows[i].text), &complaint));
        assert_string_equal(complaint.text, rows[i].sentence);
        assert_int_equal(complaint.line, rows[i].line);
    }
}

static void other_words_are_none(void **unused)
{
    static const char *const texts[] = {"", "Killed", "runtime error", "ERROR: AddressSanitizer:"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct complaint complaint;
        assert_false(complaint_of_sanitizer(texts[i], strlen(texts[i]), &complaint));
        assert_string_equal(complaint.text, "");
    }
}

static void compilers(void **unused)
{
    struct complaint complaint;
    static const char text[] = "environment.c: In function 'verify':\n"
                               "environment.c:118:10: fatal error: x.h: No such file\n";
    complaint_of_compiler(text, strlen(text), &complaint);
    assert_string_equal(complaint.text, "x.h: No such file");
    assert_int_equal(complaint.line, 118);
    complaint_of_compiler("ld: cannot\nx", 12, &complaint);
    assert_string_equal(complaint.text, "ld: cannot");
    complaint_of_compiler("", 0, &complaint);
    assert_string_equal(complaint.text, "");
}

/* The environment can write there, too. */
static void what_is_said_can_be_shown(void **unused)
{
    struct complaint complaint;
    char text[2000] = "runtime error: \x1b[31m\xff";
    memset(text + strlen(text), 'x', 1900);
    assert_true(complaint_of_sanitizer(text, sizeof text, &complaint));
    assert_true(strlen(complaint.text) < sizeof complaint.text);
    assert_null(strpbrk(complaint.text, "\x1b\xff"));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(sanitizers),
    cmocka_unit_test(other_words_are_none),
    cmocka_unit_test(compilers),
    cmocka_unit_test(what_is_said_can_be_shown),
};
RUN_TESTS(tests)
