/* SPDX-License-Identifier: Apache-2.0 */
/* test_field.c: named parts of an answer, in text and in JSON, and what counts as left unread. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tests/unit/runtime/harness.h"

/* Reads the fields x and y as integers. */
static void text_and_json(void **state)
{
    static const struct {
        const char *text;
        int x, y; /* −1: refused */
        bool unread;
    } rows[] = {
        {"x = 3\ny = 4", 3, 4, false},
        {"x: 3\r\ny: 4\r\n", 3, 4, false},
        {"y=4\nx=3", 3, 4, false},
        {"x = 3; y = 4", 3, 4, false},
        {"x = 3; y = 4;", 3, 4, false},
        {"\n  x = 3 \n\n\ty : 4\n", 3, 4, false},
        {"{\"x\": 3, \"y\": 4}", 3, 4, false},
        {" {\"y\":4,\"x\":3} \n", 3, 4, false},
        {"{\"x\": \"3\", \"\\u0079\": \" 4 \"}", 3, 4, false},
        {"x = 3\ny = 4\nz = 5", 3, 4, true},
        {"x = 3 3\ny = 4", 3, 4, true},
        {"so\nx = 3\ny = 4", 3, 4, true},
        {"x = 3; y = 4; z", 3, 4, true},
        {"{\"x\": 3, \"y\": 4, \"z\": null}", 3, 4, true},
        {"{\"x\": 3, \"y\": 4} so", 3, 4, true},
        {"{\"x\": 3, \"y\": 4}\n{}", 3, 4, true},
        {"x = 3", -1, -1, false},
        {"X = 3\ny = 4", -1, -1, false},
        {"x = 3\nx = 3\ny = 4", -1, -1, false},
        {"{\"x\": 3, \"x\": 3, \"y\": 4}", -1, -1, false},
        {"{\"x\": 3, \"y\": 4", -1, -1, false},
        {"{\"x\": 3, \"y\": 4,}", -1, -1, false},
        {"{\"x\": 3 \"y\": 4}", -1, -1, false},
        {"{\"x\": 3, \"y\"}", -1, -1, false},
        {"{'x': 3, 'y': 4}", -1, -1, false},
        {"{x: 3, y: 4}", -1, -1, false},
        {"{\"x\": 3, \"y\": }", -1, -1, false},
        {"{\"x\": 3, \"y\": \"4}", -1, -1, false},
        {"{\"x\": 3, \"y\": NaN}", -1, -1, false},
        {"{\"x\": 3, \"y\": [4]}", -1, -1, false},
        {"{\"x\": 3, \"y\": \"\\u00\"}", -1, -1, false},
        {"{}", -1, -1, false},
        {"", -1, -1, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        rs_answer *answer = read_answer(rows[i].text);
        int64_t x = rs_read_int(rs_field(answer, "x"), -1, 9);
        int64_t y = rs_read_int(rs_field(answer, "y"), -1, 9);
        struct answer_result result = finish(answer);
        bool refused = rows[i].y < 0;
        if (result.refused != refused || (!refused && (x != rows[i].x || y != rows[i].y)) ||
            (!refused && result.unread != rows[i].unread))
            fail_msg("\"%s\": %ld %ld, refused %d, unread %d (%s)", rows[i].text, (long)x, (long)y,
                     result.refused, result.unread, result.reason);
    }
}

static void values_keep_semicolons(void **state)
{
    int list[4];
    rs_answer *answer = read_answer("pairs: 1,2; 3,4; x = 5");
    assert_int_equal(rs_read_ints(rs_field(answer, "pairs"), list, 4, 0, 9), 4);
    assert_int_equal(rs_read_int(rs_field(answer, "x"), 0, 9), 5);
    struct answer_result result = finish(answer);
    assert_false(result.refused || result.unread);
}

static void nested_values(void **state)
{
    int list[4];
    char line[16];
    rs_answer *answer = read_answer("{\"a\": {\"l\": [1, 2], \"s\": \"]}\\\"\\n\"}, \"b\": true}");
    rs_answer *a = rs_field(answer, "a");
    assert_int_equal(rs_read_ints(rs_field(a, "l"), list, 4, 0, 9), 2);
    assert_int_equal(rs_read_line(rs_field(a, "s"), line, sizeof line), 3);
    assert_string_equal(line, "]}\"");
    assert_true(rs_has_field(answer, "b"));
    assert_true(finish(answer).unread); /* b was only asked about */
    answer = read_answer("{\"a\": {\"l\": 1}}");
    rs_field(answer, "a");
    assert_true(finish(answer).unread);
    answer = read_answer("{\"a\": {\"l\": 1}}");
    assert_int_equal(rs_read_int(rs_field(rs_field(answer, "a"), "l"), 0, 9), 1);
    assert_false(finish(answer).unread);
}

static void asking_does_not_refuse(void **state)
{
    rs_answer *answer = read_answer("12");
    assert_false(rs_has_field(answer, "x"));
    assert_int_equal(rs_read_int(answer, 0, 99), 12);
    struct answer_result result = finish(answer);
    assert_false(result.refused || result.unread);
    answer = read_answer("{\"x\": ");
    assert_false(rs_has_field(answer, "x"));
    assert_false(rs_refused(answer));
}

static void refusals_name_the_field(void **state)
{
    rs_answer *answer = read_answer("x = many\n");
    rs_read_int(rs_field(answer, "x"), 0, 9);
    assert_string_equal(finish(answer).reason,
                        "field \"x\": expected an integer from 0 to 9, found \"many\"");
    answer = read_answer("x = \n");
    rs_read_int(rs_field(answer, "x"), 0, 9);
    assert_string_equal(finish(answer).reason,
                        "field \"x\": expected an integer from 0 to 9, found the end of the field");
    answer = read_answer("y = 1\n");
    rs_field(answer, "x");
    assert_string_equal(finish(answer).reason, "expected a part named \"x\"");
    answer = read_answer("x = 1\nx = 2");
    rs_field(answer, "x");
    assert_string_equal(finish(answer).reason, "\"x\" is given more than once");
}

static void unescapes_strings(void **state)
{
    static const struct {
        const char *text, *value; /* NULL: refused */
    } rows[] = {
        {"\"a\\\\b\\/c\\td\"", "a\\b/c\td"},
        {"\"\\u00e9\\u20ac\\ud83d\\ude00\"", "\u00e9\u20ac\U0001f600"},
        {"\"plain\"", "plain"},
        {"\"\\ud83d\"", NULL},
        {"\"\\ud83dx\"", NULL},
        {"\"\\ud83d\\u0041\"", NULL},
        {"\"\\ude00\"", NULL},
        {"\"\\u0000\"", NULL},
        {"\"\\x41\"", NULL},
        {"\"\\u12g4\"", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[64], line[32];
        snprintf(text, sizeof text, "{\"x\": %s}", rows[i].text);
        rs_answer *answer = read_answer(text);
        rs_read_line(rs_field(answer, "x"), line, sizeof line);
        assert_int_equal(rs_refused(answer), rows[i].value == NULL);
        assert_string_equal(line, rows[i].value ? rows[i].value : "");
    }
}

/* What an earlier answer unescaped, and its fields, must not be there for the next call. */
static void forgets_strings(void **state)
{
    static const char nothing[64];
    char line[32];
    rs_answer *answer = read_answer("{\"x\": \"secret\\u0021\"}");
    const char *memory = (const char *)answer;
    const rs_answer *field = rs_field(answer, "x");
    rs_read_line(rs_field(answer, "x"), line, sizeof line);
    assert_string_equal(line, "secret!");
    assert_non_null(memmem(memory, answer_bytes(), "secret!", 7));
    finish(answer);
    assert_null(memmem(memory, answer_bytes(), "secret!", 7));
    assert_memory_equal(field, nothing, sizeof nothing);
}

static void limits(void **state)
{
    char *text = malloc(RESPONSE_MAX);
    assert_non_null(text);
    for (int count = ANSWER_FIELDS_MAX; count <= ANSWER_FIELDS_MAX + 1; count++) {
        char *at = text;
        for (int i = 0; i < count; i++)
            at += sprintf(at, "x%d = %d\n", i, i);
        rs_answer *answer = read_bytes(text, (size_t)(at - text));
        assert_int_equal(rs_read_int(rs_field(answer, "x63"), 0, 99),
                         count > ANSWER_FIELDS_MAX ? 0 : 63);
        assert_int_equal(rs_refused(answer), count > ANSWER_FIELDS_MAX);
    }
    /* 65 arrays around nothing; 64 are read. */
    for (size_t depth = 64; depth <= 65; depth++) {
        size_t size = 5 + 2 * depth + 1;
        memcpy(text, "{\"x\":", 5);
        memset(text + 5, '[', depth);
        memset(text + 5 + depth, ']', depth);
        text[size - 1] = '}';
        rs_answer *answer = read_bytes(text, size);
        rs_field(answer, "x");
        assert_int_equal(rs_refused(answer), depth > 64);
    }
    /* A string with an escape must fit the room for such strings; one without need not. */
    memset(text, 'a', RESPONSE_MAX);
    memcpy(text, "{\"x\":\"", 6);
    memcpy(text + RESPONSE_MAX - 2, "\"}", 2);
    rs_answer *answer = read_bytes(text, RESPONSE_MAX);
    rs_field(answer, "x");
    assert_false(rs_refused(answer));
    memcpy(text + 100, "\\n", 2);
    answer = read_bytes(text, RESPONSE_MAX);
    rs_field(answer, "x");
    assert_true(rs_refused(answer));
    free(text);
}

/* Seconds of CPU for the fields of texts of so many bytes, of all kinds that could go wrong. */
static double seconds_for(char *text, size_t size)
{
    static const char *const pieces[] = {"x",   ";",  "a;", "x =;", "=", "x\n",  "\"",     "\\\"",
                                         "{\"", "[{", " ",  "a ",   ":", "x=1;", "{\"a\":"};
    clock_t start = clock();
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        size_t length = strlen(pieces[i]);
        for (size_t at = 0; at < size; at++)
            text[at] = pieces[i][at % length];
        for (int object = 0; object < 2; object++) {
            memcpy(text, object ? "{\"x\":" : "x = 1\n", object ? 5 : 6);
            rs_answer *answer = read_bytes(text, size);
            for (int k = 0; k < 100; k++)
                rs_has_field(answer, "y");
            rs_field(answer, "x");
            finish(answer);
        }
    }
    return (double)(clock() - start) / CLOCKS_PER_SEC;
}

/* Against itself: how long it takes at all depends on what else the machine is doing. */
static void takes_linear_time(void **state)
{
    enum { TIMES = 16, SLACK = 4 }; /* in the square it would be TIMES × TIMES */
    char *text = malloc(RESPONSE_MAX);
    assert_non_null(text);
    double part = seconds_for(text, RESPONSE_MAX / TIMES), whole = seconds_for(text, RESPONSE_MAX);
    free(text);
    assert_true(whole < part * TIMES * SLACK);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(text_and_json),           cmocka_unit_test(values_keep_semicolons),
    cmocka_unit_test(nested_values),           cmocka_unit_test(asking_does_not_refuse),
    cmocka_unit_test(refusals_name_the_field), cmocka_unit_test(unescapes_strings),
    cmocka_unit_test(forgets_strings),         cmocka_unit_test(limits),
    cmocka_unit_test(takes_linear_time),
};

RUN_TESTS(tests)
