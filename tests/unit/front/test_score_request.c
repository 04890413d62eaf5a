/* SPDX-License-Identifier: Apache-2.0 */
/* test_score_request.c: bodies of the score routes, good and bad. */
#include "daemon/front/request_score.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/ring.h"
#include "tests/unit/test.h"

#define A "\"instance\": \"sum@3fa9c1d27b04:3:17\""

static char body[1024];
static struct document document;

static int release(void **state)
{
    document_deinit(&document);
    return 0;
}

static char *copy(const char *text)
{
    snprintf(body, sizeof body, "%s", text);
    return body;
}

static struct score_request single(const char *text)
{
    struct score_request request = {0};
    struct request_trouble trouble;
    bool fine = score_request_single(&request, &document, copy(text), strlen(text), &trouble);
    if (!fine)
        print_error("%s: %s: %s\n", text, trouble.place, trouble.message);
    assert_true(fine);
    assert_int_equal(request.item_count, 1);
    return request;
}

static struct score_request batch(const char *text)
{
    struct score_request request = {0};
    struct request_trouble trouble;
    assert_true(score_request_batch(&request, &document, copy(text), strlen(text), &trouble));
    return request;
}

static void an_item_by_its_address(void **state)
{
    struct score_request request = single("{" A ", \"response\": \"x\", \"id\": \"r\"}");
    const struct score_item *item = request.items;
    assert_string_equal(item->address.name, "sum");
    assert_string_equal(item->address.version, "3fa9c1d27b04");
    assert_int_equal(item->address.level, 3);
    assert_int_equal(item->address.seed, 17);
    assert_true(item->has_instance);
    assert_false(item->has_given);
    assert_int_equal(item->deadline_ms, DEADLINE_MS_DEFAULT);
    assert_int_equal(item->extract, EXTRACT_DECLARED);
    assert_int_equal(item->flags, 0);
    assert_memory_equal(item->response.data, "x", 1);
    assert_memory_equal(item->id.text.data, "r", 1);
    assert_int_equal(item->group.kind, LABEL_NONE);
    assert_true(!item->has_format_weight && item->format_weight == 0);
    score_request_deinit(&request);
}

static void an_item_by_its_parts(void **state)
{
    struct score_request request =
        single("{\"seed\": 9223372036854775807, \"level\": 2, \"env\": \"sum@3fa9c1d27b04\","
               " \"response\": \"\", \"thinking\": \"prefilled\", \"finish_reason\": \"stop\","
               " \"extract\": \"whole\", \"deadline_ms\": 1, \"group\": \"g\","
               " \"format_weight\": 0.25}");
    const struct score_item *item = request.items;
    assert_int_equal(item->address.level, 2);
    assert_true(item->address.seed == SEED_MAX);
    assert_int_equal(item->flags, JOB_THINKING_PREFILLED | JOB_FINISHED);
    assert_int_equal(item->extract, RS_WHOLE);
    assert_int_equal(item->deadline_ms, 1);
    assert_true(item->has_format_weight && item->format_weight == 0.25);
    assert_int_equal(item->response.size, 0);
    assert_non_null(item->response.data);
    score_request_deinit(&request);
}

