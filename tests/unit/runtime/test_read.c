/* SPDX-License-Identifier: Apache-2.0 */
/* test_read.c: the readers of integers, reals, words, lines, choices, lists, and whole tokens: what
 * they take, what they refuse, and what they give back then. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/runtime/harness.h"

static void integers(void **state)
{
    static const struct {
        const char *text;
        int64_t low, high, value;
        bool refused, unread;
    } rows[] = {
        {"42", 0, 100, 42, false, false},
        {" \n42 \n", 0, 100, 42, false, false},
        {"-7", -9, 9, -7, false, false},
        {"+7", -9, 9, 7, false, false},
        {"-0", -9, 9, 0, false, false},
        {"007", 0, 9, 7, false, false},
        {"42 43", 0, 100, 42, false, true},
        {"42,", 0, 100, 42, false, true},
        {"42%", 0, 100, 42, false, true},
        {"1,234", 0, 9999, 1, false, true},
        {"101", 0, 100, 0, true, true},
        {"-1", 0, 100, 0, true, true},
        {"", 3, 5, 3, true, false},
        {"x", 3, 5, 3, true, true},
        {"-", 3, 5, 3, true, true},
        {"--4", 3, 5, 3, true, true},
        {"- 4", -5, 5, -5, true, true},
        {"4.", 3, 5, 3, true, true},
        {"4.0", 3, 5, 3, true, true},
        {"4e1", 3, 50, 3, true, true},
        {"0x4", 0, 5, 0, true, true},
        {"12abc", 0, 100, 0, true, true},
        {"4_000", 0, 5000, 0, true, true},
        {"\u0664", 0, 9, 0, true, true},
        {"\u22124", -9, 9, -9, true, true},
        {",4", 0, 9, 0, true, true},
        {"9223372036854775807", INT64_MIN, INT64_MAX, INT64_MAX, false, false},
        {"-9223372036854775808", INT64_MIN, INT64_MAX, INT64_MIN, false, false},
        {"9223372036854775808", INT64_MIN, INT64_MAX, INT64_MIN, true, true},
        {"-9223372036854775809", 5, INT64_MAX, 5, true, true},
        {"18446744073709551617", 0, 9, 0, true, true},
        {"4", 9, 1, 9, true, true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        rs_answer *answer = read_answer(rows[i].text);
        int64_t value = rs_read_int(answer, rows[i].low, rows[i].high);
        struct answer_result result = finish(answer);
        if (value != rows[i].value || result.refused != rows[i].refused ||
            result.unread != rows[i].unread)
            fail_msg("\"%s\": %ld, refused %d, unread %d", rows[i].text, (long)value,
                     result.refused, result.unread);
        assert_true(result.refused == (result.reason_size > 0));
    }
}

static void reals(void **state)
{
    static const struct {
        const char *text;
        double low, high, value;
        bool refused;
    } rows[] = {
        {"2.5", 0, 9, 2.5, false},
        {"-.5", -1, 1, -0.5, false},
        {"5.", 0, 9, 5, false},
        {"1e3", 0, 1e4, 1000, false},
        {"1.5E-3", 0, 1, 0.0015, false},
        {"0.1", 0, 1, 0.1, false},
        {"1e-400", 0, 1, 0, false},
        {"3", -INFINITY, INFINITY, 3, false},
        {"x", -INFINITY, INFINITY, -1.7976931348623157e308, true},
        {"1e400", -1, INFINITY, -1, true},
        {"nan", 0, 1, 0, true},
        {"inf", 0, INFINITY, 0, true},
        {"0x1p3", 0, 99, 0, true},
        {"1e", 0, 9, 0, true},
        {"1e+", 0, 9, 0, true},
        {".", 0, 9, 0, true},
        {"1.2.3", 0, 9, 0, true},
        {"1.5x", 0, 9, 0, true},
        {"10", 0, 9, 0, true},
        {"1", NAN, 9, 1, false},
        {"x", NAN, 9, 0, true},
        {"1", 0, NAN, 0, true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        rs_answer *answer = read_answer(rows[i].text);
        double value = rs_read_real(answer, rows[i].low, rows[i].high);
        if (value != rows[i].value || rs_refused(answer) != rows[i].refused)
            fail_msg("\"%s\": %.17g, refused %d", rows[i].text, value, rs_refused(answer));
    }
}

static void long_numbers_are_refused(void **state)
{
    char *text = malloc(RESPONSE_MAX);
    assert_non_null(text);
    memset(text, '7', RESPONSE_MAX);
    rs_number number;
    for (size_t size = 5000; size <= RESPONSE_MAX; size += RESPONSE_MAX - 5000) {
        assert_int_equal(rs_read_int(read_bytes(text, size), 1, INT64_MAX), 1);
        assert_true(rs_read_real(read_bytes(text, size), -1, INFINITY) == -1);
        rs_answer *answer = read_bytes(text, size);
        assert_false(rs_read_number(answer, &number));
        assert_true(finish(answer).reason_size < 100);
    }
    free(text);
}

static void values_need_something_between_them(void **state)
{
    static const struct {
        const char *text;
        bool refused;
    } rows[] = {
        {"1 2", false},  {"1,2", false},   {"1;2", false}, {"1 , 2", false},
        {"1\n2", false}, {"1,\n2", false}, {"1-2", true},  {"1+2", true},
        {"1,,2", true},  {"1, ;2", true},  {"1:2", true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        rs_answer *answer = read_answer(rows[i].text);
        rs_read_int(answer, -9, 9);
        int64_t second = rs_read_int(answer, -9, 9);
        struct answer_result result = finish(answer);
        assert_int_equal(result.refused, rows[i].refused);
        assert_int_equal(second, rows[i].refused ? -9 : 2);
        assert_true(result.refused || !result.unread);
    }
}

static void the_first_refusal_sticks(void **state)
{
    static const char *const names[] = {"a", "b"};
    rs_answer *answer = read_answer("x 5 5 b 5");
    int list[3] = {9, 9, 9};
    char word[8] = "zz", cells[4];
    rs_number number;
    assert_int_equal(rs_read_int(answer, 2, 9), 2);
    assert_int_equal(rs_read_int(answer, 3, 9), 3);
    assert_true(rs_read_real(answer, 4, 9) == 4);
    assert_int_equal(rs_read_word(answer, word, sizeof word), 0);
    assert_string_equal(word, "");
    assert_int_equal(rs_read_line(answer, word, sizeof word), 0);
    assert_int_equal(rs_read_choice(answer, names, 2), 0);
    assert_int_equal(rs_read_ints(answer, list, 3, 1, 9), 0);
    assert_int_equal(list[0] + list[1] + list[2], 3);
    rs_read_grid(answer, cells, 2, 2, ".#");
    assert_memory_equal(cells, "....", 4);
    assert_false(rs_read_number(answer, &number));
    assert_int_equal(number.denominator, 1);
    assert_false(rs_accept(answer, "x"));
    assert_false(rs_has_field(answer, "x"));
    assert_int_equal(rs_read_int(rs_field(answer, "x"), 1, 2), 1);
    assert_true(rs_at_end(answer)); /* so that loops end */
    struct answer_result result = finish(answer);
    assert_true(result.refused);
    assert_string_equal(result.reason, "expected an integer from 2 to 9, found \"x\"");
}

