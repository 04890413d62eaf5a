/* SPDX-License-Identifier: Apache-2.0 */
/* test_json_write.c: JSON text. */
#include "lib/base/json_write.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "tests/unit/test.h"

static void string_gives(const char *text, size_t size, const char *expected)
{
    struct buffer out = BUFFER_INIT;
    struct json json = {.out = &out};
    json_put_string(&json, text, size);
    assert_string_equal(out.data, expected);
    buffer_deinit(&out);
}

static void strings_are_escaped(void **state)
{
    string_gives("", 0, "\"\"");
    string_gives("a\"b\\c/", 6, "\"a\\\"b\\\\c/\"");
    string_gives("\n\r\t\b\f\x01\x1f\x7f", 8, "\"\\n\\r\\t\\b\\f\\u0001\\u001f\\u007f\"");
    string_gives("a\0b", 3, "\"a\\u0000b\"");
    string_gives("gr\xc3\xbc\xc3\x9f \xf0\x9f\x98\x80", 11,
                 "\"gr\xc3\xbc\xc3\x9f \xf0\x9f\x98\x80\"");
}

static void bytes_that_are_no_utf8_are_replaced_one_by_one(void **state)
{
    string_gives("\xff", 1, "\"\\ufffd\"");
    string_gives("a\xc3", 2, "\"a\\ufffd\"");
    string_gives("\xed\xa0\x80z", 4, "\"\\ufffd\\ufffd\\ufffdz\"");
    string_gives("\xc0\xaf", 2, "\"\\ufffd\\ufffd\"");
}

static void real_gives(double value, const char *expected)
{
    struct buffer out = BUFFER_INIT;
    struct json json = {.out = &out};
    json_put_real(&json, value);
    assert_string_equal(out.data, expected);
    buffer_deinit(&out);
}

static void reals_are_the_shortest_that_read_back(void **state)
{
    real_gives(0, "0.0");
    real_gives(1, "1.0");
    real_gives(3.2, "3.2");
    real_gives(0.1 + 0.2, "0.30000000000000004");
    real_gives(1.0 / 3, "0.3333333333333333");
    real_gives(DBL_MAX, "1.7976931348623157e+308");
    real_gives(5e-324, "4.94065645841247e-324");
    real_gives(NAN, "null");
    real_gives(-INFINITY, "null");
}

static void commas_fall_where_they_belong(void **state)
{
    struct buffer out = BUFFER_INIT;
    struct json json = {.out = &out};
    json_put_open(&json, '{');
    json_put_key(&json, "a");
    json_put_open(&json, '[');
    json_put_close(&json, ']');
    json_put_key(&json, "b");
    json_put_open(&json, '[');
    json_put_integer(&json, -1);
    json_put_unsigned(&json, UINT64_MAX);
    json_put_open(&json, '{');
    json_put_close(&json, '}');
    json_put_bool(&json, true);
    json_put_text(&json, NULL);
    json_put_close(&json, ']');
    json_put_key(&json, "c");
    json_put_raw(&json, "[1]", 3);
    json_put_close(&json, '}');
    assert_string_equal(out.data,
                        "{\"a\":[],\"b\":[-1,18446744073709551615,{},true,null],\"c\":[1]}");
    buffer_deinit(&out);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(strings_are_escaped),
    cmocka_unit_test(bytes_that_are_no_utf8_are_replaced_one_by_one),
    cmocka_unit_test(reals_are_the_shortest_that_read_back),
    cmocka_unit_test(commas_fall_where_they_belong),
};
RUN_TESTS(tests)
