/* SPDX-License-Identifier: Apache-2.0 */
/* test_extract.c: from response to answer, as a table; the rules are in extract.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tests/unit/runtime/harness.h"

enum { F = JOB_FINISHED, P = JOB_THINKING_PREFILLED, B = JOB_BARE };

static const struct row {
    const char *what, *response;
    unsigned extract, flags;
    enum extraction rule;
    const char *answer;
} rows[] = {
#define T RS_TAGGED
#define TAG EXTRACTION_ANSWER_TAG
#define OPEN EXTRACTION_OPEN_TAG
#define BOX EXTRACTION_BOXED
#define NONE EXTRACTION_NONE
    /* the thought */
    {"tags after a thought", "<think>x</think><answer>42</answer>", T, 0, TAG, "42"},
    {"an answer within the thought", "<think><answer>1</answer></think>2", T, 0, NONE, ""},
    {"answers in and after it", "<think><answer>1</answer></think><answer>2</answer>", T, 0, TAG,
     "2"},
    {"a truncated thought", "<think>so <answer>42</answer> is", T, F, NONE, ""},
    {"a box in a truncated thought", "<think>\\boxed{42}", T, F, NONE, ""},
    {"prefilled and never closed", "I think <answer>42</answer>", T, P | F, NONE, ""},
    {"prefilled and closed", "I think</think><answer>42</answer>", T, P, TAG, "42"},
    {"closed several times", "a</think>b</think><answer>3</answer>", T, P, TAG, "3"},
    {"an answer between two closes", "</think><answer>1</answer></think>", T, P, NONE, ""},
    {"a second thought, unfinished", "<think></think><answer>1</answer><think>hm", T, F, NONE, ""},
    {"a second thought, finished", "<think>a</think><think>b</think>\\boxed{1}", T, 0, BOX, "1"},
    {"a close without an open", "</think><answer>7</answer>", T, 0, TAG, "7"},
    {"the tag of another word", "<thinking><answer>7</answer>", T, 0, TAG, "7"},
    {"half a tag", "<answer>7</answer><think", T, 0, TAG, "7"},
    /* tags */
    {"several answers", "<answer>1</answer> no: <answer>2</answer>", T, 0, TAG, "2"},
    {"an empty one behind", "<answer>1</answer><answer> \n</answer>", T, 0, TAG, "1"},
    {"a quoted tag", "I write <answer> tags: <answer>5</answer>", T, 0, TAG, "5"},
    {"a quoted pair", "Use <answer></answer>. <answer>5</answer>", T, 0, TAG, "5"},
    {"a quoted close", "<answer>5</answer> ends with </answer>", T, 0, TAG, "5"},
    {"a quoted open behind", "<answer>5</answer> in <answer> tags", T, F, TAG, "5"},
    {"nested tags", "<answer><answer>5</answer></answer>", T, 0, TAG, "5"},
    {"lines", "<answer>\n1 2\n3 4\n</answer>", T, 0, TAG, "1 2\n3 4"},
    {"CRLF", "<answer>\r\n1 2\r\n3 4\r\n</answer>\r\n", T, 0, TAG, "1 2\r\n3 4"},
    {"upper case is no tag", "<ANSWER>5</ANSWER>", T, 0, NONE, ""},
    {"only an empty pair", "nothing fits: <answer></answer>", T, 0, TAG, ""},
    {"an empty pair and a line", "so: <answer> </answer>\nline", RS_LAST_LINE, 0, TAG, ""},
    {"an empty pair and a box", "<answer></answer>\\boxed{4}", T, 0, BOX, "4"},
    /* the stop string took the closing tag */
    {"stop string", "so <answer>42", T, F, OPEN, "42"},
    {"cut off by length", "so <answer>42", T, 0, NONE, ""},
    {"cut off within the closing tag", "so <answer>42</ans", T, 0, NONE, ""},
    {"an open tag and nothing", "so <answer> ", T, F, NONE, ""},
    {"a box and an open tag", "\\boxed{1} <answer>42", T, F, OPEN, "42"},
    {"a box, cut off in the tag", "\\boxed{1} <answer>42", T, 0, BOX, "1"},
    {"after a thought", "<think>a</think><answer>42\n", T, F, OPEN, "42"},
    /* boxes */
    {"a box", "so \\boxed{42}.", T, 0, BOX, "42"},
    {"the last box", "\\boxed{1} or \\boxed{2}", T, 0, BOX, "2"},
    {"balanced braces", "\\boxed{\\frac{1}{2}}", T, 0, BOX, "\\frac{1}{2}"},
    {"escaped braces", "\\boxed{\\{1, 2\\}}", T, 0, BOX, "\\{1, 2\\}"},
    {"an unbalanced one behind", "\\boxed{1} and \\boxed{2", T, F, BOX, "1"},
    {"an unbalanced one in front", "\\boxed{1 and \\boxed{2}", T, 0, BOX, "2"},
    {"nested boxes", "\\boxed{\\boxed{5}}", T, 0, BOX, "5"},
    {"a box within a box", "\\boxed{a, \\boxed{b}}", T, 0, BOX, "a, \\boxed{b}"},
    {"an empty one behind", "\\boxed{5} \\boxed{}", T, 0, BOX, "5"},
    {"only an empty one", "\\boxed{ }", T, 0, BOX, ""},
    {"a doubled backslash", "\\\\boxed{5}", T, 0, BOX, "5"},
    {"a line break in front", "\\\\\\boxed{5}", T, 0, BOX, "5"},
    {"braces of code in front", "if (x) { \\boxed{5}", T, 0, BOX, "5"},
    {"a stray brace in front", "} \\boxed{5} }", T, 0, BOX, "5"},
    {"tags before boxes", "\\boxed{1} <answer>2</answer> \\boxed{3}", T, 0, TAG, "2"},
    {"a box within tags", "<answer>\\boxed{5}</answer>", T, 0, TAG, "5"},
    {"a formula around it", "<answer>$\\boxed{5}$.</answer>", T, 0, TAG, "5"},
    {"a backslash at the end", "\\boxed{5} \\", T, 0, BOX, "5"},
    /* otherwise */
    {"no answer", "it is 42", T, F, NONE, ""},
    {"the last line", "it is\n42\n\n", RS_LAST_LINE, 0, EXTRACTION_LAST_LINE, "42"},
    {"the only line", "42", RS_LAST_LINE, 0, EXTRACTION_LAST_LINE, "42"},
    {"the last line of CRLF", "a\r\nb\r\n", RS_LAST_LINE, 0, EXTRACTION_LAST_LINE, "b"},
    {"the whole", " it is\n42 ", RS_WHOLE, 0, EXTRACTION_WHOLE, "it is\n42"},
    {"the whole after a thought", "<think>a</think>\n42", RS_WHOLE, 0, EXTRACTION_WHOLE, "42"},
    {"nothing after a thought", "<think>a</think>\n", RS_WHOLE, 0, NONE, ""},
    {"blank", " \n ", RS_LAST_LINE, F, NONE, ""},
    {"empty", "", RS_WHOLE, F, NONE, ""},
    {"an extract that does not exist", "42", 77, F, NONE, ""},
    {"bare", "<think> 42", T, B, EXTRACTION_WHOLE, "<think> 42"},
    {"bare is cleaned", " **42** \n", T, B, EXTRACTION_WHOLE, "42"},
    {"bare and empty", "", T, B, EXTRACTION_WHOLE, ""},
};

