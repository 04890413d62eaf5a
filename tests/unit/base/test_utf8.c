/* SPDX-License-Identifier: Apache-2.0 */
/* test_utf8.c: every code point, and every two-byte sequence, against RFC 3629's table. */
#include "lib/base/utf8.h"

#include <string.h>

#include "tests/unit/test.h"

static size_t encode(unsigned point, char out[4])
{
    if (point < 0x80)
        return out[0] = (char)point, 1;
    if (point < 0x800)
        return out[0] = (char)(0xc0 | point >> 6), out[1] = (char)(0x80 | (point & 63)), 2;
    if (point < 0x10000)
        return out[0] = (char)(0xe0 | point >> 12), out[1] = (char)(0x80 | (point >> 6 & 63)),
               out[2] = (char)(0x80 | (point & 63)), 3;
    return out[0] = (char)(0xf0 | point >> 18), out[1] = (char)(0x80 | (point >> 12 & 63)),
           out[2] = (char)(0x80 | (point >> 6 & 63)), out[3] = (char)(0x80 | (point & 63)), 4;
}

static void every_code_point_but_surrogates(void **state)
{
    for (unsigned point = 0; point < 0x110800; point++) {
        char text[4];
        size_t size = encode(point, text);
        bool right = point < 0x110000 && !(point >= 0xd800 && point < 0xe000);
        char written[4];
        assert_true(!right ||
                    (utf8_encode(point, written) == size && memcmp(written, text, size) == 0));
        assert_int_equal(utf8_length(text, size), right ? size : 0);
        if (right && size > 1)
            assert_int_equal(utf8_length(text, size - 1), 0); /* cut short */
    }
}

static void overlong_forms_are_refused(void **state)
{
    assert_false(utf8_valid("\xc0\x80", 2));
    assert_false(utf8_valid("\xc1\xbf", 2));
    assert_false(utf8_valid("\xe0\x9f\xbf", 3));
    assert_false(utf8_valid("\xf0\x8f\xbf\xbf", 4));
    assert_false(utf8_valid("a\x80", 2));
    assert_false(utf8_valid("\xf5\x80\x80\x80", 4));
    assert_true(utf8_valid("", 0));
}

/* The bytes that are looked at together are no other than each alone. */
static void a_wrong_byte_is_found_anywhere(void **state)
{
    char text[40];
    for (size_t at = 0; at < sizeof text; at++) {
        memset(text, 'a', sizeof text);
        assert_true(utf8_valid(text, sizeof text));
        text[at] = '\x80';
        assert_false(utf8_valid(text, sizeof text));
        if (at) {
            text[at - 1] = '\xc3';
            assert_true(utf8_valid(text, sizeof text));
        }
    }
}

static void a_cut_keeps_characters_whole(void **state)
{
    const char *text = "a\xc3\xbc\xf0\x9f\x98\x80";
    static const size_t kept[] = {0, 1, 1, 3, 3, 3, 3, 7, 7};
    for (size_t limit = 0; limit < sizeof kept / sizeof *kept; limit++)
        assert_int_equal(utf8_cut(text, strlen(text), limit), kept[limit]);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(every_code_point_but_surrogates),
    cmocka_unit_test(overlong_forms_are_refused),
    cmocka_unit_test(a_wrong_byte_is_found_anywhere),
    cmocka_unit_test(a_cut_keeps_characters_whole),
};
RUN_TESTS(tests)
