/* SPDX-License-Identifier: Apache-2.0 */
/* test_instances_request.c: bodies of POST /v1/instances and /v1/instances/resolve. */
#include "daemon/front/request_instances.h"

#include <stdio.h>
#include <string.h>

#include "tests/unit/test.h"

static struct document document;

static bool read_body(const char *text, struct instances_request *request,
                      struct request_trouble *trouble)
{
    static char body[1024];
    snprintf(body, sizeof body, "%s", text);
    return instances_request_read(request, &document, body, strlen(text), trouble);
}

static void one_environment(void **state)
{
    struct instances_request request;
    struct request_trouble trouble;
    assert_true(read_body("{\"env\": \"sum\", \"level\": 3, \"seed\": 17, \"count\": 2,"
                          " \"answers\": true, \"format\": \"boxed\"}",
                          &request, &trouble));
    assert_false(request.mixed);
    assert_int_equal(request.entries[0].low, 3);
    assert_int_equal(request.entries[0].high, 3);
    assert_int_equal(request.start, 17);
    assert_int_equal(request.count, 2);
    assert_true(request.answers);
    assert_int_equal(request.format, FORMAT_BOXED);
    instances_request_deinit(&request);
}

static void a_mix(void **state)
{
    struct instances_request request;
    struct request_trouble trouble;
    assert_true(read_body("{\"mix\": [{\"env\": \"*\", \"levels\": [1, 5], \"weight\": 0.5},"
                          " {\"env\": \"sum@3fa9c1d27b04\"}], \"split\": \"held_out\","
                          " \"count\": 512, \"cursor\": \"1.2.3\", \"distinct\": true}",
                          &request, &trouble));
    assert_true(request.mixed);
    assert_int_equal(request.entry_count, 2);
    assert_string_equal(request.entries[0].address.name, "");
    assert_int_equal(request.entries[0].high, 5);
    assert_string_equal(request.entries[1].address.version, "3fa9c1d27b04");
    assert_int_equal(request.entries[1].low, 0);
    assert_true(request.start == SEED_HELD_OUT);
    assert_true(request.end == SEED_MAX);
    assert_true(request.has_cursor && request.distinct);
    instances_request_deinit(&request);
}

static void splits_do_not_meet(void **state)
{
    struct instances_request request;
    struct request_trouble trouble;
    assert_true(
        read_body("{\"env\": \"a\", \"level\": 1, \"split\": \"train\"}", &request, &trouble));
    assert_true(request.end == SEED_HELD_OUT - 1);
    instances_request_deinit(&request);
    assert_false(read_body("{\"env\": \"a\", \"level\": 1, \"split\": \"held_out\", \"seed\": 1}",
                           &request, &trouble));
    assert_string_equal(trouble.place, "seed");
    assert_false(read_body("{\"env\": \"a\", \"level\": 1, \"split\": \"train\","
                           " \"seed\": 4611686018427387904}",
                           &request, &trouble));
    assert_true(read_body("{\"env\": \"a\", \"level\": 1, \"split\": \"held_out\","
                          " \"seed\": 4611686018427387904}",
                          &request, &trouble));
    instances_request_deinit(&request);
}

