/* SPDX-License-Identifier: Apache-2.0 */
/* test_token.c: an answer's parts are found and changed. */
#include "tests/unit/test.h"

#include <string.h>

#include "lib/gate/token.h"

static struct tokens split(const char *text)
{
    struct tokens tokens;
    tokens_split(&tokens, text, strlen(text));
    return tokens;
}

static void assert_text(struct buffer *buffer, const char *expected)
{
    assert_int_equal(buffer->size, strlen(expected));
    assert_memory_equal(buffer->data ? buffer->data : "", expected, buffer->size);
    buffer_deinit(buffer);
}

static void finds_parts(void **unused)
{
    const struct {
        const char *text;
        unsigned count;
        bool characters;
    } rows[] = {{"", 0, false},
                {" \n", 0, false},
                {"[1, 2,3]\n", 3, false},
                {"12", 1, false},
                {"-3/4", 1, false},
                {"URRD", 4, true},
                {"knight knave", 2, false},
                {"(3 + 7) * 2", 5, false},
                {"x", 1, false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct tokens tokens = split(rows[i].text);
        assert_int_equal(tokens.count, rows[i].count);
        assert_int_equal(tokens.characters, rows[i].characters);
    }
}

static void stops_at_its_limit(void **unused)
{
    char text[4 * TOKENS_MAX];
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = i % 2 ? ' ' : '7';
    struct tokens tokens;
    tokens_split(&tokens, text, sizeof text);
    assert_int_equal(tokens.count, TOKENS_MAX);
    assert_true(tokens.cut);
}

static void reads_integers(void **unused)
{
    const struct {
        const char *text;
        bool integer;
        int64_t value;
    } rows[] = {
        {"42", true, 42}, {"-7", true, -7},  {"+3", true, 3},   {"", false, 0},
        {"-", false, 0},  {"1.5", false, 0}, {"12a", false, 0}, {"1234567890123456789", false, 0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct token token = {rows[i].text, (unsigned)strlen(rows[i].text)};
        int64_t value = 0;
        assert_int_equal(token_integer(&token, &value), rows[i].integer);
        if (rows[i].integer)
            assert_int_equal(value, rows[i].value);
    }
}

static void changes_one_part(void **unused)
{
    struct tokens tokens = split("1, 22, 3");
    struct buffer out = BUFFER_INIT;
    tokens_replace(&out, &tokens, 1, "xyz", 3);
    assert_text(&out, "1, xyz, 3");
    tokens_replace(&out, &tokens, 0, "", 0);
    assert_text(&out, "22, 3");
    tokens_replace(&out, &tokens, 2, "", 0);
    assert_text(&out, "1, 22");
    tokens_swap(&out, &tokens, 2, 0);
    assert_text(&out, "3, 22, 1");
    tokens_prefix(&out, &tokens, 2);
    assert_text(&out, "1, 22");
    tokens_prefix(&out, &tokens, 0);
    assert_text(&out, "");
}

static void knows_what_stands_between(void **unused)
{
    const char *const rows[][2] = {
        {"1, 2", ", "}, {"1\n2", "\n"}, {"12", " "}, {"URD", ""}, {"", " "}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct tokens tokens = split(rows[i][0]);
        struct token between = tokens_separator(&tokens);
        assert_true(token_spells(&between, rows[i][1], strlen(rows[i][1])));
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(finds_parts),
    cmocka_unit_test(stops_at_its_limit),
    cmocka_unit_test(reads_integers),
    cmocka_unit_test(changes_one_part),
    cmocka_unit_test(knows_what_stands_between),
};
RUN_TESTS(tests)
