/* SPDX-License-Identifier: Apache-2.0 */
/* test_number.c: exact numbers: every form that is read, and what looks like one and is refused. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/runtime/harness.h"

#define LARGE 9223372036854775807

static const struct {
    const char *text;
    int64_t numerator, denominator; /* denominator 0: refused */
} forms[] = {
    {"42", 42, 1},
    {"-3.5", -7, 2},
    {"+3", 3, 1},
    {"1,234", 1234, 1},
    {"-0", 0, 1},
    {"1,234,567.25", 4938269, 4},
    {"\u22123/4", -3, 4},
    {"-3/4", -3, 4},
    {"6/4", 3, 2},
    {"3 / 4", 3, 4},
    {"1 1/2", 3, 2},
    {"-1 1/2", -3, 2},
    {"50 %", 1, 2},
    {"50\\%", 1, 2},
    {"50%", 1, 2},
    {"50 \\%", 1, 2},
    {"12.5%", 1, 8},
    {"\\frac{3}{4}", 3, 4},
    {"-\\frac{3}{4}", -3, 4},
    {"\\dfrac{3}{4}", 3, 4},
    {"\\tfrac{ 3 }{ 4 }", 3, 4},
    {"\\frac34", 3, 4},
    {"1\\frac{1}{2}", 3, 2},
    {"1 \\frac{1}{2}", 3, 2},
    {"1.5e3", 1500, 1},
    {"1.5E-1", 3, 20},
    {"2e+2", 200, 1},
    {"$5", 5, 1},
    {"\\$5", 5, 1},
    {"-$5", -5, 1},
    {"$-5", -5, 1},
    {"$1,234.50", 2469, 2},
    {"1{,}234", 1234, 1},
    {"1,\\!234", 1234, 1},
    {".5", 1, 2},
    {"5.", 5, 1},
    {"0.50000000000000000000000000000000000000000000000", 1, 2},
    {"000000000000000000000000000000000000000000000000000000042", 42, 1},
    {"1000000000000000000000000000000e-30", 1, 1},
    {"0e999999999999999999", 0, 1},
    {"9223372036854775807", LARGE, 1},
    {"-9223372036854775808", -LARGE - 1, 1},
    {"1e18", 1000000000000000000, 1},
    {"1e-18", 1, 1000000000000000000},
    {"0.000000000000000001", 1, 1000000000000000000},
    {"1/9223372036854775807", 1, LARGE},
    {"100000/1%", 1000, 1},
    /* one number, text behind it: 1 of the list, 1000 of the text */
    {"1,2", 1, 1},
    {"1234,567", 1234, 1},
    {"0,123", 0, 1},
    {"1, 234", 1, 1},
    {"1,2345", 1, 1},
    {"4 3/2", 4, 1},
    {"12 3 4/5", 12, 1},
    {"5$", 5, 1},
    {"5 apples", 5, 1},
    {"1 2", 1, 1},
    /* refused */
    {"", 0, 0},
    {"x", 0, 0},
    {"-", 0, 0},
    {"$", 0, 0},
    {"--5", 0, 0},
    {"-$-5", 0, 0},
    {"+-5", 0, 0},
    {"$$5", 0, 0},
    {".", 0, 0},
    {"1..2", 0, 0},
    {"1.2.3", 0, 0},
    {"12abc", 0, 0},
    {"1,234,5", 0, 0},
    {"1,23x", 1, 1},
    {"3/0", 0, 0},
    {"3/", 0, 0},
    {"/3", 0, 0},
    {"1/2/3", 0, 0},
    {"1.5/2", 0, 0},
    {"3/1.5", 0, 0},
    {"3/-4", 0, 0},
    {"\\frac{3}{0}", 0, 0},
    {"\\frac{3}", 0, 0},
    {"\\frac{3}{4", 0, 0},
    {"\\frac{1.5}{4}", 0, 0},
    {"\\frac{-3}{4}", 0, 0},
    {"\\frac", 0, 0},
    {"1e", 0, 0},
    {"1e+", 0, 0},
    {"1e400", 0, 0},
    {"1e19", 0, 0},
    {"1e-19", 0, 0},
    {"9223372036854775808", 0, 0},
    {"-9223372036854775809", 0, 0},
    {"1/9223372036854775808", 0, 0},
    {"nan", 0, 0},
    {"inf", 0, 0},
    {"0x10", 0, 0},
    {"\u0663", 0, 0},
    {"50%%", 0, 0},
    {"2^3", 0, 0},
    {"2*3", 0, 0},
    {"10-3", 0, 0},
    {"1+1", 0, 0},
    {"5=5", 0, 0},
    {"1e1000000000000000000000", 0, 0},
    {"5\u00b2", 0, 0},
    {",5", 0, 0},
};

