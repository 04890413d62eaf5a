/* SPDX-License-Identifier: Apache-2.0 */
/* test_rate.c: Wilson's interval, against values worked out elsewhere. */
#include "tests/unit/test.h"

#include "lib/gate/rate.h"

static void assert_near(double value, double expected)
{
    assert_true(value > expected - 5e-4 && value < expected + 5e-4);
}

/* Newcombe (1998), table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29, at 95 %. */
static void agrees_with_published_intervals(void **unused)
{
    const struct {
        struct rate rate;
        double low, high;
    } rows[] = {{{81, 263}, 0.2553, 0.3662},
                {{15, 148}, 0.0624, 0.1605},
                {{0, 20}, 0, 0.1611},
                {{1, 29}, 0.0061, 0.1718}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_near(rate_low(&rows[i].rate, 1.959964), rows[i].low);
        assert_near(rate_high(&rows[i].rate, 1.959964), rows[i].high);
    }
}

static void knows_nothing_without_trials(void **unused)
{
    const struct rate none = {0, 0};
    assert_near(rate_mean(&none), 0);
    assert_near(rate_low(&none, 2), 0);
    assert_near(rate_high(&none, 2), 1);
}

static void takes_rewards_between(void **unused)
{
    struct rate rate = {0, 0};
    rate_add(&rate, 0.25);
    rate_add(&rate, 0.75);
    assert_near(rate_mean(&rate), 0.5);
    assert_true(rate_low(&rate, 2) < 0.5 && rate_high(&rate, 2) > 0.5);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(agrees_with_published_intervals),
    cmocka_unit_test(knows_nothing_without_trials),
    cmocka_unit_test(takes_rewards_between),
};
RUN_TESTS(tests)