static void check(const struct row *row, bool verbatim)
{
    size_t size = strlen(row->response);
    const char *response = guarded(row->response, size);
    struct extracted found = extract_answer(response, size, row->extract, row->flags, verbatim);
    assert_true(found.offset <= size && found.size <= size - found.offset);
    char answer[256];
    snprintf(answer, sizeof answer, "%.*s", (int)found.size, response + found.offset);
    if (found.rule != row->rule || strcmp(answer, row->answer) != 0)
        fail_msg("%s: rule %d \"%s\", not %d \"%s\"", row->what, (int)found.rule, answer,
                 (int)row->rule, row->answer);
}

static void finds_the_answer(void **state)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check(&rows[i], false);
}

static const struct {
    const char *answer, *cleaned;
} wrapped[] = {
    {"42", "42"},
    {" \t42\r\n", "42"},
    {"42.", "42"},
    {"4.2.", "4.2"},
    {"wait..", "wait.."},
    {".", "."},
    {"#.\n.#.", "#.\n.#."},
    {"$42$", "42"},
    {"$42.$", "42"},
    {"$42$.", "42"},
    {"$$42$$", "42"},
    {"$3$ and $4$", "$3$ and $4$"},
    {"$5", "$5"},
    {"$", "$"},
    {"\\(42\\)", "42"},
    {"\\[ 42 \\]", "42"},
    {"**42**", "42"},
    {"**a** b **c**", "**a** b **c**"},
    {"**$42$.**", "42"},
    {"**\\text{yes}**", "yes"},
    {"\\text{yes}", "yes"},
    {"\\text{a}\\text{b}", "\\text{a}\\text{b}"},
    {"\\text{a", "\\text{a"},
    {"\\text{a\\}}", "a\\}"},
    {"$\\text{(A)}$", "(A)"},
    {"\\boxed{5}", "5"},
    {"`42`", "42"},
    {"`a` `b`", "`a` `b`"},
    {"```\n1 2\n```", "1 2"},
    {"```text\n1 2\n3\n```", "1 2\n3"},
    {"```c++ \r\nx\r\n```", "x"},
    {"```42```", "42"},
    {"```1\n2\n```", "1\n2"},
    {"```3 4\n5 6```", "3 4\n5 6"},
    {"```a``` ```b```", "```a``` ```b```"},
    {"```json\n{\"x\": 1}\n```", "{\"x\": 1}"},
    {"```", "```"},
    {"****", ""},
    {"$$", ""},
    {"$$$42$$$", "$42$"},
};

