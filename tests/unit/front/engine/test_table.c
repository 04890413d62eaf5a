/* SPDX-License-Identifier: Apache-2.0 */
/* test_table.c: the table against an array that knows what should be in it. */
#include "daemon/front/engine/table.h"

#include <stdbool.h>
#include <stdlib.h>

#include "tests/unit/test.h"

enum { KEYS = 3000 };

static char places[KEYS];

static void test_values_are_found_by_their_keys_and_no_other(void **state)
{
    struct table table = TABLE_INIT;
    assert_null(table_find(&table, 7));
    table_remove(&table, 7);
    for (uint64_t key = 1; key < KEYS; key += 2)
        table_put(&table, key, &places[key]);
    for (uint64_t key = 1; key < KEYS; key++)
        assert_ptr_equal(table_find(&table, key), key % 2 ? &places[key] : NULL);
    assert_int_equal(table.count, KEYS / 2);
    table_deinit(&table);
}

/* Removal shifts rows back: whatever the order, the rest stays findable. */
static void test_random_puts_and_removes_leave_the_rest(void **state)
{
    struct table table = TABLE_INIT;
    bool there[KEYS] = {false};
    srand(1);
    for (int i = 0; i < 200000; i++) {
        uint64_t key = 1 + (uint64_t)rand() % (KEYS - 1);
        if (there[key])
            table_remove(&table, key);
        else
            table_put(&table, key, &places[key]);
        there[key] = !there[key];
        uint64_t other = 1 + (uint64_t)rand() % (KEYS - 1);
        assert_ptr_equal(table_find(&table, other), there[other] ? &places[other] : NULL);
    }
    for (uint64_t key = 1; key < KEYS; key++)
        assert_ptr_equal(table_find(&table, key), there[key] ? &places[key] : NULL);
    table_deinit(&table);
}

static void test_walk_meets_every_value_once(void **state)
{
    struct table table = TABLE_INIT;
    int met[100] = {0};
    for (uint64_t key = 1; key < 100; key++)
        table_put(&table, key << 40, &met[key]);
    int *value;
    for (size_t at = 0; (value = table_next(&table, &at));)
        ++*value;
    for (int key = 1; key < 100; key++)
        assert_int_equal(met[key], 1);
    table_deinit(&table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values_are_found_by_their_keys_and_no_other),
        cmocka_unit_test(test_random_puts_and_removes_leave_the_rest),
        cmocka_unit_test(test_walk_meets_every_value_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
