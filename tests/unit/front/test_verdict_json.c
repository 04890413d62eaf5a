/* SPDX-License-Identifier: Apache-2.0 */
/* test_verdict_json.c: what clients see; above all that only a measurement is a number. */
#include "daemon/front/verdict_json.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "tests/unit/front/fake_engine.h"
#include "tests/unit/test.h"

static json_t *written(const struct score_item *item, const struct verdict *verdict)
{
    struct buffer text = BUFFER_INIT;
    struct json json = {.out = &text};
    verdict_json(&json, item, verdict);
    json_t *value = json_loadb(text.data, text.size, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(value);
    buffer_deinit(&text);
    return value;
}

static struct score_item item_of(void)
{
    struct score_item item = {.id = {.kind = LABEL_TEXT, .text = {"r\n1", 3}},
                              .has_instance = true,
                              .address = {.name = "sum", .level = 3, .seed = SEED_MAX}};
    return item;
}

static const char *text_of(const json_t *value, const char *key)
{
    return json_string_value(json_object_get(value, key));
}

static void an_ok_verdict(void **state)
{
    struct score_item item = item_of();
    struct verdict verdict = {.outcome = OUTCOME_OK,
                              .version = &fake_sum,
                              .score = 0.1,
                              .format = true,
                              .extraction = EXTRACTION_ANSWER_TAG,
                              .metrics = {2.5},
                              .queue_us = 41,
                              .service_us = 9};
    json_t *value = written(&item, &verdict);
    assert_string_equal(text_of(value, "id"), "r\n1");
    assert_string_equal(text_of(value, "instance"), "sum@123412341234:3:9223372036854775807");
    assert_string_equal(text_of(value, "env"), "sum@123412341234");
    assert_int_equal(strlen(text_of(value, "version")), 64);
    assert_string_equal(text_of(value, "status"), "ok");
    assert_true(json_real_value(json_object_get(value, "reward")) == 0.1);
    assert_true(json_is_false(json_object_get(value, "correct")));
    assert_true(json_is_true(json_object_get(value, "format")));
    assert_string_equal(text_of(value, "extraction"), "answer_tag");
    const json_t *metrics = json_object_get(value, "metrics");
    assert_int_equal(json_object_size(metrics), 2);
    assert_int_equal(json_integer_value(json_object_get(metrics, "extracted")), 1);
    assert_true(json_real_value(json_object_get(metrics, "distance")) == 2.5);
    assert_true(json_is_null(json_object_get(value, "reason")));
    assert_true(json_is_null(json_object_get(value, "fault")));
    assert_null(json_object_get(value, "group"));
    assert_null(json_object_get(value, "score"));
    const json_t *timing = json_object_get(value, "timing");
    assert_int_equal(json_integer_value(json_object_get(timing, "queue_us")), 41);
    json_decref(value);
}

static void the_form_may_be_a_part_of_the_reward(void **state)
{
    static const struct {
        double weight, score, reward;
        bool format;
    } rows[] = {
        {0, 1, 1, false},       {0.25, 1, 1, true},   {0.25, 0, 0.25, true}, {0.25, 0, 0, false},
        {0.5, 0.5, 0.75, true}, {0.1, 1, 0.9, false}, {1, 0, 1, true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct score_item item = item_of();
        item.has_format_weight = true;
        item.format_weight = rows[i].weight;
        struct verdict verdict = {.outcome = OUTCOME_OK,
                                  .version = &fake_sum,
                                  .score = rows[i].score,
                                  .format = rows[i].format};
        json_t *value = written(&item, &verdict);
        assert_true(json_real_value(json_object_get(value, "reward")) == rows[i].reward);
        assert_true(json_real_value(json_object_get(value, "score")) == rows[i].score);
        assert_int_equal(json_is_true(json_object_get(value, "correct")), rows[i].score == 1);
        json_decref(value);
    }
    /* However the weight rounds, a right answer in the right form is 1 and nothing is above. */
    struct score_item item = item_of();
    struct verdict verdict = {.outcome = OUTCOME_OK, .score = 1, .format = true};
    for (int i = 0; i <= 1000; i++) {
        item.format_weight = i / 1000.0;
        verdict.score = 1;
        assert_true(verdict_reward(&item, &verdict) == 1);
        verdict.score = 1 - i * 0x1p-53;
        assert_true(verdict_reward(&item, &verdict) <= 1);
    }
}

/* Scores and metrics are put into the struct on purpose: they must not show, whatever the form is
 * worth. */
static void no_other_outcome_has_a_number(void **state)
{
    struct score_item item = item_of();
    item.has_format_weight = true;
    item.format_weight = 0.5;
    for (unsigned outcome = OUTCOME_OK + 1; outcome < OUTCOME_COUNT; outcome++) {
        struct verdict verdict = {.outcome = outcome,
                                  .fault = FAULT_SERVER,
                                  .version = &fake_sum,
                                  .score = 1,
                                  .format = true,
                                  .metrics = {1},
                                  .reason = "because"};
        json_t *value = written(&item, &verdict);
        assert_string_equal(text_of(value, "status"), outcome_row(outcome)->name);
        assert_true(json_is_null(json_object_get(value, "reward")));
        assert_true(json_is_null(json_object_get(value, "score")));
        assert_true(json_is_null(json_object_get(value, "correct")));
        const json_t *metrics = json_object_get(value, "metrics");
        assert_int_equal(json_object_size(metrics), 2);
        assert_true(json_is_null(json_object_get(metrics, "distance")));
        assert_string_equal(text_of(value, "fault"), "server");
        assert_string_equal(text_of(value, "reason"), "because");
        json_decref(value);
    }
}

static void without_a_version_the_request_speaks(void **state)
{
    struct score_item item = item_of();
    struct verdict verdict = {.outcome = OUTCOME_UNKNOWN_VERSION, .fault = FAULT_REQUEST};
    strcpy(item.address.version, "000000000000");
    item.group = (struct label){.kind = LABEL_INTEGER, .integer = -7};
    json_t *value = written(&item, &verdict);
    assert_string_equal(text_of(value, "instance"), "sum@000000000000:3:9223372036854775807");
    assert_true(json_is_null(json_object_get(value, "version")));
    assert_int_equal(json_integer_value(json_object_get(value, "group")), -7);
    json_decref(value);

    struct score_item none = {0};
    value = written(&none, &verdict);
    assert_true(json_is_null(json_object_get(value, "id")));
    assert_true(json_is_null(json_object_get(value, "env")));
    json_decref(value);
}

static void a_checker_has_no_instance(void **state)
{
    struct score_item item = {.has_given = true, .address = {.name = "same"}};
    struct verdict verdict = {.outcome = OUTCOME_OK, .version = &fake_same, .score = 1};
    json_t *value = written(&item, &verdict);
    assert_true(json_is_null(json_object_get(value, "instance")));
    assert_true(json_is_null(json_object_get(value, "level")));
    assert_string_equal(text_of(value, "env"), "same@567856785678");
    assert_true(json_is_true(json_object_get(value, "correct")));
    json_decref(value);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(an_ok_verdict),
    cmocka_unit_test(the_form_may_be_a_part_of_the_reward),
    cmocka_unit_test(no_other_outcome_has_a_number),
    cmocka_unit_test(without_a_version_the_request_speaks),
    cmocka_unit_test(a_checker_has_no_instance),
};
RUN_TESTS(tests)
