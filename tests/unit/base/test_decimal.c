/* SPDX-License-Identifier: Apache-2.0 */
/* test_decimal.c: the same text as printf's, by the million. */
#include "lib/base/decimal.h"

#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/test.h"

static void integers(void **state)
{
    static const int64_t rows[] = {0, 1, -1, 9, 10, -10, 99, 100, INT64_MAX, INT64_MIN};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[DECIMAL_INTEGER_MAX], expected[32];
        size_t size = decimal_integer(rows[i], text);
        assert_int_equal(size, snprintf(expected, sizeof expected, "%" PRId64, rows[i]));
        assert_memory_equal(text, expected, size);
        size = decimal_unsigned((uint64_t)rows[i], text);
        assert_int_equal(size, snprintf(expected, sizeof expected, "%" PRIu64, (uint64_t)rows[i]));
        assert_memory_equal(text, expected, size);
    }
}

/* As printf and strtod have it. */
static size_t expect(double value, char out[64])
{
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(out, 64, "%.*g", digits, value);
        if (strtod(out, NULL) == value)
            break;
    }
    size_t size = strlen(out);
    if (!strpbrk(out, ".e"))
        memcpy(out + size, ".0", 3);
    return strlen(out);
}

static void check(double value)
{
    char text[DECIMAL_REAL_MAX + 1], expected[64];
    size_t size = decimal_real(value, text), right = expect(value, expected);
    text[size] = '\0';
    if (size != right || memcmp(text, expected, size) != 0)
        fail_msg("%a: %s instead of %s", value, text, expected);
}

static void check_near(double value)
{
    for (int sign = -1; sign <= 1; sign += 2) {
        double at = sign * value;
        check(at);
        check(nextafter(at, INFINITY));
        check(nextafter(at, -INFINITY));
    }
}

static void at_the_limits(void **state)
{
    check_near(0);
    check_near(DBL_MAX / 2);
    check_near(DBL_MIN);
    for (int exponent = -30; exponent <= 30; exponent++) {
        check_near(pow(10, exponent));
        check_near(5 * pow(10, exponent));
    }
    for (int exponent = -80; exponent <= 80; exponent++)
        check_near(ldexp(1, exponent));
}

static void what_rewards_are(void **state)
{
    for (int below = 1; below <= 300; below++)
        for (int above = 0; above <= below; above++)
            check((double)above / below);
    for (int i = 0; i < 100000; i++) {
        check(i / 1000.0);
        check(i * 0.1);
        check(i);
    }
}

/* xorshift: the same numbers in each run. */
static uint64_t draw(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static void any(void **state)
{
    uint64_t seed = 0x9e3779b97f4a7c15;
    for (int i = 0; i < 300000; i++) {
        uint64_t bits = draw(&seed);
        double value;
        memcpy(&value, &bits, sizeof value);
        if (isfinite(value))
            check(value);
        /* The same mantissa where no exponent is written. */
        check(ldexp(1 + (double)(bits >> 12) * 0x1p-52, (int)(bits % 64) - 14));
        check((double)(bits >> 12) / pow(10, (double)(bits % 22)));
        /* Few bits: ties between two decimals. */
        check(ldexp((double)(bits >> 50), -(int)(bits % 20)));
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(integers),
    cmocka_unit_test(at_the_limits),
    cmocka_unit_test(what_rewards_are),
    cmocka_unit_test(any),
};
RUN_TESTS(tests)
