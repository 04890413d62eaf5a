/* SPDX-License-Identifier: Apache-2.0 */
/* checker_test.c: what every bundled checker must hold; linked with one of them.
 * Arguments: its name and its category. */
#include "tests/environments/instance.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *expected_name, *expected_category;

static void has_a_sound_declaration(void **unused)
{
    const rs_declaration *d = &resyn_declaration;
    assert_string_equal(d->name, expected_name);
    assert_string_equal(d->category, expected_category);
    assert_int_equal(d->checker, 1);
    assert_int_equal(d->levels, 0);
    assert_in_range(strlen(d->summary), 1, 200);
    assert_in_range(strlen(d->answer), 1, 200);
}

static void check_example(const rs_example *example, const char *form)
{
    state *s = load_given(example->given);
    if (s == NULL)
        fail_msg("load refuses %s", example->given);
    char response[4096];
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    int size = snprintf(response, sizeof response, form, example->response);
#pragma GCC diagnostic pop
    bool bare = strcmp(form, "%s") == 0;
    struct judgement judgement = judge(s, response, (size_t)size, bare);
    if (!judgement.valid || judgement.score < example->score || judgement.score > example->score)
        fail_msg("given %s, response %s: %g (%s)", example->given, response, judgement.score,
                 judgement.result.reason);
    free(s);
}

static void holds_its_examples(void **unused)
{
    static const char *const forms[] = {"%s", "<answer>%s</answer>",
                                        "So: <answer>\n%s \n</answer>"};
    size_t right = 0, wrong = 0;
    for (size_t i = 0; i < RS_EXAMPLES_MAX && resyn_declaration.examples[i].given != NULL; i++) {
        const rs_example *example = &resyn_declaration.examples[i];
        for (size_t form = 0; form < sizeof forms / sizeof *forms; form++)
            check_example(example, forms[form]);
        *(example->score > 0 ? &right : &wrong) += 1;
    }
    print_message("# %zu right and %zu wrong examples\n", right, wrong);
    assert_true(right >= 10 && wrong >= 10);
}

static void refuses_a_bad_ground_truth(void **unused)
{
    static const char *const bad[] = {
        "", " ", "\n", "{}", "{\"values\": \"42\"}", "{\"value\": \"\"}"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        state *s = load_given(bad[i]);
        if (s != NULL && strcmp(expected_name, "exact_match") != 0)
            fail_msg("load accepts %s", bad[i]);
        free(s);
    }
}

static void pays_nothing_for_nothing(void **unused)
{
    for (size_t i = 0; i < RS_EXAMPLES_MAX && resyn_declaration.examples[i].given != NULL; i++) {
        const rs_example *example = &resyn_declaration.examples[i];
        state *s = load_given(example->given);
        assert_non_null(s);
        static const char *const nothing[] = {"", " ", ".", "?", "<answer></answer>", "\\", "()"};
        for (size_t j = 0; j < sizeof nothing / sizeof *nothing; j++)
            assert_true(judge(s, nothing[j], strlen(nothing[j]), true).score <= 0);
        free(s);
    }
}

static void survives_junk(void **unused)
{
    rs_random random;
    random_init(&random, 1, 1, 0);
    for (int i = 0; i < 20000; i++) {
        int64_t number = rs_below(&random, RS_EXAMPLES_MAX);
        const rs_example *example = &resyn_declaration.examples[number];
        if (example->given == NULL)
            continue;
        state *s = load_given(example->given);
        assert_non_null(s);
        char text[128];
        size_t size = strlen(example->response) % sizeof text;
        memcpy(text, example->response, size);
        for (int edit = 0; edit < 3 && size > 0; edit++) {
            int64_t at = rs_below(&random, (int64_t)size);
            text[at] = (char)rs_below(&random, 256);
        }
        assert_true(judge(s, text, size, true).valid);
        void *other = load_given(example->response);
        free(other);
        free(s);
    }
    enum { LONG = 1000 * 1000 };
    char *text = malloc(LONG);
    state *s = load_given(resyn_declaration.examples[0].given);
    assert_non_null(text);
    for (const char *byte = "19(A\n .\"", *end = byte + strlen(byte); byte < end; byte++) {
        memset(text, *byte, LONG);
        assert_true(judge(s, text, LONG, true).score <= 0);
    }
    free(text);
    free(s);
}

int main(int count, char **arguments)
{
    if (count != 3)
        return 2;
    expected_name = arguments[1];
    expected_category = arguments[2];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(has_a_sound_declaration),
        cmocka_unit_test(holds_its_examples),
        cmocka_unit_test(refuses_a_bad_ground_truth),
        cmocka_unit_test(pays_nothing_for_nothing),
        cmocka_unit_test(survives_junk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