static void words(void **state)
{
    char word[6];
    rs_answer *answer = read_answer("  one,two ; th\u00e9e\nfour! toolong");
    assert_int_equal(rs_read_word(answer, word, sizeof word), 3);
    assert_string_equal(word, "one");
    assert_int_equal(rs_read_word(answer, word, sizeof word), 3);
    assert_string_equal(word, "two");
    assert_int_equal(rs_read_word(answer, word, sizeof word), 5);
    assert_string_equal(word, "th\u00e9e");
    assert_int_equal(rs_read_word(answer, word, sizeof word), 5);
    assert_string_equal(word, "four!");
    assert_int_equal(rs_read_word(answer, word, sizeof word), 0);
    assert_string_equal(word, "");
    assert_string_equal(finish(answer).reason, "expected at most 5 bytes, found \"toolong\"");
    answer = read_answer(" \n");
    assert_int_equal(rs_read_word(answer, word, sizeof word), 0);
    assert_string_equal(finish(answer).reason, "expected a word, found the end of the answer");
    assert_int_equal(rs_read_word(read_answer("a"), NULL, 0), 0);
}

static void lines(void **state)
{
    char line[16];
    rs_answer *answer = read_answer("3, the rest \r\n\n  , next line;\nlast");
    rs_read_int(answer, 0, 9);
    assert_int_equal(rs_read_line(answer, line, sizeof line), 8);
    assert_string_equal(line, "the rest");
    assert_int_equal(rs_read_line(answer, line, sizeof line), 12);
    assert_string_equal(line, ", next line;");
    assert_int_equal(rs_read_line(answer, line, sizeof line), 4);
    assert_string_equal(line, "last");
    assert_false(rs_refused(answer));
    assert_int_equal(rs_read_line(answer, line, sizeof line), 0);
    assert_true(rs_refused(answer));
    assert_int_equal(rs_read_line(read_answer("0123456789abcdef"), line, sizeof line), 0);
    assert_int_equal(rs_read_line(read_answer("0123456789abcde"), line, sizeof line), 15);
}

