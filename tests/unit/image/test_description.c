/* SPDX-License-Identifier: Apache-2.0 */
/* test_description.c: what an author may declare, and the sentence for each mistake. */
#include <errno.h>
#include <math.h>
#include <string.h>

#include "lib/image/image.h"
#include "tests/unit/test.h"

static char bytes[64 * 1024];
static size_t used;

static struct description environment(void)
{
    struct description d = {.abi = RESYN_ABI,
                            .state_size = 40,
                            .witness_size = 8,
                            .levels = 5,
                            .score = RS_BINARY,
                            .cpu_ms = CPU_MS_DEFAULT,
                            .memory_kib = MEMORY_KIB_DEFAULT,
                            .stack_kib = STACK_KIB_DEFAULT,
                            .metric_count = 2};
    strcpy(d.name, "subset_sum");
    strcpy(d.category, "arithmetic");
    strcpy(d.summary, "Choose numbers that add up to a target \xe2\x80\x93 exactly.");
    strcpy(d.answer, "the chosen numbers");
    strcpy(d.metrics[0], "rows");
    strcpy(d.metrics[1], "columns");
    return d;
}

static struct description checker(void)
{
    struct description d = environment();
    d.checker = 1;
    d.levels = d.witness_size = 0;
    d.example_count = 20;
    return d;
}

static void begin(const struct description *d)
{
    memcpy(bytes, d, sizeof *d);
    used = sizeof *d;
}

static void example(const char *given, const char *response, double score)
{
    struct description_example head = {score, (uint32_t)strlen(given), (uint32_t)strlen(response)};
    memcpy(bytes + used, &head, sizeof head);
    used += sizeof head;
    memcpy(bytes + used, given, head.given_size);
    used += head.given_size;
    memcpy(bytes + used, response, head.response_size);
    used += head.response_size;
}

static void examples(int right, int wrong)
{
    for (int i = 0; i < right; i++)
        example("42", "42", 1);
    for (int i = 0; i < wrong; i++)
        example("42", i % 2 ? "" : "forty", 0);
}

static void assert_passes(const struct description *d)
{
    struct description out;
    struct error error = {0};
    int result = description_decode(bytes, used, &out, &error);
    assert_string_equal(error.text, "");
    assert_int_equal(result, 0);
    assert_memory_equal(&out, d, sizeof out);
}

static void assert_says(const char *sentence)
{
    struct description out;
    struct error error = {0};
    assert_int_equal(description_decode(bytes, used, &out, &error), -EINVAL);
    assert_string_equal(error.text, sentence);
}

#define ASSERT_SAYS(shape, mistake, sentence)             \
    do {                                                  \
        struct description d = shape();                   \
        mistake;                                          \
        begin(&d);                                        \
        examples(d.checker ? 10 : 0, d.checker ? 10 : 0); \
        assert_says(sentence);                            \
    } while (0)

static void good_declarations_pass(void **unused)
{
    struct description d = environment();
    begin(&d);
    assert_passes(&d);
    d = checker();
    begin(&d);
    examples(10, 10);
    assert_passes(&d);
}

static void names_are_checked(void **unused)
{
    ASSERT_SAYS(environment, d.name[0] = 0, "`.name` is missing");
    ASSERT_SAYS(environment, memset(d.name, 'a', sizeof d.name), "`.name` is longer than 63 bytes");
    ASSERT_SAYS(environment, d.name[0] = 'S', "`.name` may hold a to z, 0 to 9 and _ only");
    ASSERT_SAYS(environment, strcpy(d.category, "../etc"),
                "`.category` may hold a to z, 0 to 9 and _ only");
    ASSERT_SAYS(environment, d.summary[0] = 0, "`.summary` is missing");
    ASSERT_SAYS(environment, memset(d.summary, 'a', 201), "`.summary` is longer than 200 bytes");
    ASSERT_SAYS(environment, memset(d.answer, 'a', SENTENCE_MAX),
                "`.answer` is longer than 200 bytes");
    ASSERT_SAYS(environment, d.answer[3] = '\n', "`.answer` must be one line of UTF-8");
    ASSERT_SAYS(environment, d.summary[3] = '\xff', "`.summary` must be one line of UTF-8");
    ASSERT_SAYS(environment, memcpy(d.summary + 3, "\xc2\x9b", 2),
                "`.summary` must be one line of UTF-8");
}

