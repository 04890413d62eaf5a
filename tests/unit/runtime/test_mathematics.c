/* SPDX-License-Identifier: Apache-2.0 */
/* test_mathematics.c: the mathematics give known bits. What the functions are linked with is
 * checked by symbols.py. */
#include "lib/runtime/mathematics.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "lib/runtime/offered.h"
#include "tests/unit/runtime/harness.h"

static uint64_t bits_of(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

/* Correctly rounded values, so that they hold on every architecture. */
static void known_values(void **state)
{
    static const struct {
        const char *name;
        double (*function)(double);
        double argument;
        uint64_t bits;
    } rows[] = {
        {"exp(1)", det_exp, 1, 0x4005bf0a8b145769},
        {"log(10)", det_log, 10, 0x40026bb1bbb55516},
        {"log2(10)", det_log2, 10, 0x400a934f0979a371},
        {"sin(1)", det_sin, 1, 0x3feaed548f090cee},
        {"cos(1)", det_cos, 1, 0x3fe14a280fb5068c},
        {"tan(1)", det_tan, 1, 0x3ff8eb245cbee3a6},
        {"atan(1)", det_atan, 1, 0x3fe921fb54442d18},
        {"sqrt(2)", det_sqrt, 2, 0x3ff6a09e667f3bcd},
        {"cbrt(27)", det_cbrt, 27, 0x4008000000000000},
        {"floor(-.5)", det_floor, -.5, 0xbff0000000000000},
        {"rint(2.5)", det_rint, 2.5, 0x4000000000000000},
        {"round(2.5)", det_round, 2.5, 0x4008000000000000},
        {"sin(1e22)", det_sin, 1e22, 0xbfeb453ab76bf397},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint64_t bits = bits_of(rows[i].function(rows[i].argument));
        if (bits != rows[i].bits)
            fail_msg("%s: %016lx, not %016lx", rows[i].name, bits, rows[i].bits);
    }
    assert_true(bits_of(det_pow(2, 0.5)) == 0x3ff6a09e667f3bcd);
    assert_true(bits_of(det_pow(10, -3)) == bits_of(0.001));
    assert_true(det_hypot(3, 4) == 5);
    assert_true(det_fmod(-7, 3) == -1);
    assert_true(det_fma(0x1p53 + 2, 1, -0x1p53) == 2);
    assert_int_equal(det_lround(-2.5), -3);
}

/* Arguments spread over all magnitudes, from a generator of our own. */
static double argument(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    double fraction = (double)(int64_t)*state * 0x1p-63;
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return ldexp(fraction, (int)(*state >> 58) - 32);
}

static uint64_t digest;

static void add(double value)
{
    uint64_t bits = value != value ? 0x7ff8000000000000 : bits_of(value);
    for (int i = 0; i < 8; i++)
        digest = (digest ^ (bits >> 8 * i & 0xff)) * 0x100000001b3u;
}

/* Near the C library's, which is right to a bit or two: so a function is not another one's. */
static void add_checked(const char *name, double value, double expected)
{
    double error = fabs(value - expected);
    if (!(error <= 1e-12 * fabs(expected) || error < 1e-300 || value == expected ||
          (value != value && expected != expected)))
        fail_msg("%s: %.17g, not %.17g", name, value, expected);
    add(value);
}

static void add_checked_float(const char *name, float value, float expected)
{
    float error = fabsf(value - expected);
    if (!(error <= 1e-5f * fabsf(expected) || value == expected ||
          (value != value && expected != expected)))
        fail_msg("%s: %.9g, not %.9g", name, (double)value, (double)expected);
    add((double)value);
}

static void add_all(double x, double y)
{
    float a = (float)x, b = (float)y;
#define ADD(name) add_checked(#name, det_##name(x), name(x));
    MATHEMATICS_UNARY(ADD)
#undef ADD
#define ADD(name) add_checked(#name, det_##name(x, y), name(x, y));
    MATHEMATICS_BINARY(ADD)
#undef ADD
#define ADD(name) add_checked_float(#name, det_##name(a), name(a));
    MATHEMATICS_UNARY_FLOAT(ADD)
#undef ADD
#define ADD(name) add_checked_float(#name, det_##name(a, b), name(a, b));
    MATHEMATICS_BINARY_FLOAT(ADD)
#undef ADD
    add_checked("acosh", offer_acosh(x), acosh(x));
    add(det_fma(x, y, x));
}

static void all_functions(void **state)
{
    uint64_t generator = 1;
    digest = 0xcbf29ce484222325;
    for (int i = 0; i < 20000; i++) {
        double x = argument(&generator);
        add_all(x, argument(&generator));
    }
#ifdef __x86_64__
    /* Where this changes, so do verdicts: raise RUNTIME_SEMANTICS. */
    if (digest != 0x95617782a366dc98)
        fail_msg("the mathematics changed: digest %016lx", digest);
#endif
}

static void whole_parts(void **state)
{
    int exponent;
    double whole;
    assert_true(det_frexp(12, &exponent) == 0.75 && exponent == 4);
    assert_true(det_modf(-2.25, &whole) == -0.25 && whole == -2);
    assert_true(det_ldexp(0.75, 4) == 12 && det_scalbn(0.75, 4) == 12);
    assert_int_equal(det_ilogb(12), 3);
    assert_int_equal(det_lrint(2.5) + det_llrint(3.5) + det_llround(2.5) + det_lroundf(2.5f), 12);
}

static void conversions(void **state)
{
    assert_true(offer_fixunsdfdi(1e19) == 10000000000000000000u);
    assert_true(offer_fixunsdfdi(-1) == 0 && offer_fixunsdfdi(NAN) == 0);
    assert_true(offer_fixunsdfdi(1e30) == UINT64_MAX && offer_fixunssfdi(1e30f) == UINT64_MAX);
    assert_true(offer_fixdfdi(-1e30) == INT64_MIN && offer_fixsfdi(1e30f) == INT64_MAX);
    assert_true(offer_fixdfdi(-2.9) == -2 && offer_fixdfdi(NAN) == 0);
    assert_true(offer_floatundidf(UINT64_MAX) == 0x1p64);
    assert_true(offer_floatundisf(3) == 3);
    assert_true(offer_signbit(-0.0) && !offer_signbitf(1));
    assert_int_equal(offer_fpclassify(NAN), FP_NAN);
    assert_int_equal(offer_fpclassify(5e-324), FP_SUBNORMAL);
    assert_int_equal(offer_fpclassifyf(1e-40f), FP_SUBNORMAL);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(known_values),
    cmocka_unit_test(all_functions),
    cmocka_unit_test(whole_parts),
    cmocka_unit_test(conversions),
};

RUN_TESTS(tests)
