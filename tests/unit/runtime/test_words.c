/* SPDX-License-Identifier: Apache-2.0 */
/* test_words.c: the word list: counts, order, look-up. The digest is checked when it is made. */
#include <string.h>

#include "tests/unit/runtime/harness.h"

static void counts(void **state)
{
    static const int expected[] = {0, 0, 0, 665, 2442, 4667, 7352, 9951, 10500, 0};
    for (int length = -1; length < 9; length++)
        assert_int_equal(rs_word_count(length), length < 0 ? 0 : expected[length]);
    assert_int_equal(rs_word_count(9) + rs_word_count(-2147483647 - 1), 0);
}

static void sorted_and_found(void **state)
{
    for (int length = 3; length <= 8; length++) {
        const char *before = "";
        for (int i = 0; i < rs_word_count(length); i++) {
            const char *word = rs_word(length, i);
            assert_int_equal(strlen(word), length);
            assert_int_equal(strspn(word, "abcdefghijklmnopqrstuvwxyz"), length);
            assert_true(strcmp(before, word) < 0);
            assert_true(rs_is_word(word));
            before = word;
        }
    }
}

static void beyond_the_list(void **state)
{
    assert_string_equal(rs_word(3, -1), "");
    assert_string_equal(rs_word(3, rs_word_count(3)), "");
    assert_string_equal(rs_word(2, 0), "");
    assert_string_equal(rs_word(9, 0), "");
}

static void no_words(void **state)
{
    static const char *const texts[] = {"",     "a",    "zzz",           "Cat",
                                        "cat ", "catt", "verylongwords", "c\xc3t"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_false(rs_is_word(texts[i]));
    assert_true(rs_is_word("cat"));
    assert_true(rs_is_word("absolute"));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(counts),
    cmocka_unit_test(sorted_and_found),
    cmocka_unit_test(beyond_the_list),
    cmocka_unit_test(no_words),
};

RUN_TESTS(tests)
