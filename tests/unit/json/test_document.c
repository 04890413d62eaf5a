/* SPDX-License-Identifier: Apache-2.0 */
/* test_document.c: what is JSON, what is not, and what is said of it. Values against jansson's are
 * tests/fuzz/document.c's business. */
#include "lib/json/document.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/test.h"

static struct document document;
static char *copied; /* of its own size, so that the sanitizer sees what is read beyond it */

static int read_bytes(const char *text, size_t size)
{
    free(copied);
    copied = malloc(size ? size : 1);
    assert_non_null(copied);
    memcpy(copied, text, size);
    return document_read(&document, copied, size);
}

static int read_text(const char *text)
{
    return read_bytes(text, strlen(text));
}

static int release(void **state)
{
    free(copied);
    copied = NULL;
    document_deinit(&document);
    return 0;
}

/* The value alone, which is read within a list. */
static const struct value *read_value(const char *text)
{
    char list[256];
    snprintf(list, sizeof list, " [\t%s\r\n] ", text);
    int status = read_text(list);
    if (status != 0)
        fail_msg("%s: byte %zu: %s", text, document.offset, document.sentence);
    assert_int_equal(document.values->kind, VALUE_ARRAY);
    assert_int_equal(document.values->size, 1);
    return value_first(document.values);
}

static void values_lie_in_order(void **state)
{
    assert_int_equal(read_text("{\"a\": [1, \"x\", {}], \"b\": null, \"c\": [], \"d\": true}"), 0);
    const struct value *root = document.values;
    assert_int_equal(document.count, 12);
    assert_int_equal(root->kind, VALUE_OBJECT);
    assert_int_equal(root->size, 4);
    assert_ptr_equal(value_next(root), document.values + 12);
    const struct value *list = value_get(root, "a"), *element = value_first(list);
    assert_int_equal(list->size, 3);
    assert_int_equal(element->integer, 1);
    element = value_next(element);
    assert_string_equal(element->text, "x");
    element = value_next(element);
    assert_true(value_is(element, VALUE_OBJECT));
    assert_ptr_equal(value_next(element), value_next(list));
    assert_true(value_is(value_get(root, "b"), VALUE_NULL));
    assert_true(value_is(value_get(root, "c"), VALUE_ARRAY));
    assert_true(value_is(value_get(root, "d"), VALUE_TRUE));
    assert_null(value_get(root, "e"));
    assert_null(value_get(list, "a"));
    assert_null(value_get(NULL, "a"));
    assert_false(value_equals(NULL, "a"));
}

static void strings_are_unescaped(void **state)
{
    static const struct {
        const char *text, *bytes;
        size_t size;
    } rows[] = {
        {"\"\"", "", 0},
        {"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t", 8},
        {"\"a\\u0000b\"", "a\0b", 3},
        {"\"\\u0041\\u00e9\\u20AC\"", "A\xc3\xa9\xe2\x82\xac", 6},
        {"\"\\ud83d\\ude00\"", "\xf0\x9f\x98\x80", 4}, /* a pair */
        {"\"\\ud83d\"", "\xef\xbf\xbd", 3},            /* and what is none */
        {"\"\\uDE00x\"", "\xef\xbf\xbdx", 4},
        {"\"\\ud83d\\ud83d\\ude00\"", "\xef\xbf\xbd\xf0\x9f\x98\x80", 7},
        {"\"\\ud83d\\u0041\"",
         "\xef\xbf\xbd"
         "A",
         4},
        {"\"\\ud83d\\n\"", "\xef\xbf\xbd\n", 4},
        {"\"\\ude00\\ud83d\"", "\xef\xbf\xbd\xef\xbf\xbd", 6},
        {"\"\\\\ud83d\"", "\\ud83d", 6},
        {"\"\x7f\xc2\x80\xf4\x8f\xbf\xbf\"", "\x7f\xc2\x80\xf4\x8f\xbf\xbf", 7},
        {"\"0123456789abcdef\\n0123456789abcdef0123456789abcdef\\u00df0123456789abcdef\"",
         "0123456789abcdef\n0123456789abcdef0123456789abcdef\xc3\x9f"
         "0123456789abcdef",
         67},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct value *value = read_value(rows[i].text);
        assert_int_equal(value->kind, VALUE_STRING);
        assert_int_equal(value->size, rows[i].size);
        assert_memory_equal(value->text, rows[i].bytes, rows[i].size + 1);
    }
}

static void integers_are_exact(void **state)
{
    static const struct {
        const char *text;
        int64_t value;
    } rows[] = {{"0", 0},
                {"-0", 0},
                {"-17", -17},
                {"9007199254740993", 9007199254740993},
                {"9223372036854775807", INT64_MAX},
                {"-9223372036854775808", INT64_MIN}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct value *value = read_value(rows[i].text);
        assert_int_equal(value->kind, VALUE_INTEGER);
        assert_true(value->integer == rows[i].value);
    }
}

