/* SPDX-License-Identifier: Apache-2.0 */
/* test_guard.c: the pass before the JSON parser. */
#include "daemon/front/request_guard.h"

#include <stdlib.h>
#include <string.h>

#include "tests/unit/test.h"

static struct guard_result check(const char *text, char out[256])
{
    size_t size = strlen(text);
    memcpy(out, text, size + 1);
    return guard_check(out, size);
}

static void surrogates_are_mended_in_place(void **state)
{
    static const struct {
        const char *before, *after;
        size_t replaced;
    } rows[] = {
        {"[\"\\ud83d\\ude00\"]", "[\"\\ud83d\\ude00\"]", 0}, /* a pair */
        {"[\"\\ud83d\"]", "[\"\\ufffd\"]", 1},
        {"[\"\\uDE00x\"]", "[\"\\ufffdx\"]", 1},
        {"[\"\\ud83d\\ud83d\\ude00\"]", "[\"\\ufffd\\ud83d\\ude00\"]", 1},
        {"[\"\\ud83d\\u0041\"]", "[\"\\ufffd\\u0041\"]", 1},
        {"[\"\\ude00\\ud83d\"]", "[\"\\ufffd\\ufffd\"]", 2},
        {"[\"\\\\ud83d\"]", "[\"\\\\ud83d\"]", 0}, /* an escaped backslash, then letters */
        {"[\"\\ud83\"]", "[\"\\ud83\"]", 0},       /* no escape: the parser refuses it */
        {"{\"\\ud800\":1}", "{\"\\ufffd\":1}", 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[256];
        struct guard_result result = check(rows[i].before, text);
        assert_int_equal(result.answer, GUARD_PASSED);
        assert_string_equal(text, rows[i].after);
        assert_int_equal(result.surrogates, rows[i].replaced);
    }
}

static void an_unfinished_string_is_located(void **state)
{
    static const struct {
        const char *text;
        size_t offset;
    } rows[] = {{"{\"a", 1}, {"[1, \"x\\\"", 4}, {"[\"\\", 1}, {"\"", 0}, {"[\"\\u", 1}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[256];
        struct guard_result result = check(rows[i].text, text);
        assert_int_equal(result.answer, GUARD_UNFINISHED_STRING);
        assert_int_equal(result.offset, rows[i].offset);
    }
}

static void depth_is_bounded(void **state)
{
    char text[2 * JSON_DEPTH_MAX + 3];
    memset(text, '[', JSON_DEPTH_MAX);
    memset(text + JSON_DEPTH_MAX, ']', JSON_DEPTH_MAX);
    assert_int_equal(guard_check(text, 2 * JSON_DEPTH_MAX).answer, GUARD_PASSED);
    memset(text, '{', JSON_DEPTH_MAX + 1);
    struct guard_result result = guard_check(text, JSON_DEPTH_MAX + 1);
    assert_int_equal(result.answer, GUARD_TOO_DEEP);
    assert_int_equal(result.offset, JSON_DEPTH_MAX);
    /* Brackets in strings are no depth. */
    char string[128] = "\"";
    memset(string + 1, '[', 100);
    string[101] = '"';
    assert_int_equal(guard_check(string, 102).answer, GUARD_PASSED);
}

static void the_number_of_values_is_bounded(void **state)
{
    size_t size = 3 * (size_t)JSON_VALUES_MAX;
    char *text = malloc(size);
    for (size_t i = 0; i < size; i++)
        text[i] = "{},"[i % 3];
    text[0] = '[';
    struct guard_result result = guard_check(text, size);
    assert_int_equal(result.answer, GUARD_TOO_MANY_VALUES);
    assert_true(result.offset < size / 2 + 8);
    free(text);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(surrogates_are_mended_in_place),
    cmocka_unit_test(an_unfinished_string_is_located),
    cmocka_unit_test(depth_is_bounded),
    cmocka_unit_test(the_number_of_values_is_bounded),
};
RUN_TESTS(tests)
