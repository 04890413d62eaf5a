/* SPDX-License-Identifier: Apache-2.0 */
/* test_sort.c: qsort is stable with scratch memory and without, and safe with a comparison that
 * lies; bsearch. */
#include <stdlib.h>
#include <string.h>

#include "lib/runtime/offered.h"
#include "tests/unit/runtime/harness.h"

enum { MOST = 5000 };

struct item {
    int key, place;
    char rest[12];
};

static int by_key(const void *a, const void *b)
{
    const struct item *left = a, *right = b;
    return (left->key > right->key) - (left->key < right->key);
}

static int by_int(const void *a, const void *b)
{
    const int *left = a, *right = b;
    return (*left > *right) - (*left < *right);
}

static struct item items[MOST];

static void check_stable(size_t count, int keys)
{
    for (size_t i = 0; i < count; i++)
        items[i] = (struct item){(int)(random() % keys), (int)i, "rest"};
    offer_qsort(items, count, sizeof *items, by_key);
    for (size_t i = 0; i < count; i++)
        assert_string_equal(items[i].rest, "rest");
    for (size_t i = 1; i < count; i++)
        assert_true(items[i - 1].key < items[i].key ||
                    (items[i - 1].key == items[i].key && items[i - 1].place < items[i].place));
}

static void check_sizes(void)
{
    static const size_t counts[] = {0,  1,  2,  7,   8,   9,    15,   16,
                                    17, 31, 33, 100, 255, 1000, 4999, MOST};
    srandom(3);
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        for (int keys = 1; keys <= 1000; keys *= 10)
            check_stable(counts[i], keys);
}

static void stable_with_scratch(void **state)
{
    static char large[MOST * sizeof(struct item) + 64];
    arena_init(large, sizeof large);
    check_sizes();
    assert_non_null(arena_try(MOST * sizeof(struct item))); /* the scratch is back */
}

static void stable_in_place(void **state)
{
    arena_init(NULL, 0);
    check_sizes();
}

static size_t element_size;

static int by_bytes(const void *a, const void *b)
{
    return memcmp(a, b, element_size);
}

static void all_sizes_of_elements(void **state)
{
    enum { COUNT = 300, LARGEST = 150 };
    static unsigned char bytes[COUNT * LARGEST], expected[COUNT * LARGEST];
    srandom(5);
    for (element_size = 1; element_size <= LARGEST; element_size++) {
        for (size_t i = 0; i < COUNT * element_size; i++)
            expected[i] = bytes[i] = (unsigned char)random();
        offer_qsort(bytes, COUNT, element_size, by_bytes);
        qsort(expected, COUNT, element_size, by_bytes);
        assert_memory_equal(bytes, expected, COUNT * element_size);
    }
    offer_qsort(bytes, 5, 0, by_bytes);
}

static int lies(const void *a, const void *b)
{
    return (int)(random() % 3) - 1;
}

static void a_lying_comparison_loses_nothing(void **state)
{
    int values[1000];
    for (int round = 0; round < 2; round++) {
        round ? arena_init(NULL, 0) : (void)heap_setup(NULL);
        for (int repeat = 0; repeat < 50; repeat++) {
            for (int i = 0; i < 1000; i++)
                values[i] = i;
            offer_qsort(values, 1000, sizeof *values, lies);
            offer_qsort(values, 1000, sizeof *values, by_int);
            for (int i = 0; i < 1000; i++)
                assert_int_equal(values[i], i);
        }
    }
}

static int allocates(const void *a, const void *b)
{
    offer_malloc(1);
    return by_int(a, b);
}

static void a_comparison_may_allocate(void **state)
{
    int values[200];
    for (int i = 0; i < 200; i++)
        values[i] = 200 - i;
    offer_qsort(values, 200, sizeof *values, allocates);
    for (int i = 0; i < 200; i++)
        assert_int_equal(values[i], i + 1);
    offer_malloc(100);
}

static void searches(void **state)
{
    int values[] = {1, 3, 5, 7, 9};
    for (size_t count = 0; count <= 5; count++)
        for (int key = 0; key <= 10; key++) {
            int *found = offer_bsearch(&key, values, count, sizeof *values, by_int);
            bool there = key % 2 == 1 && (size_t)key / 2 < count;
            assert_ptr_equal(found, there ? &values[key / 2] : NULL);
        }
}

#define TEST(name) cmocka_unit_test_setup(name, heap_setup)
static const struct CMUnitTest tests[] = {
    TEST(stable_with_scratch),       TEST(stable_in_place),
    TEST(all_sizes_of_elements),     TEST(a_lying_comparison_loses_nothing),
    TEST(a_comparison_may_allocate), TEST(searches),
};

RUN_TESTS(tests)
