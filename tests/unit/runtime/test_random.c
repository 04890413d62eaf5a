/* SPDX-License-Identifier: Apache-2.0 */
/* test_random.c: the stream of random numbers, against the published vectors of xoshiro256** and
 * splitmix64 and against a second implementation of the seeding (its numbers stand below). */
/* The source itself, to reach the two generators within. */
#include "lib/runtime/random.c"

#include "tests/unit/runtime/harness.h"

static void splitmix64_as_published(void **state)
{
    /* From state 0, as in the test vectors of Java's SplittableRandom and of rand_xoshiro. */
    static const uint64_t expected[] = {0xe220a8397b1dcdaf, 0x6e789e6aa1b965f4, 0x06c45d188009454f,
                                        0xf88bb8a8724c81ec};
    uint64_t generator = 0;
    for (size_t i = 0; i < 4; i++)
        assert_true(splitmix64(&generator) == expected[i]);
}

static void xoshiro_as_published(void **state)
{
    /* From state 1, 2, 3, 4, as in the test vectors of rand_xoshiro. */
    static const uint64_t expected[] = {11520,
                                        0,
                                        1509978240,
                                        1215971899390074240,
                                        1216172134540287360,
                                        607988272756665600,
                                        16172922978634559625u,
                                        8476171486693032832,
                                        10595114339597558777u,
                                        2904607092377533576};
    rs_random random = {{1, 2, 3, 4}};
    for (size_t i = 0; i < 10; i++)
        assert_true(next(&random) == expected[i]);
}

static void seeding(void **state)
{
    static const struct {
        uint64_t seed;
        unsigned level, attempt;
        uint64_t word[4];
    } rows[] = {
        {17,
         3,
         0,
         {0xfae8cda81311aaad, 0xe9dc4075e0de7867, 0xa140d24428bd0d89, 0x53db9de25c658e30}},
        {17,
         3,
         1,
         {0x35b67f6a23be590b, 0xbacbf5c474c04889, 0x57dba220a0b22536, 0x8910d6a9770e182e}},
        {17,
         4,
         0,
         {0x15327640f9092824, 0x71e4707bd4dd7f03, 0xd5e59a189a8b4a48, 0x91bff8ed59439dc3}},
        {0, 0, 0, {0x238275bc38fcbe91, 0xf89a2566b5822c54, 0x47200e1d9780fa44, 0xe710dc7a64e2470a}},
        {INT64_MAX,
         20,
         63,
         {0xcf43154acbd0d1d9, 0x59bb0b69723f0450, 0xc858b655c87857a8, 0x3a2d888c36eb03b4}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        rs_random random;
        random_init(&random, rows[i].seed, rows[i].level, rows[i].attempt);
        assert_memory_equal(random.word, rows[i].word, sizeof random.word);
    }
}

static rs_random start(void)
{
    rs_random random;
    random_init(&random, 17, 3, 0);
    return random;
}

static void draws(void **state)
{
    static const int64_t n[] = {6, 6, 10, 100, 1000, 1, 2, 7, INT64_MAX, (1l << 62) + 1};
    static const int64_t below_n[] = {
        5, 1, 5, 46, 622, 0, 0, 5, 6234878576810551685, 3006208444766968212};
    rs_random random = start();
    for (int i = 0; i < 10; i++)
        assert_true(rs_below(&random, n[i]) == below_n[i]);
    static const int64_t between[] = {4, -3, 0, 0, 1, 1, -3, 2};
    random = start();
    for (int i = 0; i < 8; i++)
        assert_true(rs_between(&random, -5, 5) == between[i]);
    assert_true(rs_between(&random, INT64_MIN, INT64_MAX) ==
                (int64_t)(0xad0d7a1048f8d30d ^ (1ul << 63)));
    random = start();
    assert_true(rs_unit(&random) == 0.8580682434963658);
    assert_true(rs_unit(&random) == 0.22813450023443016);
}

static void bounds_that_allow_nothing(void **state)
{
    rs_random random = start(), before = random;
    assert_int_equal(rs_below(&random, 0), 0);
    assert_int_equal(rs_below(&random, INT64_MIN), 0);
    assert_int_equal(rs_between(&random, 3, 2), 3);
    assert_int_equal(rs_pick(&random, (const int[]){0, -1}, 2), 0);
    assert_int_equal(rs_pick(&random, NULL, 0), 0);
    rs_shuffle(&random, NULL, 0, 4);
    assert_memory_equal(&random, &before, sizeof random);
    assert_int_equal(rs_between(&random, 3, 3), 3);
}

static void shuffle_and_pick(void **state)
{
    static const int shuffled[] = {0, 5, 7, 1, 9, 6, 3, 4, 2, 8};
    static const int picked[] = {4, 2, 2, 2, 2, 2, 2, 2, 2, 4, 2, 2};
    int items[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    rs_random random = start();
    rs_shuffle(&random, items, 10, sizeof *items);
    assert_memory_equal(items, shuffled, sizeof items);
    random = start();
    for (int i = 0; i < 12; i++)
        assert_int_equal(rs_pick(&random, (const int[]){1, 0, 5, -3, 2}, 5), picked[i]);
}

static void shuffles_large_items(void **state)
{
    struct large {
        int id;
        char rest[150];
    } items[5];
    for (int i = 0; i < 5; i++) {
        items[i].id = i;
        memset(items[i].rest, 'a' + i, sizeof items[i].rest);
    }
    rs_random random = start();
    rs_shuffle(&random, items, 5, sizeof *items);
    int seen = 0;
    for (int i = 0; i < 5; i++) {
        seen |= 1 << items[i].id;
        for (size_t k = 0; k < sizeof items[i].rest; k++)
            assert_int_equal(items[i].rest[k], 'a' + items[i].id);
    }
    assert_int_equal(seen, 31);
}

/* Chi squared over 3 × 2^62 values in three bins: a biased draw gives the first bin half. */
static void is_unbiased(void **state)
{
    enum { DRAWS = 30000 };
    int bins[3] = {0};
    rs_random random = start();
    int64_t n = 3 * (INT64_MAX / 4);
    for (int i = 0; i < DRAWS; i++)
        bins[rs_below(&random, n) / (INT64_MAX / 4)]++;
    double chi = 0;
    for (int i = 0; i < 3; i++)
        chi += (bins[i] - DRAWS / 3.0) * (bins[i] - DRAWS / 3.0) / (DRAWS / 3.0);
    assert_true(chi < 14); /* p ≈ 0.001 for two degrees of freedom */
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(splitmix64_as_published),
    cmocka_unit_test(xoshiro_as_published),
    cmocka_unit_test(seeding),
    cmocka_unit_test(draws),
    cmocka_unit_test(bounds_that_allow_nothing),
    cmocka_unit_test(shuffle_and_pick),
    cmocka_unit_test(shuffles_large_items),
    cmocka_unit_test(is_unbiased),
};

RUN_TESTS(tests)
