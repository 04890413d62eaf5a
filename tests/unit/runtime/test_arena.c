/* SPDX-License-Identifier: Apache-2.0 */
/* test_arena.c: the heap of a call: layout, what comes back, exhaustion, and abuse. */
#include <stdlib.h>
#include <string.h>

#include "lib/runtime/offered.h"
#include "tests/unit/runtime/harness.h"

static void blocks_are_apart_and_aligned(void **state)
{
    char *last = NULL;
    for (size_t size = 0; size < 100; size++) {
        char *block = offer_malloc(size);
        assert_int_equal((uintptr_t)block % 16, (uintptr_t)heap % 16);
        assert_true(block >= heap && block + size <= heap + HEAP_BYTES);
        assert_true(!last || block >= last + size - 1);
        memset(block, 0xff, size);
        last = block;
    }
}

static void calloc_zeroes_used_memory(void **state)
{
    char *block = offer_malloc(64);
    memset(block, 0xff, 64);
    offer_free(block);
    char *again = offer_calloc(8, 8);
    assert_ptr_equal(again, block);
    for (int i = 0; i < 64; i++)
        assert_int_equal(again[i], 0);
}

static void freed_blocks_come_back_in_any_order(void **state)
{
    char *a = offer_malloc(10), *b = offer_malloc(10), *c = offer_malloc(10);
    offer_free(a);
    offer_free(b);
    assert_true((char *)offer_malloc(10) > c);
    offer_free(c); /* not the last: nothing comes back yet */
    heap_setup(NULL);
    a = offer_malloc(10), b = offer_malloc(10), c = offer_malloc(10);
    offer_free(b);
    offer_free(c);
    assert_ptr_equal(offer_malloc(10), b);
    offer_free(NULL);
}

static void realloc_grows_the_last_in_place(void **state)
{
    char *a = offer_malloc(10);
    memcpy(a, "abcdefghi", 10);
    assert_ptr_equal(offer_realloc(a, 1000), a);
    char *b = offer_malloc(10);
    char *moved = offer_realloc(a, 2000);
    assert_true(moved > b);
    assert_string_equal(moved, "abcdefghi");
    assert_ptr_equal(offer_realloc(moved, 5), moved);
    assert_ptr_equal(offer_realloc(b, 3), b);
    assert_null(offer_realloc(moved, 0));
    assert_non_null(offer_realloc(NULL, 3));
}

static void realloc_keeps_the_bytes_when_the_heap_is_short(void **state)
{
    char *a = offer_malloc(HEAP_BYTES / 2);
    memset(a, 'x', HEAP_BYTES / 2);
    offer_malloc(1);
    assert_true(ENDS(offer_realloc(a, HEAP_BYTES / 2 + 16)));
    assert_int_equal(ending.why, LAST_WORDS_MEMORY);
    assert_int_equal(a[HEAP_BYTES / 2 - 1], 'x');
}

static void exhaustion_ends_the_call(void **state)
{
    assert_true(ENDS(offer_malloc(HEAP_BYTES)));
    assert_int_equal(ending.why, LAST_WORDS_MEMORY);
    assert_string_equal(ending.text, "malloc of 65536 bytes: the heap of 64 KiB is used up");
    assert_true(ENDS(offer_malloc(SIZE_MAX)));
    assert_true(ENDS(offer_malloc(SIZE_MAX - 20)));
    assert_true(ENDS(offer_calloc(SIZE_MAX / 2, 3)));
    assert_int_equal(ending.why, LAST_WORDS_MEMORY);
    char *block = offer_malloc(HEAP_BYTES - 16);
    memset(block, 1, HEAP_BYTES - 16);
    assert_null(arena_try(0));
    assert_true(ENDS(offer_malloc(0)));
    assert_true(ENDS(offer_realloc(block, HEAP_BYTES)));
}

static void a_heap_of_nothing(void **state)
{
    arena_init(NULL, 0);
    assert_true(ENDS(offer_malloc(1)));
    assert_null(arena_try(0));
    arena_reset();
    assert_true(ENDS(offer_free(heap)));
}

static void reset_zeroes(void **state)
{
    char *a = offer_malloc(100);
    memset(a, 0xff, HEAP_BYTES / 2); /* past its end, too */
    arena_reset();
    for (size_t i = 0; i < HEAP_BYTES; i++)
        assert_int_equal(heap[i], 0);
    assert_ptr_equal(offer_malloc(100), a);
}

static void strtok_is_forgotten(void **state)
{
    char text[] = "a b";
    assert_string_equal(offer_strtok(text, " "), "a");
    arena_reset();
    assert_null(offer_strtok(NULL, " "));
}

static void abuse_is_found(void **state)
{
    char *a = offer_malloc(10), *b = offer_malloc(10);
    char other[16];
    offer_free(a);
    assert_true(ENDS(offer_free(a)));
    assert_string_equal(ending.text, "free of a block that was freed already");
    assert_true(ENDS(offer_free(other)));
    assert_string_equal(ending.text, "free of a pointer that malloc did not give");
    assert_true(ENDS(offer_free(heap)));
    assert_true(ENDS(offer_free(b + 1)));
    assert_true(ENDS(offer_free(b + 16)));
    assert_true(ENDS(offer_free(heap + HEAP_BYTES)));
    assert_true(ENDS(offer_realloc(b + 3, 4)));
    assert_string_equal(ending.text, "realloc of a pointer that malloc did not give");
    memset(b - 16, 0xee, 16);
    assert_true(ENDS(offer_free(b)));
    assert_string_equal(ending.text, "free of a block whose header is overwritten");
    assert_int_equal(ending.why, LAST_WORDS_CRASH);
}

static void use(char *block)
{
    size_t size = (size_t)random() % 4096;
    (void)ENDS(size % 2 ? offer_free(block) : (void)offer_realloc(block, size));
    (void)ENDS(offer_malloc(size / 8));
}

/* Random headers, as a hostile environment would write: whatever is done then stays in the heap. */
static void overwritten_headers_do_no_harm(void **state)
{
    char *room = malloc(HEAP_BYTES + 8192);
    assert_non_null(room);
    memset(room, 0x77, HEAP_BYTES + 8192);
    srandom(7);
    for (int round = 0; round < 2000; round++) {
        arena_init(room + 4096, HEAP_BYTES);
        char *blocks[16];
        for (int i = 0; i < 16; i++)
            blocks[i] = offer_malloc(32);
        for (int i = 0; i < 20; i++) {
            uint32_t *header = (uint32_t *)(void *)(blocks[random() % 16] - 16);
            header[random() % 3] = (uint32_t)random() << (random() % 2);
            use(blocks[random() % 16]);
        }
    }
    for (size_t i = 0; i < 4096; i++)
        assert_true(room[i] == 0x77 && room[4096 + HEAP_BYTES + i] == 0x77);
    free(room);
}

#define TEST(name) cmocka_unit_test_setup(name, heap_setup)
static const struct CMUnitTest tests[] = {
    TEST(blocks_are_apart_and_aligned),
    TEST(calloc_zeroes_used_memory),
    TEST(freed_blocks_come_back_in_any_order),
    TEST(realloc_grows_the_last_in_place),
    TEST(realloc_keeps_the_bytes_when_the_heap_is_short),
    TEST(exhaustion_ends_the_call),
    TEST(a_heap_of_nothing),
    TEST(reset_zeroes),
    TEST(strtok_is_forgotten),
    TEST(abuse_is_found),
    TEST(overwritten_headers_do_no_harm),
};

RUN_TESTS(tests)