static void wrong_requests(void **state)
{
    static const struct {
        const char *body, *place;
    } rows[] = {
        {"[]", ""},
        {"{}", "env"},
        {"{\"env\": \"a\"}", "level"},
        {"{\"env\": \"*\", \"level\": 1}", "env"},
        {"{\"env\": \"a\", \"level\": 1, \"mix\": [{\"env\": \"a\"}]}", "mix"},
        {"{\"mix\": []}", "mix"},
        {"{\"mix\": [5]}", "mix[0].env"},
        {"{\"mix\": [{\"levels\": [1, 2]}]}", "mix[0].env"},
        {"{\"mix\": [{\"env\": \"a\", \"levels\": [2, 1]}]}", "mix[0].levels"},
        {"{\"mix\": [{\"env\": \"a\", \"levels\": 1}]}", "mix[0].levels"},
        {"{\"mix\": [{\"env\": \"a\", \"weight\": 0}]}", "mix[0].weight"},
        {"{\"mix\": [{\"env\": \"a\", \"weight\": \"1\"}]}", "mix[0].weight"},
        {"{\"mix\": [{\"env\": \"a\", \"wait\": 1}]}", "mix[0].wait"},
        {"{\"env\": \"a\", \"level\": 1, \"count\": 65537}", "count"},
        {"{\"env\": \"a\", \"level\": 1, \"count\": -1}", "count"},
        {"{\"env\": \"a\", \"level\": 1, \"format\": \"xml\"}", "format"},
        {"{\"env\": \"a\", \"level\": 1, \"answers\": 1}", "answers"},
        {"{\"env\": \"a\", \"level\": 1, \"split\": \"test\"}", "split"},
        {"{\"env\": \"a\", \"level\": 1, \"cursor\": \"\"}", "cursor"},
        {"{\"env\": \"a\", \"level\": 1, \"cursor\": \"1.2.3\", \"seed\": 1}", "cursor"},
        {"{\"env\": \"a\", \"level\": 1, \"system\": \"loud\"}", "system"},
        {"{\"env\": \"a\", \"level\": 1, \"system\": \"think\", \"format\": \"boxed\"}", "system"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct instances_request request;
        struct request_trouble trouble = {0};
        assert_false(read_body(rows[i].body, &request, &trouble));
        assert_string_equal(trouble.place, rows[i].place);
        assert_true(*trouble.message);
    }
}

static void rows_of_a_trainer(void **state)
{
    static const struct {
        const char *forms;
        enum instance_format format;
        enum instance_system system;
    } rows[] = {
        {"", FORMAT_ANSWER, SYSTEM_NONE},
        {", \"system\": \"none\"", FORMAT_ANSWER, SYSTEM_NONE},
        {", \"system\": \"think\"", FORMAT_NONE, SYSTEM_THINK},
        {", \"system\": \"boxed\", \"format\": \"boxed\"", FORMAT_BOXED, SYSTEM_BOXED},
        {", \"format\": \"none\"", FORMAT_NONE, SYSTEM_NONE},
    };
    struct instances_request request;
    struct request_trouble trouble;
    char body[160];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        snprintf(body, sizeof body, "{\"env\": \"a\", \"level\": 1%s}", rows[i].forms);
        assert_true(read_body(body, &request, &trouble));
        assert_true(instances_request_to_rows(&request, &trouble));
        assert_int_equal(request.format, rows[i].format);
        assert_int_equal(request.system, rows[i].system);
        instances_request_deinit(&request);
    }
    assert_true(read_body("{\"env\": \"a\", \"level\": 1, \"answers\": true}", &request, &trouble));
    assert_false(instances_request_to_rows(&request, &trouble));
    assert_string_equal(trouble.place, "answers");
    instances_request_deinit(&request);
}

static void a_stream_holds_more(void **state)
{
    struct instances_request request;
    struct request_trouble trouble;
    assert_true(read_body("{\"env\": \"a\", \"level\": 1, \"count\": 65536}", &request, &trouble));
    assert_true(instances_request_fits(&request, true, &trouble));
    assert_false(instances_request_fits(&request, false, &trouble));
    assert_string_equal(trouble.place, "count");
    request.count = INSTANCES_MAX + 1;
    assert_false(instances_request_fits(&request, false, &trouble));
    request.count = INSTANCES_MAX;
    assert_true(instances_request_fits(&request, false, &trouble));
    instances_request_deinit(&request);
}

static void resolve(void **state)
{
    struct resolve_request request;
    struct request_trouble trouble;
    char good[] = "{\"instances\": [\"a@3fa9c1d27b04:1:2\", \"b@3fa9c1d27b04:3:4\"]}";
    assert_true(resolve_request_read(&request, &document, good, strlen(good), &trouble));
    assert_int_equal(request.count, 2);
    assert_string_equal(request.addresses[1].name, "b");
    resolve_request_deinit(&request);
    char bad[] = "{\"instances\": [\"a@3fa9c1d27b04:1:2\", \"b\"]}";
    assert_false(resolve_request_read(&request, &document, bad, strlen(bad), &trouble));
    assert_string_equal(trouble.place, "instances[1]");
    char none[] = "{}";
    assert_false(resolve_request_read(&request, &document, none, strlen(none), &trouble));
}

static int release(void **state)
{
    document_deinit(&document);
    return 0;
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_teardown(one_environment, release),
    cmocka_unit_test_teardown(a_mix, release),
    cmocka_unit_test_teardown(splits_do_not_meet, release),
    cmocka_unit_test_teardown(wrong_requests, release),
    cmocka_unit_test_teardown(rows_of_a_trainer, release),
    cmocka_unit_test_teardown(a_stream_holds_more, release),
    cmocka_unit_test_teardown(resolve, release),
};
RUN_TESTS(tests)
