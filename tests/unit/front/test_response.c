/* SPDX-License-Identifier: Apache-2.0 */
/* test_response.c: from a response's shapes to the text that is judged. */
#include "daemon/front/request_response.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/test.h"

#define CALLS(name, arguments)                                                       \
    "[{\"role\": \"assistant\", \"content\": null, \"tool_calls\": [{\"function\": " \
    "{\"name\": \"" name "\", \"arguments\": " arguments "}}]}]"

static struct document document;

/* The response alone, read within a list. */
static const struct value *read(const char *response)
{
    static char text[1024];
    snprintf(text, sizeof text, "[%s]", response);
    assert_int_equal(document_read(&document, text, strlen(text)), 0);
    return value_first(document.values);
}

static void texts(void **state)
{
    static const struct {
        const char *response, *tool, *text;
        bool found;
        size_t size; /* where it is not the text's length */
    } rows[] = {
        {"\"plain\"", NULL, "plain", true},
        {"[{\"role\": \"assistant\", \"content\": \"one\"}, {\"role\": \"user\", \"content\": "
         "\"two\"}]",
         NULL, "one", true},
        {"[{\"role\": \"assistant\", \"content\": \"one\"}, {\"role\": \"assistant\", "
         "\"content\": \"two\", \"reasoning_content\": \"no\"}]",
         NULL, "two", true},
        {"[{\"role\": \"assistant\", \"content\": null}]", NULL, "", false},
        {"[{\"role\": \"assistant\"}]", NULL, "", false},
        {"[{\"role\": \"assistant\", \"content\": [{\"type\": \"text\", \"text\": \"a\"}, "
         "{\"type\": \"image\"}, {\"type\": \"text\", \"text\": \"b\"}]}]",
         NULL, "ab", true},
        {"[{\"role\": \"assistant\", \"content\": [{\"text\": \"a\\n\\u0000\", \"type\": "
         "\"output_text\"}, {\"type\": \"text\", \"text\": \"\"}, {\"type\": \"text\", \"text\": "
         "\"bcdefgh\"}]}]",
         NULL, "a\n\0bcdefgh", true, 10},
        {"[5, {\"role\": \"assistant\", \"content\": \"the messages before do not count\"}]", NULL,
         "the messages before do not count", true},
        {"[{\"role\": \"assistant\", \"content\": []}]", NULL, "", true},
        {CALLS("f", "\"{\\\"x\\\": 1}\""), "f", "{\"x\": 1}", true},
        {CALLS("f", "{\"x\": 1.5}"), "f", "{\"x\":1.5}", true},
        {CALLS("g", "\"x\""), "f", "", false},
        {"[{\"role\": \"assistant\", \"content\": \"x\"}]", "f", "", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct value *response = read(rows[i].response);
        struct request_trouble trouble;
        struct span text;
        char *made;
        bool found = false;
        assert_true(response_read(response, rows[i].tool, &text, &made, &found, &trouble));
        assert_int_equal(text.size, rows[i].size ? rows[i].size : strlen(rows[i].text));
        assert_memory_equal(text.data, rows[i].text, text.size);
        assert_int_equal(found, rows[i].found);
        free(made);
    }
}

static void wrong_shapes(void **state)
{
    static const char *const rows[] = {
        "5",
        "null",
        "{}",
        "[]",
        "[5]",
        "[{\"role\": 5}]",
        "[{\"role\": \"user\", \"content\": \"x\"}]",
        "[{\"role\": \"assistant\", \"content\": 5}]",
        "[{\"role\": \"assistant\", \"content\": [5]}]",
        "[{\"role\": \"assistant\", \"content\": [{\"type\": \"text\"}]}]",
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct value *response = read(rows[i]);
        struct request_trouble trouble;
        struct span text;
        char *made;
        bool found;
        assert_false(response_read(response, NULL, &text, &made, &found, &trouble));
        assert_null(made);
    }
}

static int release(void **state)
{
    document_deinit(&document);
    return 0;
}

static const struct CMUnitTest tests[] = {cmocka_unit_test_teardown(texts, release),
                                          cmocka_unit_test_teardown(wrong_shapes, release)};
RUN_TESTS(tests)