static void cleans_the_answer(void **state)
{
    for (size_t i = 0; i < sizeof wrapped / sizeof *wrapped; i++) {
        struct row row = {.what = wrapped[i].answer,
                          .response = wrapped[i].answer,
                          .flags = B,
                          .rule = EXTRACTION_WHOLE,
                          .answer = wrapped[i].cleaned};
        check(&row, false);
    }
}

static void keeps_the_answer_verbatim(void **state)
{
    static const struct row verbatim[] = {
        {"tags", "<answer>\n**4.** \n</answer>", T, 0, TAG, "\n**4.** \n"},
        {"box", "\\boxed{ $4$ }", T, 0, BOX, " $4$ "},
        {"whole", " 4. ", RS_WHOLE, 0, EXTRACTION_WHOLE, " 4. "},
        {"bare", " `4`. ", T, B, EXTRACTION_WHOLE, " `4`. "},
        {"blank tags still count as empty", "<answer>4</answer><answer> </answer>", T, 0, TAG, "4"},
    };
    for (size_t i = 0; i < sizeof verbatim / sizeof *verbatim; i++)
        check(&verbatim[i], true);
}

/* Seconds of CPU for so many bytes of what is worst for a search that starts again. */
static double seconds_for(char *text, size_t size)
{
    static const char *const pieces[] = {"<answer>",
                                         "</answer>",
                                         "<think></think>",
                                         "<",
                                         "\\boxed{",
                                         "\\boxed{{",
                                         "}",
                                         "\\",
                                         "`",
                                         "$",
                                         "**",
                                         "\\text{",
                                         "\\boxed{}",
                                         "<answer></answer>",
                                         " ",
                                         "\n"};
    clock_t start = clock();
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        size_t length = strlen(pieces[i]);
        for (size_t at = 0; at < size; at++)
            text[at] = pieces[i][at % length];
        for (unsigned extract = 0; extract < 3; extract++)
            extract_answer(text, size, extract, F, false);
        extract_answer(text, size, T, B, false);
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

static void survives_deep_boxes(void **state)
{
    enum { DEPTH = 100000, SIZE = DEPTH * 8 + 1 };
    char *text = malloc(SIZE);
    assert_non_null(text);
    for (size_t i = 0; i < DEPTH; i++)
        memcpy(text + i * 7, "\\boxed{", 7);
    text[DEPTH * 7] = '5';
    memset(text + DEPTH * 7 + 1, '}', DEPTH);
    struct extracted found = extract_answer(text, SIZE, T, 0, true);
    assert_int_equal(found.rule, BOX);
    assert_int_equal(found.size, 63 * 8 + 1);
    free(text);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(finds_the_answer),          cmocka_unit_test(cleans_the_answer),
    cmocka_unit_test(keeps_the_answer_verbatim), cmocka_unit_test(takes_linear_time),
    cmocka_unit_test(survives_deep_boxes),
};

RUN_TESTS(tests)