static void numbers_are_checked(void **unused)
{
    ASSERT_SAYS(environment, d.levels = 3, "`.levels` is 3: an environment has 5 to 20 levels");
    ASSERT_SAYS(environment, d.levels = (uint32_t)-3,
                "`.levels` is -3: an environment has 5 to 20 levels");
    ASSERT_SAYS(environment, d.levels = 21, "`.levels` is 21: an environment has 5 to 20 levels");
    ASSERT_SAYS(environment, d.score = 0, "`.score` is missing: RS_BINARY or RS_PARTIAL");
    ASSERT_SAYS(environment, d.score = 3, "`.score` is 3: it is RS_BINARY or RS_PARTIAL");
    ASSERT_SAYS(environment, d.extract = 9,
                "`.extract` is 9: it is RS_TAGGED, RS_LAST_LINE or RS_WHOLE");
    ASSERT_SAYS(environment, d.state_size = 0,
                "`struct state` is empty: it holds all that defines an instance");
    ASSERT_SAYS(environment, d.state_size = 70000, "`struct state` has 70000 bytes: at most 65536");
    ASSERT_SAYS(environment, d.witness_size = 16385,
                "`struct witness` has 16385 bytes: at most 16384");
    ASSERT_SAYS(environment, d.cpu_ms = 2001, "`.cpu_ms` is 2001: a call has 1 to 2000 ms");
    ASSERT_SAYS(environment, d.memory_kib = 0, "`.memory_kib` is 0: a call has 1 to 16384 KiB");
    ASSERT_SAYS(environment, d.stack_kib = 4, "`.stack_kib` is 4: a call has 16 to 1024 KiB");
    ASSERT_SAYS(environment, d.guess_rate = 1.5, "`.guess_rate` is 1.5: a share from 0 to 1");
    ASSERT_SAYS(environment, d.guess_rate = (double)NAN,
                "`.guess_rate` is nan: a share from 0 to 1");
    ASSERT_SAYS(environment, d.empty_may_win = 0.5,
                "`.empty_may_win` is 0.5: a share from 0 to 0.05");
    ASSERT_SAYS(environment, d.abi = 2, "`.abi` is 2: leave it to the macro");
}

static void metrics_are_checked(void **unused)
{
    ASSERT_SAYS(environment, d.metric_count = 9, "`.metrics` has more than 8 names");
    ASSERT_SAYS(environment, strcpy(d.metrics[1], "rows"), "`.metrics` names \"rows\" twice");
    ASSERT_SAYS(environment, memset(d.metrics[0], 'a', METRIC_NAME_MAX),
                "`.metrics` is longer than 31 bytes");
    ASSERT_SAYS(environment, d.metric_count = 1, "`.metrics` has a gap: a name after a NULL");
}

static void checkers_are_checked(void **unused)
{
    ASSERT_SAYS(checker, d.levels = 5, "`.levels` is 5: a checker has no levels");
    ASSERT_SAYS(environment, d.example_count = 1, "`.examples` are for checkers");
    ASSERT_SAYS(checker, d.example_count = 65, "`.examples` are 65: at most 64");
    struct description d = checker();
    begin(&d);
    examples(11, 9);
    assert_says("`.examples` has 11 right and 9 wrong answers: a checker needs 10 of each");
    begin(&d);
    examples(9, 10);
    example("1", "1", 0.5);
    assert_says("example 20 has the score 0.5: with RS_BINARY it is 0 or 1");
    d.score = RS_PARTIAL;
    begin(&d);
    examples(10, 9);
    example("1", "1", 1.5);
    assert_says("example 20 has the score 1.5: a score is from 0 to 1");
}

static void damaged_bytes_are_refused(void **unused)
{
    struct description d = checker();
    struct example out;
    begin(&d);
    examples(10, 10);
    for (size_t size = 0; size < used; size += size < sizeof d ? 37 : 1) {
        struct error error;
        assert_int_equal(description_decode(bytes, size, &d, &error), -EINVAL);
    }
    struct description_example *first = (void *)(bytes + sizeof d);
    first->response_size = UINT32_MAX;
    assert_false(description_example(bytes, used, 0, &out));
    first->given_size = UINT32_MAX;
    assert_false(description_example(bytes, used, 1, &out));
}

static void examples_are_read_back(void **unused)
{
    struct description d = checker();
    struct example out;
    d.example_count = 2;
    begin(&d);
    example("given", "", 0);
    example("", "response", 1);
    assert_true(description_example(bytes, used, 1, &out));
    assert_int_equal(out.given_size, 0);
    assert_int_equal(out.response_size, 8);
    assert_memory_equal(out.response, "response", 8);
    assert_true(out.score == 1);
    assert_false(description_example(bytes, used, 2, &out));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(good_declarations_pass), cmocka_unit_test(names_are_checked),
    cmocka_unit_test(numbers_are_checked),    cmocka_unit_test(metrics_are_checked),
    cmocka_unit_test(checkers_are_checked),   cmocka_unit_test(damaged_bytes_are_refused),
    cmocka_unit_test(examples_are_read_back),
};
RUN_TESTS(tests)