static void choices(void **state)
{
    static const char *const names[] = {"yes", "no", "not sure", "A", "A+", "\u00e9t\u00e9"};
    static const struct {
        const char *text;
        int index; /* −1: refused */
    } rows[] = {
        {"yes", 0},        {"YES", 0},          {" No ", 1}, {"not sure", 2}, {"Not Sure", 2},
        {"yes, no", 0},    {"(A)", -1},         {"A)", 3},   {"a+", 4},       {"A++", 3},
        {"yesterday", -1}, {"y", -1},           {"", -1},    {"maybe", -1},   {"no!", 1},
        {"yes\u00e9", -1}, {"\u00e9t\u00e9", 5}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        rs_answer *answer = read_answer(rows[i].text);
        int index = rs_read_choice(answer, names, 6);
        if (index != (rows[i].index < 0 ? 0 : rows[i].index) ||
            rs_refused(answer) != (rows[i].index < 0))
            fail_msg("\"%s\": %d, refused %d", rows[i].text, index, rs_refused(answer));
    }
    rs_answer *answer = read_answer("maybe");
    rs_read_choice(answer, names, 2);
    assert_string_equal(finish(answer).reason, "expected \"yes\" or \"no\", found \"maybe\"");
    assert_int_equal(rs_read_choice(read_answer("a"), names, 0), 0);
}

