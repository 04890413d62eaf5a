/* SPDX-License-Identifier: Apache-2.0 */
/* test_scan.c: sscanf against the C library's, and what is refused. */
#include <stdio.h>
#include <string.h>

#include "lib/runtime/offered.h"
#include "tests/unit/runtime/harness.h"

#pragma GCC diagnostic ignored "-Wformat-nonliteral"

/* Four places of 64 bytes each, whatever is stored there. */
struct places {
    char bytes[4][64];
};

static void same_as_the_library(void **state)
{
    static const struct {
        const char *text, *format;
    } rows[] = {
        {"12 34", "%d %d"},
        {"12,34", "%d,%d"},
        {"12 x", "%d %d"},
        {"", "%d"},
        {" ", "%d"},
        {"x", "%d"},
        {"-5", "%d"},
        {"+5", "%d"},
        {"- 5", "%d"},
        {"12345", "%2d%2d%d"},
        {"0x1f 017 9", "%i %i %i"},
        {"1f 0x1F", "%x %x"},
        {"777", "%o"},
        {"-1", "%u"},
        {"300", "%hhd"},
        {"70000", "%hd"},
        {"99999999999", "%ld"},
        {"99999999999", "%lld"},
        {"9223372036854775807", "%ld"},
        {"-9223372036854775808", "%ld"},
        {"12", "%zu"},
        {"12", "%jd"},
        {"1.5 -2e3 .5", "%f %lf %lf"},
        {"12345", "%3lf%lf"},
        {"1.5x", "%lf%c"},
        {"nan inf", "%lf %lf"},
        {"abc def", "%s %s"},
        {"abcdef", "%3s%s"},
        {"abc", "%*s%d"},
        {"abc 5", "%*s %d"},
        {"abc", "%c%c"},
        {" a", "%c"},
        {" a", " %c"},
        {"abcd", "%3c"},
        {"ab", "%3c"},
        {"abc123", "%[a-z]%d"},
        {"abc123", "%[^0-9]%d"},
        {"]x", "%[]]%c"},
        {"a]x", "%[^]]%c"},
        {"a-b", "%[a-]%c"},
        {"-b", "%[-b]"},
        {"123", "%[a-z]"},
        {"12 ab", "%d%n %s"},
        {"50%", "%d%%"},
        {"50 %x", "%d%%%c"},
        {"50", "%d%%"},
        {"a=5", "a=%d"},
        {"b=5", "a=%d"},
        {"a = 5", "a = %d"},
        {"a=5", "a = %d"},
        {"(1, 2)", "(%d , %d)"},
        {"1:2:3", "%d:%d:%d"},
        {"3 4 5", "%d %*d %d"},
        {"12", "%d%d"},
        {"12 ", "%d%d"},
        {"  ", "%s"},
        {"word", "%63s"},
        {"8", "%i"},
        {"08", "%i"},
        {"0", "%i"},
        {"0", "%x"},
        {"12", "%1d"},
        {"12abc", "%d%3[abc]"},
        {"-", "%d"},
        {"--1", "%d"},
        {"x12", "x%dy"},
        {"x12y", "x%dy%n"},
        {"12", "%d\n"},
        {"é5", "é%d"},
        {"1 2", "%d%n%n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct places ours, theirs;
        memset(&ours, '~', sizeof ours);
        memset(&theirs, '~', sizeof theirs);
        int got = offer_sscanf(rows[i].text, rows[i].format, ours.bytes[0], ours.bytes[1],
                               ours.bytes[2], ours.bytes[3]);
        int expected = sscanf(rows[i].text, rows[i].format, theirs.bytes[0], theirs.bytes[1],
                              theirs.bytes[2], theirs.bytes[3]);
        if (got != expected || memcmp(&ours, &theirs, sizeof ours) != 0)
            fail_msg("\"%s\" by \"%s\": %d, not %d", rows[i].text, rows[i].format, got, expected);
    }
}

static void out_of_range_is_the_nearest(void **state)
{
    long value;
    unsigned long positive;
    offer_sscanf("99999999999999999999", "%ld", &value);
    assert_true(value == INT64_MAX);
    offer_sscanf("-99999999999999999999", "%ld", &value);
    assert_true(value == INT64_MIN);
    offer_sscanf("99999999999999999999", "%lu", &positive);
    assert_true(positive == UINT64_MAX);
}

static bool ends_the_call(const char *text, const char *format)
{
    static struct places places;
    return ENDS(offer_sscanf(text, format, places.bytes[0], places.bytes[1], places.bytes[2],
                             places.bytes[3]));
}

static void refused_formats(void **state)
{
    static const char *const formats[] = {"%ms",   "%ls",  "%l[a]",  "%lc", "%Lf",
                                          "%[abc", "%[",   "%[]",    "%",   "%5",
                                          "%y",    "%1$d", "%600lf", "%S",  "%ll"};
    static const char digits[700] = {[0 ... 698] = '1'};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (!ends_the_call(digits, formats[i]))
            fail_msg("%s was accepted", formats[i]);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(same_as_the_library),
    cmocka_unit_test(out_of_range_is_the_nearest),
    cmocka_unit_test(refused_formats),
};

RUN_TESTS(tests)
