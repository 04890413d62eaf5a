/* SPDX-License-Identifier: Apache-2.0 */
/* test_spares.c: memory that is used again, and is not kept for ever. */
#include "daemon/front/spares.h"

#include <stdlib.h>
#include <string.h>

#include "tests/unit/test.h"

static unsigned released;

static void count_release(void *memory)
{
    released++;
}

static void a_block_comes_back_as_it_was_given(void **state)
{
    struct spares spares = {.size = 100, .release = count_release};
    char *first = spares_take(&spares);
    for (unsigned i = 0; i < 100; i++)
        assert_int_equal(first[i], 0);
    strcpy(first, "kept");
    spares_give(&spares, first);
    char *again = spares_take(&spares), *second = spares_take(&spares);
    assert_ptr_equal(again, first);
    assert_string_equal(again, "kept");
    assert_int_equal(second[0], 0);
    spares_give(&spares, again);
    spares_give(&spares, second);
    spares_sweep(&spares);
    assert_int_equal(spares.count, 2); /* there was none when both were out */
    spares_sweep(&spares);
    assert_int_equal(spares.count, 0);
    assert_int_equal(released, 2);
    released = 0;
}

/* A thousand at once leave a few behind, and those go when nobody asks for them. */
static void a_burst_leaves_nothing_behind(void **state)
{
    enum { BURST = 1000 };
    static void *blocks[BURST];
    struct spares spares = {.size = 64, .release = count_release};
    for (unsigned i = 0; i < BURST; i++)
        blocks[i] = spares_take(&spares);
    for (unsigned i = 0; i < BURST; i++)
        spares_give(&spares, blocks[i]);
    assert_in_range(spares.count, 1, BURST / 2);
    assert_int_equal(spares.count + released, BURST);
    spares_sweep(&spares);
    for (unsigned round = 0; round < 5; round++) { /* three are in use */
        for (unsigned i = 0; i < 3; i++)
            blocks[i] = spares_take(&spares);
        for (unsigned i = 0; i < 3; i++)
            spares_give(&spares, blocks[i]);
        spares_sweep(&spares);
        assert_int_equal(spares.count, 3);
    }
    spares_sweep(&spares);
    assert_int_equal(spares.count, 0);
    assert_int_equal(released, BURST);
    released = 0;
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_block_comes_back_as_it_was_given),
    cmocka_unit_test(a_burst_leaves_nothing_behind),
};
RUN_TESTS(tests)