static void reals_are_what_strtod_says(void **state)
{
    static const char *const rows[] = {"0.0",
                                       "-0.0",
                                       "-0e0",
                                       "3.2",
                                       "1e22",
                                       "1e23",
                                       "123456789012345678e-3",
                                       "9007199254740993.0",
                                       "1.7976931348623157e308",
                                       "4.9e-324",
                                       "1e-400",
                                       "-1E+2",
                                       "0.1e-0",
                                       "0.30000000000000004440892098500626",
                                       "1234567890123456789012345678901234567890.5",
                                       "0.00000000000000000000000000000000000000001e41",
                                       "2.2250738585072011e-308"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct value *value = read_value(rows[i]);
        double expected = strtod(rows[i], NULL);
        assert_int_equal(value->kind, VALUE_REAL);
        assert_memory_equal(&value->real, &expected, sizeof expected);
    }
}

static void what_is_no_json(void **state)
{
    static const struct {
        const char *text;
        size_t offset;
    } rows[] = {
        {"", 0},
        {" ", 1},
        {"1", 0},
        {"\"a\"", 0},
        {"null", 0},
        {"[", 1},
        {"{", 1},
        {"[1", 2},
        {"[1,]", 3},
        {"[,1]", 1},
        {"[1 2]", 3},
        {"[1}", 2},
        {"{\"a\":1]", 6},
        {"{\"a\":1,}", 7},
        {"{\"a\"}", 4},
        {"{\"a\":}", 5},
        {"{a:1}", 1},
        {"{1:1}", 1},
        {"[] []", 3},
        {"[]x", 2},
        {"[01]", 1},
        {"[-]", 2},
        {"[+1]", 1},
        {"[.5]", 1},
        {"[1.]", 3},
        {"[1.e5]", 3},
        {"[1e]", 3},
        {"[1e+]", 4},
        {"[0x1]", 2},
        {"[1e999]", 1},
        {"[-1e999]", 1},
        {"[9223372036854775808]", 1},
        {"[-9223372036854775809]", 1},
        {"[123456789012345678901]", 1},
        {"[NaN]", 1},
        {"[Infinity]", 1},
        {"[-Infinity]", 2},
        {"[True]", 1},
        {"[truex]", 5},
        {"[tru]", 1},
        {"[nul", 1},
        {"[\"\n\"]", 2},
        {"[\"a\tb\"]", 3},
        {"[\"\\x\"]", 2},
        {"[\"\\u12G4\"]", 2},
        {"[\"\\'\"]", 2},
        {"[\"\\u\"]", 2},
        {"[\"\xff\"]", 2},
        {"[\"\xc0\xaf\"]", 2},
        {"[\"\xed\xa0\x80\"]", 2},
        {"[\xc3\xa9]", 1},
        {"\xef\xbb\xbf[]", 0},
        {"[1]\f", 3},
        {"{\"a", 1},
        {"[1, \"x\\\"", 4},
        {"[\"a\"", 4},
        {"['a']", 1},
        {"[/**/1]", 1},
        {"{\"a\\u0000\":1}", 2},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int status = read_text(rows[i].text);
        if (status != DOCUMENT_MALFORMED || document.offset != rows[i].offset)
            fail_msg("%s: %d, byte %zu", rows[i].text, status, document.offset);
        assert_non_null(document.sentence);
    }
    assert_int_equal(read_bytes("[1]\0", 4), DOCUMENT_MALFORMED);
    assert_int_equal(read_bytes("[\0]", 3), DOCUMENT_MALFORMED);
    assert_int_equal(read_bytes("[\"\\\0\"]", 6), DOCUMENT_MALFORMED);
}

/* Every beginning of a text is none, and reads nothing beyond itself. */
static void a_text_cut_short(void **state)
{
    static const char text[] =
        "{\"key\\u00e9\": [1.5e3, -12, true, false, null, \"\\ud83d\\ude00\xc3"
        "\xa9 and sixteen plain bytes\"]}";
    for (size_t size = 0; size < strlen(text); size++)
        assert_int_equal(read_bytes(text, size), DOCUMENT_MALFORMED);
    assert_int_equal(read_text(text), 0);
}

static void keys_are_distinct(void **state)
{
    assert_int_equal(read_text("{\"a\": 1, \"b\": {\"a\": 2}, \"a\": 3}"), DOCUMENT_MALFORMED);
    assert_int_equal(document.offset, 24);
    assert_int_equal(read_text("[{\"a\": 1, \"\\u0061\": 2}]"), DOCUMENT_MALFORMED);
    assert_int_equal(read_text("{\"\": 1, \"\": 2}"), DOCUMENT_MALFORMED);
    assert_int_equal(read_text("{\"a\": {\"a\": {\"a\": 1}}, \"b\": {\"a\": 1}}"), 0);
}

