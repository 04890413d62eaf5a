/* SPDX-License-Identifier: Apache-2.0 */
/* test_cache.c: instances are found again, forgotten in order of use, and never while in use. */
#include "daemon/front/scoring_cache.h"

#include <string.h>

#include "tests/unit/front/fake_engine.h"
#include "tests/unit/test.h"

static struct instance_cache cache;

static int open_cache(void **state)
{
    fake_reset();
    return instance_cache_init(&cache, 100 * 1000, 42);
}

static int close_cache(void **state)
{
    instance_cache_deinit(&cache);
    assert_int_equal(fake_held, 0);
    return 0;
}

static struct instance_key key(uint64_t seed)
{
    return (struct instance_key){.version = &fake_sum, .level = 1, .seed = seed};
}

static struct instance *put(uint64_t seed, size_t size)
{
    static char state[64 * 1024];
    struct instance_key wanted = key(seed);
    struct instance *instance = instance_cache_add(&cache, &wanted);
    assert_non_null(instance);
    memset(state, (int)seed, size);
    assert_true(instance_cache_settle(&cache, instance, state, size));
    return instance;
}

static bool known(uint64_t seed)
{
    struct instance_key wanted = key(seed);
    struct instance *instance = instance_cache_find(&cache, &wanted);
    if (instance)
        instance_cache_release(&cache, instance);
    return instance != NULL;
}

static void keys_are_told_apart(void **state)
{
    static const struct instance_key keys[] = {
        {&fake_sum, 1, 1, NULL, 0},        {&fake_sum, 1, 2, NULL, 0},
        {&fake_sum, 2, 1, NULL, 0},        {&fake_twin[0], 1, 1, NULL, 0},
        {&fake_twin[1], 1, 1, NULL, 0},    {&fake_same, 0, 0, "", 0},
        {&fake_same, 0, 0, "a", 1},        {&fake_same, 0, 0, "a\0b", 3},
        {&fake_same, 0, 0, "a\0c", 3},     {&fake_same, 0, 0, NULL, 0},
        {&fake_same, 0, 0, "12345678", 8}, {&fake_same, 0, 0, "123456789", 9},
    };
    struct instance *instances[sizeof keys / sizeof *keys];
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        assert_null(instance_cache_find(&cache, &keys[i]));
        instances[i] = instance_cache_add(&cache, &keys[i]);
    }
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        assert_ptr_equal(instance_cache_find(&cache, &keys[i]), instances[i]);
        instance_cache_release(&cache, instances[i]);
    }
}

static void a_reloaded_version_is_the_same(void **state)
{
    struct version again = fake_sum;
    struct instance *instance = put(1, 10);
    struct instance_key wanted = key(1);
    wanted.version = &again;
    assert_ptr_equal(instance_cache_find(&cache, &wanted), instance);
}

static void the_oldest_goes_first(void **state)
{
    for (uint64_t seed = 0; seed < 3; seed++)
        instance_cache_release(&cache, put(seed, 30000));
    assert_true(known(0)); /* and is now the newest */
    instance_cache_release(&cache, put(3, 30000));
    assert_false(known(1));
    assert_true(known(0) && known(2) && known(3));
    assert_true(cache.bytes <= cache.bytes_max);
}

static void what_is_in_use_stays(void **state)
{
    struct instance *held = put(0, 60000);
    instance_cache_release(&cache, put(1, 60000));
    assert_true(known(0));
    assert_memory_equal(held->state, "\0\0\0\0", 4);
    instance_cache_release(&cache, put(2, 30000));
    assert_false(known(1));
    assert_true(known(0));
    instance_cache_release(&cache, held);
    instance_cache_release(&cache, put(3, 60000));
    assert_false(known(0));
}

static void what_is_dropped_lives_until_released(void **state)
{
    struct instance_key wanted = key(1);
    struct instance *instance = instance_cache_add(&cache, &wanted);
    instance_cache_hold(instance);
    instance_cache_drop(&cache, instance);
    assert_false(known(1));
    assert_int_equal(cache.count, 0);
    instance_cache_release(&cache, instance);
    assert_int_equal(instance->key.seed, 1);
    instance_cache_release(&cache, instance);
    assert_int_equal(fake_held, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_cache, close_cache)
static const struct CMUnitTest tests[] = {
    TEST(keys_are_told_apart),
    TEST(a_reloaded_version_is_the_same),
    TEST(the_oldest_goes_first),
    TEST(what_is_in_use_stays),
    TEST(what_is_dropped_lives_until_released),
};
RUN_TESTS(tests)
