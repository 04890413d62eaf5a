/* SPDX-License-Identifier: Apache-2.0 */
/* test_clear.c: memory_clear zeroes what it is given and nothing beside it. */
#include <stdlib.h>
#include <string.h>

#include "tests/unit/runtime/harness.h"

enum { ROOM = 1200, MARGIN = 64 };

/* Every size up to several pieces, at every place within the widest store. */
static void clears_all_and_nothing_else(void **state)
{
    unsigned char *memory = aligned_alloc(64, (ROOM + 2 * MARGIN) / 64 * 64 + 64);
    assert_non_null(memory);
    for (size_t offset = 0; offset <= 32; offset++)
        for (size_t size = 0; size <= ROOM - 32; size++) {
            memset(memory, 0xa5, ROOM + 2 * MARGIN);
            unsigned char *start = memory + MARGIN + offset;
            memory_clear((char *)start, size);
            assert_int_equal(start[-1], 0xa5);
            assert_int_equal(start[size], 0xa5);
            assert_true(size == 0 || (start[0] == 0 && memcmp(start, start + 1, size - 1) == 0));
        }
    free(memory);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(clears_all_and_nothing_else),
};

RUN_TESTS(tests)