/* More keys than are compared each with each. */
static void many_keys_are_distinct(void **state)
{
    enum { KEYS = 3000 };
    static char text[KEYS * 24];
    for (unsigned repeated = 0; repeated <= KEYS; repeated += 7) {
        size_t size = 0;
        for (unsigned i = 0; i < KEYS; i++)
            size +=
                (size_t)snprintf(text + size, sizeof text - size, "%s\"%s%u\":[{}]", i ? "," : "{",
                                 i % 2 ? "a key longer" : "", i + 1 == repeated ? i / 2 : i);
        text[size++] = '}';
        int status = read_bytes(text, size);
        bool same = repeated > 0 && (repeated - 1) % 2 == (repeated - 1) / 2 % 2 && repeated > 2;
        assert_int_equal(status, same ? DOCUMENT_MALFORMED : 0);
    }
}

static void depth_is_bounded(void **state)
{
    char text[2 * DOCUMENT_DEPTH_MAX + 2];
    memset(text, '[', DOCUMENT_DEPTH_MAX);
    memset(text + DOCUMENT_DEPTH_MAX, ']', DOCUMENT_DEPTH_MAX);
    assert_int_equal(read_bytes(text, 2 * DOCUMENT_DEPTH_MAX), 0);
    memset(text, '[', DOCUMENT_DEPTH_MAX + 1);
    assert_int_equal(read_bytes(text, DOCUMENT_DEPTH_MAX + 1), DOCUMENT_TOO_DEEP);
    assert_int_equal(document.offset, DOCUMENT_DEPTH_MAX);
}

/* A list of `count` elements. */
static char *list_of(const char *element, size_t count, size_t *size)
{
    size_t step = strlen(element) + 1;
    char *text = malloc(count * step + 1), *at = text;
    assert_non_null(text);
    for (size_t i = 0; i < count; i++) {
        *at++ = i ? ',' : '[';
        at = mempcpy(at, element, step - 1);
    }
    *at = ']';
    *size = count * step + 1;
    return text;
}

static void the_number_of_values_is_bounded(void **state)
{
    size_t size;
    char *text = list_of("1", DOCUMENT_VALUES_MAX - 1, &size);
    assert_int_equal(read_bytes(text, size), 0);
    free(text);
    text = list_of("1", DOCUMENT_VALUES_MAX, &size);
    assert_int_equal(read_bytes(text, size), DOCUMENT_TOO_MANY_VALUES);
    assert_int_equal(document.offset, size - 3); /* the last comma */
    free(text);
    text = list_of("{}", DOCUMENT_VALUES_MAX / 2 + 1, &size);
    assert_int_equal(read_bytes(text, size), DOCUMENT_TOO_MANY_VALUES);
    free(text);
}

/* What was large is given back; what is not stays. */
static void memory_is_kept_and_trimmed(void **state)
{
    size_t size;
    char *text = list_of("1", 100000, &size);
    assert_int_equal(read_text("[1, 2, 3]"), 0);
    const struct value *values = document.values;
    document_trim(&document);
    assert_int_equal(read_text("{\"a\": 1}"), 0);
    assert_ptr_equal(document.values, values);
    assert_int_equal(read_bytes(text, size), 0);
    assert_int_equal(document.values->size, 100000);
    document_trim(&document);
    assert_int_equal(document.capacity, 0);
    free(text);
}

static void values_become_text_again(void **state)
{
    static const char text[] =
        "{\"a\":[1,-2.5,3.2,\"x\\\"\\u0000\",true,false,null],\"b\":{},\"c\":[]}";
    struct buffer out = BUFFER_INIT;
    struct json json = {.out = &out};
    assert_int_equal(read_text(text), 0);
    value_put(&json, document.values, 1000);
    assert_string_equal(out.data, text);
    buffer_clear(&out);
    json.continued = false;
    value_put(&json, document.values, 10);
    assert_true(out.size > 10 && out.size < 30);
    buffer_deinit(&out);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_teardown(values_lie_in_order, release),
    cmocka_unit_test_teardown(strings_are_unescaped, release),
    cmocka_unit_test_teardown(integers_are_exact, release),
    cmocka_unit_test_teardown(reals_are_what_strtod_says, release),
    cmocka_unit_test_teardown(what_is_no_json, release),
    cmocka_unit_test_teardown(a_text_cut_short, release),
    cmocka_unit_test_teardown(keys_are_distinct, release),
    cmocka_unit_test_teardown(many_keys_are_distinct, release),
    cmocka_unit_test_teardown(depth_is_bounded, release),
    cmocka_unit_test_teardown(the_number_of_values_is_bounded, release),
    cmocka_unit_test_teardown(memory_is_kept_and_trimmed, release),
    cmocka_unit_test_teardown(values_become_text_again, release),
};
RUN_TESTS(tests)
