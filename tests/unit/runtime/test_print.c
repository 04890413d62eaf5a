/* SPDX-License-Identifier: Apache-2.0 */
/* test_print.c: printf's formats, against the C library's, and what is refused; rs_text. */
#include <float.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/runtime/offered.h"
#include "tests/unit/runtime/harness.h"

#pragma GCC diagnostic ignored "-Wformat-nonliteral"
#pragma GCC diagnostic ignored "-Wformat-overflow"
#pragma GCC diagnostic ignored "-Wformat-truncation"

enum { LARGE = 16384 };
static char ours[LARGE], theirs[LARGE];

/* Formats as the C library does, at every size of the buffer. */
#define SAME(format, ...)                                                                        \
    do {                                                                                         \
        int expected = snprintf(theirs, LARGE, format, __VA_ARGS__);                             \
        int got = offer_snprintf(ours, LARGE, format, __VA_ARGS__);                              \
        if (got != expected || strcmp(ours, theirs) != 0)                                        \
            fail_msg("%s: %d \"%.99s\", not %d \"%.99s\"", format, got, ours, expected, theirs); \
        for (size_t room = 0; room < 8; room++) {                                                \
            memset(ours, '~', 16);                                                               \
            memset(theirs, '~', 16);                                                             \
            snprintf(theirs, room, format, __VA_ARGS__);                                         \
            assert_int_equal(offer_snprintf(ours, room, format, __VA_ARGS__), expected);         \
            assert_memory_equal(ours, theirs, 16);                                               \
        }                                                                                        \
    } while (0)

static const char *const flags[] = {"",   "-",  "0",  "+",  " ",  "#",   "-0",  "+0",
                                    "0-", "+#", "#0", " 0", "+-", "#-0", "0+ #"};
static const char *const sizes[] = {"",   "1",    "8",    "30", ".0", ".1",
                                    ".6", "12.4", "3.20", ".",  "*",  ".*"};

static void combine(char *format, size_t flag, size_t size, const char *rest)
{
    snprintf(format, 32, "<%%%s%s%s>", flags[flag], sizes[size], rest);
}

#define EACH_FORMAT(flag, size)                                        \
    for (size_t flag = 0; flag < sizeof flags / sizeof *flags; flag++) \
        for (size_t size = 0; size < sizeof sizes / sizeof *sizes; size++)

static void integers(void **state)
{
    static const long values[] = {0,       1,        -1,       42,  -42,  INT_MAX,
                                  INT_MIN, LONG_MAX, LONG_MIN, 255, 65536};
    static const char *const letters[] = {"d",  "i",   "u",   "o",   "x",  "X",  "hhd",
                                          "hd", "ld",  "lld", "zu",  "jd", "td", "lx",
                                          "lo", "hhu", "hx",  "llX", "c"};
    char format[32];
    for (size_t letter = 0; letter < sizeof letters / sizeof *letters; letter++)
        EACH_FORMAT(flag, size)
        {
            combine(format, flag, size, letters[letter]);
            for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
                if (strchr(sizes[size], '*')) {
                    SAME(format, 7, values[i]);
                    SAME(format, -7, values[i]);
                } else if (letters[letter][0] != 'c' || (values[i] & 0xff)) {
                    SAME(format, values[i], 0);
                }
            }
        }
}

static void reals(void **state)
{
    static const double values[] = {0.0,     -0.0,       1,        -1,        0.5,   2.5,
                                    1.0 / 3, 123456.789, 1e10,     1e-10,     1e100, DBL_MAX,
                                    DBL_MIN, 5e-324,     INFINITY, -INFINITY, NAN,   999999.5};
    static const char *const letters[] = {"f", "F", "e", "E", "g", "G", "a", "A", "lf"};
    char format[32];
    for (size_t letter = 0; letter < sizeof letters / sizeof *letters; letter++)
        EACH_FORMAT(flag, size)
        {
            combine(format, flag, size, letters[letter]);
            for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
                if (strchr(sizes[size], '*')) {
                    SAME(format, 9, values[i]);
                    SAME(format, -9, values[i]);
                } else {
                    SAME(format, values[i], 0);
                }
            }
        }
}

static void wide_reals(void **state)
{
    static const char *const formats[] = {
        "%.1100f",  "%.1101f", "%.4096f",       "%.4096e",  "%#.4096g", "%.4096g", "%.4096a",
        "%4096.1f", "%04096f", "%-4096.2000e|", "%+.3000e", "%#.2000G", "%.1500A", "%#4096.1200g"};
    static const double values[] = {0.1, DBL_MAX, 5e-324, -1e300, 0, 1e22, NAN, -INFINITY, 12345};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        for (size_t k = 0; k < sizeof values / sizeof *values; k++)
            SAME(formats[i], values[k]);
}