static void lists(void **state)
{
    static const struct {
        const char *text, *values; /* values "!": refused */
        bool unread;
    } rows[] = {
        {"1 2 3", "1 2 3 ", false},
        {"1, 2, 3", "1 2 3 ", false},
        {"[1, 2, 3]", "1 2 3 ", false},
        {"[1 2 3]", "1 2 3 ", false},
        {"1\n2\n3", "1 2 3 ", false},
        {" [ 1,2 ] ", "1 2 ", false},
        {"[]", "", false},
        {"", "", false},
        {"[ ]", "", false},
        {"1,2,3,4", "1 2 3 4 ", false},
        {"-5", "-5 ", false},
        {"1,,2", "!", true},
        {"1, 2,", "!", false},
        {"[1, 2,]", "!", true},
        {"[1, 2", "!", false},
        {"[1, 2)", "!", true},
        {"1 2]", "1 2 ", true},
        {"[1] 2", "1 ", true},
        {"1 2 3 4 5", "!", true},
        {"1 99", "!", true},
        {"1 -2-3", "!", true},
        {"[[1]]", "!", true},
        {"1 x", "!", true},
        {"1.5", "!", true},
        {"]", "", true},
        {"[1,2,3,4]", "1 2 3 4 ", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int list[5] = {7, 7, 7, 7, 7};
        char values[64] = "";
        rs_answer *answer = read_answer(rows[i].text);
        int count = rs_read_ints(answer, list, 4, -9, 9);
        struct answer_result result = finish(answer);
        for (int k = 0; k < count; k++)
            snprintf(values + strlen(values), 8, "%d ", list[k]);
        for (int k = count; k < 4; k++)
            assert_int_equal(list[k], -9);
        assert_int_equal(list[4], 7);
        bool refused = strcmp(rows[i].values, "!") == 0;
        if (result.refused != refused || strcmp(values, refused ? "" : rows[i].values) != 0 ||
            (!refused && result.unread != rows[i].unread))
            fail_msg("\"%s\": \"%s\", refused %d, unread %d", rows[i].text, values, result.refused,
                     result.unread);
    }
    assert_int_equal(rs_read_ints(read_answer("1"), NULL, 0, 0, 9), 0);
    assert_int_equal(rs_read_ints(read_answer("1"), NULL, -3, 0, 9), 0);
}

static void lists_of_lists(void **state)
{
    int list[3];
    rs_answer *answer = read_answer("[[1, 2], [3], []]");
    assert_true(rs_accept(answer, "["));
    assert_int_equal(rs_read_ints(answer, list, 3, 0, 9), 2);
    assert_int_equal(rs_read_ints(answer, list, 3, 0, 9), 1);
    assert_int_equal(list[0], 3);
    assert_int_equal(rs_read_ints(answer, list, 3, 0, 9), 0);
    assert_true(rs_accept(answer, "]"));
    rs_read_end(answer);
    struct answer_result result = finish(answer);
    assert_false(result.refused || result.unread);
}

static void whole_tokens(void **state)
{
    static const struct {
        const char *text, *token;
        bool taken;
    } rows[] = {
        {"yes", "yes", true},
        {"yesterday", "yes", false},
        {"yes.", "yes", true},
        {"Yes", "yes", false},
        {"-> 3", "->", true},
        {"->3", "->", true},
        {"<=", "<", false},
        {"<5", "<", true},
        {"((", "(", true},
        {"x1", "x", false},
        {"x=", "x", true},
        {"x-1", "x", true}, /* a hyphen is no letter: "-" is a token of its own, in words too */
        {"minus-zero", "minus", true},
        {"minus_zero", "minus", false},
        {"", "x", false},
        {"x", "xx", false},
        {"x", "", false},
        {"\u00e9a", "\u00e9", false},
        {", x", "x", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        rs_answer *answer = read_answer(rows[i].text);
        if (rs_accept(answer, rows[i].token) != rows[i].taken)
            fail_msg("\"%s\" of \"%s\"", rows[i].token, rows[i].text);
        assert_false(rs_refused(answer));
    }
    rs_answer *answer = read_answer("(1,2) (3,4)");
    int sum = 0;
    for (int i = 0; i < 2; i++) {
        assert_true(rs_accept(answer, "("));
        sum = sum * 100 + (int)rs_read_int(answer, 0, 9) * 10;
        sum += (int)rs_read_int(answer, 0, 9);
        assert_true(rs_accept(answer, ")"));
    }
    rs_read_end(answer);
    assert_false(rs_refused(answer));
    assert_int_equal(sum, 1234);
    answer = read_answer("1-2");
    rs_read_int(answer, 0, 9);
    assert_true(rs_accept(answer, "-"));
    assert_int_equal(rs_read_int(answer, 0, 9), 2);
}

static void ends(void **state)
{
    assert_true(rs_at_end(read_answer(" \r\n\t")));
    assert_false(rs_at_end(read_answer(" ,")));
    rs_answer *answer = read_answer("1 ,");
    rs_read_int(answer, 0, 9);
    rs_read_end(answer);
    assert_string_equal(finish(answer).reason, "expected the end, found \",\"");
}

static void bad_bytes_are_refused_at_once(void **state)
{
    static const struct {
        const char *text;
        size_t size;
        const char *reason;
    } rows[] = {
        {"4\0", 2, "the answer holds a NUL byte"},
        {"\0", 1, "the answer holds a NUL byte"},
        {"4\xff", 2, "the answer is not valid UTF-8"},
        {"0123456789\xc3", 11, "the answer is not valid UTF-8"},
        {"\xed\xa0\x80", 3, "the answer is not valid UTF-8"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        rs_answer *answer = read_bytes(rows[i].text, rows[i].size);
        assert_true(rs_refused(answer));
        assert_int_equal(rs_read_int(answer, 1, 9), 1);
        assert_string_equal(finish(answer).reason, rows[i].reason);
    }
}

static void rejections(void **state)
{
    rs_answer *answer = read_answer("4");
    assert_true(rs_reject(answer, "row %d: %s", 3, "taken\ttwice\x01") == 0);
    assert_false(rs_refused(answer));
    assert_int_equal(rs_read_int(answer, 0, 9), 4); /* reading goes on */
    rs_reject(answer, "later");
    rs_read_int(answer, 0, 9);
    struct answer_result result = finish(answer);
    assert_true(result.rejected && result.refused);
    assert_string_equal(result.reason, "row 3: taken twice?");
}

static void reasons_are_bounded_and_printable(void **state)
{
    rs_answer *answer = read_answer("4");
    rs_reject(answer, "%238s\u00e9\u00e9", "");
    struct answer_result result = finish(answer);
    assert_int_equal(result.reason_size, 238);
    answer = read_answer("4");
    rs_reject(answer, "a\u202eb\xc2\x85"
                      "c\x80\xff"
                      "d\ue000");
    assert_string_equal(finish(answer).reason, "a?b?c??d\ue000");
    answer = read_answer("\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac"
                         "\u20ac\u20ac\u20ac\u20ac");
    rs_read_int(answer, 0, 9);
    assert_string_equal(finish(answer).reason,
                        "expected an integer from 0 to 9, found \"\u20ac\u20ac\u20ac\u20ac\u20ac"
                        "\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u2026\"");
    answer = read_answer("4");
    assert_true(ENDS(rs_reject(answer, "%n", NULL)));
    assert_int_equal(ending.why, LAST_WORDS_CRASH);
}

static void metrics(void **state)
{
    rs_answer *answer = read_answer("4");
    rs_metric(answer, 0, 1.5);
    rs_metric(answer, 7, -2);
    rs_metric(answer, 0, NAN);
    rs_metric(answer, 1, INFINITY);
    rs_metric(answer, 8, 1);
    rs_metric(answer, -1, 1);
    struct answer_result result = finish(answer);
    static const double expected[RS_METRICS_MAX] = {1.5, 0, 0, 0, 0, 0, 0, -2};
    assert_memory_equal(result.metrics, expected, sizeof expected);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(integers),
    cmocka_unit_test(reals),
    cmocka_unit_test(long_numbers_are_refused),
    cmocka_unit_test(values_need_something_between_them),
    cmocka_unit_test(the_first_refusal_sticks),
    cmocka_unit_test(words),
    cmocka_unit_test(lines),
    cmocka_unit_test(choices),
    cmocka_unit_test(lists),
    cmocka_unit_test(lists_of_lists),
    cmocka_unit_test(whole_tokens),
    cmocka_unit_test(ends),
    cmocka_unit_test(bad_bytes_are_refused_at_once),
    cmocka_unit_test(rejections),
    cmocka_unit_test(reasons_are_bounded_and_printable),
    cmocka_unit_test(metrics),
};

RUN_TESTS(tests)
