/* SPDX-License-Identifier: Apache-2.0 */
/* test_buffer.c: bytes that grow. */
#include "lib/base/buffer.h"

#include <stdlib.h>
#include <string.h>

#include "tests/unit/test.h"

static void grows_and_stays_terminated(void **state)
{
    struct buffer buffer = BUFFER_INIT;
    for (int i = 0; i < 1000; i++) {
        buffer_append(&buffer, "abc", 3);
        assert_int_equal(strlen(buffer.data), buffer.size);
    }
    assert_int_equal(buffer.size, 3000);
    assert_memory_equal(buffer.data + 2997, "abc", 4);
    buffer_deinit(&buffer);
    assert_null(buffer.data);
}

static void prints_at_every_fill(void **state)
{
    for (size_t fill = 240; fill < 270; fill++) { /* around the first capacity */
        struct buffer buffer = BUFFER_INIT;
        for (size_t i = 0; i < fill; i++)
            buffer_append(&buffer, "x", 1);
        buffer_print(&buffer, "%d-%s", 42, "end");
        assert_int_equal(buffer.size, fill + 6);
        assert_string_equal(buffer.data + fill, "42-end");
        buffer_deinit(&buffer);
    }
}

static void a_size_that_cannot_be_is_a_failure_that_sticks(void **state)
{
    struct buffer buffer = BUFFER_INIT;
    buffer_append(&buffer, "a", 1);
    assert_false(buffer_reserve(&buffer, SIZE_MAX / 2));
    buffer_append(&buffer, "b", 1);
    assert_int_equal(buffer.size, 1);
    size_t size = 7;
    assert_null(buffer_take(&buffer, &size));
    assert_int_equal(size, 0);
}

static void take_hands_over(void **state)
{
    struct buffer buffer = BUFFER_INIT;
    size_t size;
    buffer_append_text(&buffer, "mine");
    char *data = buffer_take(&buffer, &size);
    assert_string_equal(data, "mine");
    assert_int_equal(size, 4);
    assert_null(buffer.data);
    free(data);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(grows_and_stays_terminated),
    cmocka_unit_test(prints_at_every_fill),
    cmocka_unit_test(a_size_that_cannot_be_is_a_failure_that_sticks),
    cmocka_unit_test(take_hands_over),
};
RUN_TESTS(tests)
