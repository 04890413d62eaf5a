/* SPDX-License-Identifier: Apache-2.0 */
/* test_trainers.c: labels as data sets carry them, and what is the response in OpenRLHF's query. */
#include <stdio.h>
#include <string.h>

#include "daemon/front/request_label.h"
#include "daemon/front/request_reward.h"
#include "proto/ring.h"
#include "tests/unit/test.h"

#define A "n_queens@3fa9c1d27b04"

static struct document document, inner;
static struct item_reading reading;
static struct request_trouble trouble;
static struct trainer_rules rules;

/* The label, below the path's environment, "" for none. */
static bool reads(const char *label, const char *path)
{
    static char text[1024];
    struct error error;
    rules = (struct trainer_rules){.extract = EXTRACT_DECLARED, .deadline_ms = 5};
    snprintf(text, sizeof text, "[%s]", label);
    assert_int_equal(document_read(&document, text, strlen(text)), 0);
    if (*path)
        assert_int_equal(address_parse_environment(path, strlen(path), &rules.env, &error), 0);
    return label_read(&reading, value_first(document.values), &inner, &rules, &trouble);
}

static void labels(void **state)
{
    static const struct {
        const char *label, *path;
        unsigned level;
    } rows[] = {
        {"\"" A ":3:17\"", "", 3},
        {"\"" A ":3:17\"", "n_queens", 3},
        {"\"" A ":3:17\"", A, 3},
        {"\"" A ":3:17\"", A "aabbcc", 3},
        {"{\"instance\": \"" A ":3:17\", \"level\": 5, \"env\": \"x\"}", "", 3},
        {"{\"env\": \"" A "\", \"level\": 3, \"seed\": 17, \"split\": \"train\"}", "", 3},
        {"\" {\\\"env\\\": \\\"" A "\\\", \\\"level\\\": 3, \\\"seed\\\": 17}\"", "", 3},
        {"{\"level\": 3, \"seed\": 17}", A, 3},
        {"{\"level\": 3, \"seed\": 17, \"version\": \"active\"}", "n_queens", 3},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_true(reads(rows[i].label, rows[i].path));
        assert_string_equal(reading.item.address.name, "n_queens");
        assert_int_equal(reading.item.address.level, rows[i].level);
        assert_int_equal(reading.item.address.seed, 17);
        assert_int_equal(reading.item.deadline_ms, 5);
        assert_true(reading.item.has_instance);
    }
}

static void labels_that_are_none(void **state)
{
    static const struct {
        const char *label, *path, *word;
    } rows[] = {
        {"5", "", "address"},
        {"[]", "", "address"},
        {"\"\"", "", "name"},
        {"\"n_queens\"", "", "name@version"},
        {"\"{\"", "", "JSON"},
        {"\"{} x\"", "", "JSON"},
        {"{}", "", "what is judged"},
        {"{\"env\": \"" A "\"}", "", "missing"},
        {"{\"env\": \"n_queens\", \"level\": 1, \"seed\": 1}", "", "version"},
        {"{\"instance\": 7}", "", "string"},
        {"\"" A ":3:17\"", "sudoku", "about sudoku"},
        {"\"" A ":3:17\"", "n_queens@000000000000", "the path"},
        {"{\"level\": 3, \"seed\": 17}", "n_queens", "version"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_false(reads(rows[i].label, rows[i].path));
        if (!strstr(trouble.message, rows[i].word))
            fail_msg("%s: %s", rows[i].label, trouble.message);
    }
}

static void what_a_label_may_say_of_the_answer(void **state)
{
    assert_true(reads("{\"instance\": \"" A ":3:17\", \"extract\": \"whole\"}", ""));
    assert_int_equal(reading.item.extract, RS_WHOLE);
    assert_true(reads("{\"instance\": \"" A ":3:17\", \"thinking\": \"prefilled\"}", ""));
    assert_int_equal(reading.item.flags, JOB_THINKING_PREFILLED);
    assert_true(reads("{\"instance\": \"" A ":3:17\", \"extract\": \"tool:f\"}", ""));
    assert_string_equal(reading.tool, "f");
}

static struct span span_of(const char *text)
{
    return (struct span){text, strlen(text)};
}

static void responses_in_queries(void **state)
{
    static const struct {
        const char *query, *prompt, *response;
    } rows[] = {
        {"What?Four", "What?", "Four"},
        {"What?What?Four", "What?", "What?Four"}, /* the response may quote it */
        {"<s>What?Four</s>", "What?", "Four"},
        {"at?Four", "What?", "at?Four"}, /* shorter than what is looked for */
        {"xaaaFour", "aa", "Four"},      /* the last of two that overlap */
        {"What?", "What?", ""},
        {"Four", "", "Four"},
        {"Four", "What?", "Four"},
        {"", "What?", ""},
        {"x<|im_start|>assistant\nA<|im_start|>assistant\nB<|im_end|>", "gone", "B"},
        {"x<|start_header_id|>assistant<|end_header_id|>\n\nB<|eot_id|>", "gone", "B"},
        {"What?Four <|im_end|>\n", "What?", "Four "},
        {"What?Four</s></s> <|endoftext|>\n", "What?", "Four"},
        {"What?Four\n", "What?", "Four\n"}, /* no token, nothing stripped */
        {"What?</s>", "What?", ""},
        {"What?<|im_end|>Four", "What?", "<|im_end|>Four"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct span found = openrlhf_response(span_of(rows[i].query), span_of(rows[i].prompt));
        if (found.size != strlen(rows[i].response) ||
            memcmp(found.data, rows[i].response, found.size) != 0)
            fail_msg("%s: %.*s", rows[i].query, (int)found.size, found.data);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(labels),
    cmocka_unit_test(labels_that_are_none),
    cmocka_unit_test(what_a_label_may_say_of_the_answer),
    cmocka_unit_test(responses_in_queries),
};
RUN_TESTS(tests)