static void every_form_is_taken_or_refused(void **state)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        rs_answer *answer = read_answer(forms[i].text);
        rs_number number = {9, 9};
        bool taken = rs_read_number(answer, &number);
        bool refused = forms[i].denominator == 0;
        if (taken == refused || rs_refused(answer) != refused ||
            number.numerator != forms[i].numerator ||
            number.denominator != (refused ? 1 : forms[i].denominator))
            fail_msg("\"%s\": %d, %ld/%ld", forms[i].text, taken, (long)number.numerator,
                     (long)number.denominator);
    }
}

static void nothing_is_left_of_a_number(void **state)
{
    static const char *const texts[] = {"1,234.5", "1 1/2", "50 \\%", "\\frac{3}{4} ",
                                        "$-5.00",  "1.5e3", "-3 / 4"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        rs_answer *answer = read_answer(texts[i]);
        rs_number number;
        assert_true(rs_read_number(answer, &number));
        assert_false(finish(answer).unread);
    }
    rs_answer *answer = read_answer("1,2,3,4");
    rs_number number;
    assert_true(rs_read_number(answer, &number));
    assert_true(finish(answer).unread); /* is not 1234 */
}

static void numbers_in_a_row(void **state)
{
    rs_answer *answer = read_answer("1/2, 3; 0.25 1 3/4");
    static const rs_number expected[] = {{1, 2}, {3, 1}, {1, 4}, {7, 4}};
    for (int i = 0; i < 4; i++) {
        rs_number number;
        assert_true(rs_read_number(answer, &number));
        assert_int_equal(rs_number_compare(number, expected[i]), 0);
    }
    rs_read_end(answer);
    assert_false(rs_refused(answer));
}

static void comparison_is_exact(void **state)
{
    static const struct {
        rs_number a, b;
        int order;
    } rows[] = {
        {{1, 2}, {2, 4}, 0},
        {{1, 3}, {3333333333333333, 10000000000000000}, 1},
        {{-1, 2}, {1, 2}, -1},
        {{LARGE, LARGE - 1}, {LARGE - 1, LARGE - 2}, -1},
        {{-LARGE - 1, 1}, {-LARGE - 1, LARGE}, -1},
        {{LARGE, 1}, {-LARGE - 1, 1}, 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(rs_number_compare(rows[i].a, rows[i].b), rows[i].order);
        assert_int_equal(rs_number_compare(rows[i].b, rows[i].a), -rows[i].order);
    }
}

/* Against the 64-bit mantissa of long double where one side is exact in a double, and known cases.
 */
static void reals_are_the_nearest(void **state)
{
    static const struct {
        rs_number number;
        double real;
    } rows[] = {
        {{0, 1}, 0},
        {{1, 2}, 0.5},
        {{-7, 2}, -3.5},
        {{1, 3}, 1.0 / 3},
        {{1, 10}, 0.1},
        {{LARGE, 1}, 9223372036854775807.0},
        {{-LARGE - 1, 1}, -0x1p63},
        {{1, LARGE}, 0x1p-63},
        {{9007199254740993, 1}, 9007199254740992.0}, /* a tie goes to even */
        {{9007199254740995, 1}, 9007199254740996.0},
        {{LARGE, 3}, 3074457345618258602.3333},
        {{3, LARGE}, 3.2526065174565133e-19},
        {{5, 0}, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_true(rs_number_real(rows[i].number) == rows[i].real);
    srandom(1);
    for (int i = 0; i < 10000; i++) {
        /* Both below 2^53, so that division rounds once. */
        int64_t a = (int64_t)random() << 21 | random() >> 10, b = random() + 1;
        assert_true(rs_number_real((rs_number){a, b}) == (double)a / (double)b);
        assert_true(rs_number_real((rs_number){-b, a + 1}) == -(double)b / (double)(a + 1));
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(every_form_is_taken_or_refused),
    cmocka_unit_test(nothing_is_left_of_a_number),
    cmocka_unit_test(numbers_in_a_row),
    cmocka_unit_test(comparison_is_exact),
    cmocka_unit_test(reals_are_the_nearest),
};

RUN_TESTS(tests)
