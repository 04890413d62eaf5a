/* SPDX-License-Identifier: Apache-2.0 */
/* test_mix.c: a mix gives the same instance at the same position, in its proportions. */
#include "daemon/front/instances_mix.h"

#include <errno.h>
#include <string.h>

#include "tests/unit/front/fake_engine.h"
#include "tests/unit/test.h"

static struct mix_entry entry_of(const char *name, unsigned low, unsigned high, double weight)
{
    struct mix_entry entry = {.low = low, .high = high, .weight = weight};
    strcpy(entry.address.name, name);
    return entry;
}

static enum outcome open_mix(struct mix *mix, struct mix_entry *entries, size_t count)
{
    struct instances_request request = {.entries = entries, .entry_count = count, .mixed = true};
    char reason[VERDICT_REASON_MAX];
    return mix_init(mix, NULL, &request, reason);
}

static void weights_and_levels_are_kept(void **state)
{
    struct mix_entry entries[] = {entry_of("sum", 2, 4, 1), entry_of("twin", 0, 0, 3)};
    struct mix mix;
    unsigned sums = 0, levels[8] = {0};
    assert_int_equal(open_mix(&mix, entries, 2), OUTCOME_OK);
    for (uint64_t position = 0; position < 10000; position++) {
        unsigned level, again;
        const struct version *version = mix_pick(&mix, position, &level);
        assert_ptr_equal(mix_pick(&mix, position, &again), version);
        assert_int_equal(level, again);
        if (version == &fake_sum) {
            assert_in_range(level, 2, 4);
            sums++;
        } else {
            assert_ptr_equal(version, &fake_twin[1]);
            assert_in_range(level, 1, 7);
            levels[level]++;
        }
    }
    assert_in_range(sums, 2300, 2700);
    for (unsigned level = 1; level <= 7; level++)
        assert_in_range(levels[level], 900, 1250);
    mix_deinit(&mix);
}

static void all_means_what_is_served_and_has_instances(void **state)
{
    struct mix_entry all[] = {entry_of("", 6, 9, 1)};
    struct mix mix;
    assert_int_equal(open_mix(&mix, all, 1), OUTCOME_OK);
    assert_int_equal(mix.count, 1); /* sum has 5 levels, the rest none */
    assert_ptr_equal(mix.candidates[0].version, &fake_twin[1]);
    assert_int_equal(mix.candidates[0].high, 7);
    mix_deinit(&mix);
    all[0].low = 8;
    assert_int_equal(open_mix(&mix, all, 1), OUTCOME_LEVEL_OUT_OF_RANGE);
    mix_deinit(&mix);
}

static void refusals(void **state)
{
    static const struct {
        const char *name;
        unsigned low;
        enum outcome outcome;
    } rows[] = {{"same", 1, OUTCOME_BAD_REQUEST},
                {"broken", 1, OUTCOME_UNAVAILABLE},
                {"nothing", 1, OUTCOME_UNKNOWN_ENVIRONMENT},
                {"sum", 6, OUTCOME_LEVEL_OUT_OF_RANGE}};
    fake_reset();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct mix_entry entries[] = {entry_of("sum", 0, 0, 1),
                                      entry_of(rows[i].name, rows[i].low, 9, 1)};
        struct mix mix;
        assert_int_equal(open_mix(&mix, entries, 2), rows[i].outcome);
        mix_deinit(&mix);
    }
    assert_int_equal(fake_held, 0);
}

static void a_cursor_belongs_to_its_mix(void **state)
{
    struct mix_entry one[] = {entry_of("sum", 1, 1, 1)}, other[] = {entry_of("sum", 1, 2, 1)};
    struct mix mix, another;
    char cursor[CURSOR_MAX];
    uint64_t position;
    assert_int_equal(open_mix(&mix, one, 1), OUTCOME_OK);
    assert_int_equal(open_mix(&another, other, 1), OUTCOME_OK);
    mix_cursor_print(&mix, (uint64_t)SEED_MAX + 1, cursor);
    assert_int_equal(mix_cursor_parse(&mix, cursor, &position), 0);
    assert_true(position == (uint64_t)SEED_MAX + 1);
    assert_int_equal(mix_cursor_parse(&another, cursor, &position), -ESTALE);
    static const char *const bad[] = {"",      "1",      "1.",  "2.5.x",
                                      "1.x.y", "1.-1.y", "1.5", "1.99999999999999999999.y"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(mix_cursor_parse(&mix, bad[i], &position), -EINVAL);
    mix_deinit(&mix);
    mix_deinit(&another);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(weights_and_levels_are_kept),
    cmocka_unit_test(all_means_what_is_served_and_has_instances),
    cmocka_unit_test(refusals),
    cmocka_unit_test(a_cursor_belongs_to_its_mix),
};
RUN_TESTS(tests)