static void a_ground_truth_keeps_its_text(void **state)
{
    static const struct {
        const char *given, *text;
    } rows[] = {
        {"\"42\"", "42"},
        {"\"a\\u0000b\"", "a\0b"},
        {"{\"value\": 3.2, \"tolerance\": 0.01}", "{\"value\":3.2,\"tolerance\":0.01}"},
        {"{\"v\": [1, true, null, \"x\\\"\"]}", "{\"v\":[1,true,null,\"x\\\"\"]}"},
        {"{\"n\": 9007199254740993}", "{\"n\":9007199254740993}"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[256];
        snprintf(text, sizeof text,
                 "{\"env\": \"c\", \"version\": \"active\", \"given\": %s, \"response\": \"x\"}",
                 rows[i].given);
        struct score_request request = single(text);
        size_t size = i == 1 ? 3 : strlen(rows[i].text);
        assert_true(request.items->has_given);
        assert_false(request.items->has_instance);
        assert_int_equal(request.items->given.size, size);
        assert_memory_equal(request.items->given.data, rows[i].text, size);
        score_request_deinit(&request);
    }
}

static void wrong_singles_name_the_place(void **state)
{
    static const struct {
        const char *body, *place, *code;
    } rows[] = {
        {"", "byte", "bad_json"},
        {"nonsense", "byte", "bad_json"},
        {"{" A ", \"response\": \"x\"", "byte", "bad_json"},
        {"{\"response\": \"x", "byte 13", "bad_json"},
        {"{\"id\": \"a\", \"id\": \"b\"}", "byte", "bad_json"},
        {"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "byte 32", "bad_json"},
        {"[]", "", "bad_request"},
        {"{}", "instance", "bad_request"},
        {"{" A "}", "response", "bad_request"},
        {"{" A ", \"response\": null}", "response", "bad_request"},
        {"{" A ", \"response\": \"x\", \"reponse\": 1}", "reponse", "bad_request"},
        {"{" A ", \"responses\": [\"x\"]}", "responses", "bad_request"},
        {"{" A ", \"response\": \"x\", \"level\": 3}", "instance", "bad_request"},
        {"{" A ", \"response\": \"x\", \"version\": \"active\"}", "instance", "bad_request"},
        {"{\"instance\": \"sum\", \"response\": \"x\"}", "instance", "bad_request"},
        {"{\"env\": \"sum\", \"level\": 1, \"seed\": 1, \"response\": \"x\"}", "env",
         "bad_request"},
        {"{\"env\": \"sum@3fa9c1d27b04\", \"version\": \"active\", \"level\": 1, \"seed\": 1,"
         " \"response\": \"x\"}",
         "version", "bad_request"},
        {"{\"env\": \"s\", \"version\": \"old\", \"level\": 1, \"seed\": 1, \"response\": \"x\"}",
         "version", "bad_request"},
        {"{\"env\": \"sum@3fa9c1d27b04\", \"level\": 1, \"response\": \"x\"}", "seed",
         "bad_request"},
        {"{\"env\": \"sum@3fa9c1d27b04\", \"seed\": 1, \"response\": \"x\"}", "level",
         "bad_request"},
        {"{\"env\": \"sum@3fa9c1d27b04\", \"level\": 1, \"seed\": -1, \"response\": \"x\"}", "seed",
         "bad_request"},
        {"{\"env\": \"sum@3fa9c1d27b04\", \"level\": 1, \"seed\": 1.0, \"response\": \"x\"}",
         "seed", "bad_request"},
        {"{\"env\": \"sum@3fa9c1d27b04\", \"level\": \"1\", \"seed\": 1, \"response\": \"x\"}",
         "level", "bad_request"},
        {"{\"env\": \"c@3fa9c1d27b04\", \"given\": \"1\", \"seed\": 1, \"response\": \"x\"}",
         "given", "bad_request"},
        {"{\"env\": \"c@3fa9c1d27b04\", \"given\": 42, \"response\": \"x\"}", "given",
         "bad_request"},
        {"{" A ", \"response\": \"x\", \"deadline_ms\": 0}", "deadline_ms", "bad_request"},
        {"{" A ", \"response\": \"x\", \"deadline_ms\": 600001}", "deadline_ms", "bad_request"},
        {"{" A ", \"response\": \"x\", \"thinking\": \"yes\"}", "thinking", "bad_request"},
        {"{" A ", \"response\": \"x\", \"extract\": \"tool:\"}", "extract", "bad_request"},
        {"{" A ", \"response\": \"x\", \"extract\": \"tool:f\"}", "response", "bad_request"},
        {"{" A ", \"response\": \"x\", \"format_weight\": 1.5}", "format_weight", "bad_request"},
        {"{" A ", \"response\": \"x\", \"format_weight\": -1}", "format_weight", "bad_request"},
        {"{" A ", \"response\": \"x\", \"format_weight\": null}", "format_weight", "bad_request"},
        {"{" A ", \"response\": \"x\", \"id\": [5]}", "id", "bad_request"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct score_request request = {0};
        struct request_trouble trouble = {0};
        assert_false(score_request_single(&request, &document, copy(rows[i].body),
                                          strlen(rows[i].body), &trouble));
        if (strncmp(trouble.place, rows[i].place, strlen(rows[i].place)) != 0)
            fail_msg("%s: place '%s': %s", rows[i].body, trouble.place, trouble.message);
        assert_string_equal(trouble.code, rows[i].code);
        assert_true(*trouble.message);
        score_request_deinit(&request);
    }
}

static void a_batch_keeps_order_and_groups(void **state)
{
    struct score_request request =
        batch("{\"items\": [{" A ", \"response\": \"a\"}, {" A ", \"responses\": [\"b\", 5, \"c\"],"
              " \"id\": \"g\"}, 7, {" A ", \"responses\": []}, {" A ", \"response\": \"d\"}]}");
    assert_int_equal(request.entry_count, 5);
    assert_int_equal(request.item_count, 6);
    assert_false(request.entries[0].group);
    assert_true(request.entries[1].group);
    assert_int_equal(request.entries[1].first, 1);
    assert_int_equal(request.entries[1].count, 3);
    assert_memory_equal(request.items[3].id.text.data, "g", 1);
    assert_int_equal(request.items[1].refusal, OUTCOME_OK);
    assert_int_equal(request.items[2].refusal, OUTCOME_BAD_REQUEST);
    assert_string_equal(request.items[2].trouble->place, "items[1].responses[1]");
    assert_int_equal(request.items[4].refusal, OUTCOME_BAD_REQUEST);
    assert_string_equal(request.items[4].trouble->place, "items[2]");
    assert_int_equal(request.entries[3].count, 0);
    assert_int_equal(request.items[5].refusal, OUTCOME_OK);
    score_request_deinit(&request);
}

static void a_wrong_item_spoils_no_other(void **state)
{
    struct score_request request =
        batch("{\"items\": [{" A ", \"response\": \"a\"}, {\"env\": \"sum@3fa9c1d27b04\","
              " \"level\": \"x\", \"seed\": 1, \"response\": \"a\", \"id\": \"me\"},"
              " {" A ", \"response\": \"a\", \"responses\": [\"b\"]}]}");
    assert_int_equal(request.items[0].refusal, OUTCOME_OK);
    assert_int_equal(request.items[1].refusal, OUTCOME_BAD_REQUEST);
    assert_string_equal(request.items[1].trouble->place, "items[1].level");
    assert_memory_equal(request.items[1].id.text.data, "me", 2);
    assert_int_equal(request.items[2].refusal, OUTCOME_BAD_REQUEST);
    assert_false(request.entries[2].group);
    score_request_deinit(&request);
}

static void wrong_batches(void **state)
{
    static const char *const rows[] = {"[]",
                                       "{}",
                                       "{\"items\": {}}",
                                       "{\"items\": null}",
                                       "{\"items\": [], \"more\": 1}",
                                       "{\"items\": [1,]}"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct score_request request = {0};
        struct request_trouble trouble;
        assert_false(
            score_request_batch(&request, &document, copy(rows[i]), strlen(rows[i]), &trouble));
    }
}

static char *repeat(const char *head, const char *piece, size_t count, const char *tail,
                    size_t *size)
{
    size_t step = strlen(piece);
    char *text = malloc(strlen(head) + step * count + strlen(tail) + 1), *at = text;
    at = stpcpy(at, head);
    for (size_t i = 0; i < count; i++)
        at = stpcpy(at, piece);
    *size = (size_t)(stpcpy(at, tail) - text);
    return text;
}

static void verdicts_are_bounded(void **state)
{
    struct score_request request = {0};
    struct request_trouble trouble;
    size_t size;
    char *text = repeat("{\"items\": [", "{},", VERDICTS_MAX - 1, "{}]}", &size);
    assert_true(score_request_batch(&request, &document, text, size, &trouble));
    assert_int_equal(request.item_count, VERDICTS_MAX);
    score_request_deinit(&request);
    free(text);
    text =
        repeat("{\"items\": [{" A ", \"responses\": [", "\"\",", VERDICTS_MAX, "\"\"]}]}", &size);
    assert_false(score_request_batch(&request, &document, text, size, &trouble));
    assert_string_equal(trouble.code, "too_large");
    free(text);
}

static void a_response_is_bounded(void **state)
{
    struct score_request request = {0};
    struct request_trouble trouble;
    for (size_t more = 0; more < 2; more++) {
        size_t size;
        char *text = repeat("{\"items\": [{" A ", \"response\": \"", "x", RESPONSE_MAX + more,
                            "\"}]}", &size);
        assert_true(score_request_batch(&request, &document, text, size, &trouble));
        assert_int_equal(request.items[0].refusal, more ? OUTCOME_TOO_LARGE : OUTCOME_OK);
        score_request_deinit(&request);
        free(text);
    }
}

/* Nothing of an earlier request shows in a later one. */
static void a_request_is_read_into_again(void **state)
{
    static const char spoilt[] = "{\"items\": [{" A ", \"responses\": [\"b\", 5], \"id\": \"x\","
                                 " \"thinking\": \"prefilled\"}, 7]}";
    static const char plain[] = "{\"items\": [{" A ", \"response\": \"a\"}]}";
    struct score_request request = {0};
    struct request_trouble trouble;
    for (unsigned i = 0; i < 3; i++) {
        assert_true(
            score_request_batch(&request, &document, copy(spoilt), strlen(spoilt), &trouble));
        assert_int_equal(request.item_count, 3);
        assert_string_equal(request.items[1].trouble->place, "items[0].responses[1]");
        const struct score_item *items = request.items;
        score_request_clear(&request);
        assert_int_equal(request.item_count, 0);
        assert_true(score_request_batch(&request, &document, copy(plain), strlen(plain), &trouble));
        assert_ptr_equal(request.items, items); /* the memory is the same */
        assert_int_equal(request.item_count, 1);
        assert_int_equal(request.items[0].refusal, OUTCOME_OK);
        assert_int_equal(request.items[0].id.kind, LABEL_NONE);
        assert_int_equal(request.items[0].flags, 0);
        score_request_clear(&request);
    }
    score_request_deinit(&request);
}

/* Escapes make a text longer than it came: the limit holds for what is written. */
static void what_is_made_is_bounded(void **state)
{
    struct score_request request = {0};
    struct request_trouble trouble;
    size_t size;
    char *text = repeat("{\"items\": [{\"env\": \"c@3fa9c1d27b04\", \"given\": {\"x\": \"", "\x7f",
                        GIVEN_MAX / 6, "\"}, \"response\": \"\"}]}", &size);
    assert_true(score_request_batch(&request, &document, text, size, &trouble));
    assert_int_equal(request.items[0].refusal, OUTCOME_TOO_LARGE);
    assert_string_equal(request.items[0].trouble->place, "items[0].given");
    assert_true(request.items[0].given.size < 7 * GIVEN_MAX);
    score_request_deinit(&request);
    free(text);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_teardown(an_item_by_its_address, release),
    cmocka_unit_test_teardown(an_item_by_its_parts, release),
    cmocka_unit_test_teardown(a_ground_truth_keeps_its_text, release),
    cmocka_unit_test_teardown(wrong_singles_name_the_place, release),
    cmocka_unit_test_teardown(a_batch_keeps_order_and_groups, release),
    cmocka_unit_test_teardown(a_wrong_item_spoils_no_other, release),
    cmocka_unit_test_teardown(wrong_batches, release),
    cmocka_unit_test_teardown(verdicts_are_bounded, release),
    cmocka_unit_test_teardown(a_response_is_bounded, release),
    cmocka_unit_test_teardown(a_request_is_read_into_again, release),
    cmocka_unit_test_teardown(what_is_made_is_bounded, release),
};
RUN_TESTS(tests)