static void strings(void **state)
{
    char format[32];
    EACH_FORMAT(flag, size)
    {
        combine(format, flag, size, "s");
        if (strchr(sizes[size], '*')) {
            SAME(format, 5, "hello world");
            SAME(format, -5, "hello world");
        } else {
            SAME(format, "hello world", 0);
            SAME(format, "", 0);
        }
    }
    SAME("%s and %10s, %-10s|%.2s|%%|%c%5c%-5c|", "a", "b", "c", "defg", 'h', 'i', 'j');
    SAME("%p %20p", (void *)ours, (void *)0);
    SAME("%s", (char *)NULL);
    SAME("%'d", 1234567);
    SAME("%.3s", guarded("abc", 3)); /* not terminated */
    SAME("%d %s %f %ld %c %x %g %d %d %f %f %f %f %f %f %f %f", 1, "two", 3.0, 4l, '5', 6u, 7.5, 8,
         9, 10., 11., 12., 13., 14., 15., 16., 17.);
}

static void a_nul_is_a_character(void **state)
{
    assert_int_equal(offer_snprintf(ours, LARGE, "a%cb", 0), 3);
    assert_memory_equal(ours, "a\0b", 4);
}

static bool ends_the_call(const char *format)
{
    return ENDS(offer_snprintf(theirs, LARGE, format, 0));
}

static void refused_formats(void **state)
{
    static const char *const formats[] = {
        "%n",  "%hn",  "x%5n",  "%4097d", "%.4097f", "%99999999999999d",
        "%Lf", "%ls",  "%lc",   "%S",     "%m",      "%",
        "a%5", "%1$d", "%hs",   "%hf",    "%y",      "%.",
        "%l",  "%-",   "%\xff", "%ms"};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (!ends_the_call(formats[i]))
            fail_msg("%s was accepted", formats[i]);
        assert_int_equal(ending.why, LAST_WORDS_CRASH);
    }
    assert_true(ENDS(offer_snprintf(ours, LARGE, "%*d", 4097, 1)));
    assert_true(ENDS(offer_snprintf(ours, LARGE, "%*d", INT_MIN, 1)));
    assert_true(ENDS(offer_snprintf(ours, LARGE, "%.*f", INT_MAX, 1.0)));
    char data[RS_TEXT_MAX + 1];
    rs_text text;
    text_init(&text, data);
    assert_true(ENDS(rs_print(&text, "abc %n", NULL)));
    assert_string_equal(ending.text, "rs_print does not offer the format %n");
}

static void texts(void **state)
{
    char data[RS_TEXT_MAX + 1];
    rs_text text;
    text_init(&text, data);
    assert_string_equal(data, "");
    rs_print(&text, "%d and %s", 1, "two");
    rs_put_text(&text, ", three ");
    rs_put_int(&text, INT64_MIN);
    assert_string_equal(data, "1 and two, three -9223372036854775808");
    assert_int_equal(text.size, strlen(data));
    assert_false(text.overflow);
}

static void texts_overflow(void **state)
{
    char *data = malloc(RS_TEXT_MAX + 1), *long_text = malloc(RS_TEXT_MAX + 2);
    assert_true(data && long_text);
    memset(long_text, 'x', RS_TEXT_MAX + 1);
    long_text[RS_TEXT_MAX + 1] = 0;
    rs_text text;
    text_init(&text, data);
    rs_put_text(&text, long_text + 1);
    assert_int_equal(text.size, RS_TEXT_MAX);
    assert_false(text.overflow);
    rs_print(&text, "%s", "");
    assert_false(text.overflow);
    rs_put_int(&text, 1);
    assert_true(text.overflow);
    text_init(&text, data);
    rs_print(&text, "%s", long_text);
    assert_true(text.overflow);
    assert_int_equal(text.size, RS_TEXT_MAX);
    assert_int_equal(strlen(data), RS_TEXT_MAX);
    rs_put_text(&text, "");
    assert_true(text.overflow);
    /* What an environment may have written there. */
    text.size = SIZE_MAX;
    rs_put_text(&text, "abc");
    assert_int_equal(text.size, RS_TEXT_MAX);
    free(data);
    free(long_text);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(integers),
    cmocka_unit_test(reals),
    cmocka_unit_test(wide_reals),
    cmocka_unit_test(strings),
    cmocka_unit_test(a_nul_is_a_character),
    cmocka_unit_test(refused_formats),
    cmocka_unit_test(texts),
    cmocka_unit_test(texts_overflow),
};

RUN_TESTS(tests)
