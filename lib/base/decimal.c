/* SPDX-License-Identifier: Apache-2.0 */
/* decimal.c: see decimal.h. */
#include "lib/base/decimal.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

size_t decimal_unsigned(uint64_t value, char *out)
{
    char digits[DECIMAL_INTEGER_MAX], *at = digits + sizeof digits;
    do
        *--at = (char)('0' + value % 10);
    while (value /= 10);
    size_t size = (size_t)(digits + sizeof digits - at);
    memcpy(out, at, size);
    return size;
}

size_t decimal_integer(int64_t value, char *out)
{
    if (value >= 0)
        return decimal_unsigned((uint64_t)value, out);
    out[0] = '-';
    return 1 + decimal_unsigned(-(uint64_t)value, out + 1);
}

/* ---- Reals from 0.0001 to below 10^15, where printf writes no exponent ----------------------- */

/* The value is mantissa / 2^shift, its mantissa below 2^53. Scaled by 10^places to 15, 16 or 17
 * digits before the point it is exact in 128 bits: at most 10^20 × 2^53 < 2^120. */
__extension__ typedef unsigned __int128 wide;

enum { REAL_BITS = 53, DIGITS_LEAST = 15, DIGITS_MOST = 17 };
#define REAL_LEAST 1e-4
#define REAL_BELOW 1e15

struct binary {
    uint64_t mantissa; /* from 2^52 to below 2^53 */
    int shift;         /* from 3 to 66 */
};

static struct binary take_apart(double value)
{
    int exponent;
    double fraction = frexp(value, &exponent);
    return (struct binary){(uint64_t)ldexp(fraction, REAL_BITS), REAL_BITS - exponent};
}

static wide power_of_ten(int exponent)
{
    static const uint64_t powers[] = {
        1u,
        10u,
        100u,
        1000u,
        10000u,
        100000u,
        1000000u,
        10000000u,
        100000000u,
        1000000000u,
        10000000000u,
        100000000000u,
        1000000000000u,
        10000000000000u,
        100000000000000u,
        1000000000000000u,
        10000000000000000u,
        100000000000000000u,
        1000000000000000000u,
        10000000000000000000u,
    };
    enum { LARGEST = sizeof powers / sizeof *powers - 1 };
    return exponent > LARGEST ? (wide)powers[LARGEST] * powers[exponent - LARGEST]
                              : powers[exponent];
}

/* How many digits stand before the point; 0 for 0.1…, −1 for 0.01…. */
static int digits_before(double value)
{
    static const double bounds[] = {1e-3, 1e-2, 1e-1, 1e0, 1e1,  1e2,  1e3,  1e4,  1e5,
                                    1e6,  1e7,  1e8,  1e9, 1e10, 1e11, 1e12, 1e13, 1e14};
    int digits = -3;
    for (size_t i = 0; i < sizeof bounds / sizeof *bounds && value >= bounds[i]; i++)
        digits++;
    return digits;
}

/* The value times 10^places, rounded to the nearest integer, and to the even of two as near. False
 * where that reads back as another value. */
static bool scale(const struct binary *value, int places, uint64_t *out)
{
    wide power = power_of_ten(places), exact = value->mantissa * power;
    wide one = (wide)1 << value->shift, whole = exact >> value->shift;
    wide rest = exact - (whole << value->shift);
    bool up = rest > one / 2 || (rest == one / 2 && whole % 2);
    wide off = up ? one - rest : rest;
    *out = (uint64_t)whole + up;
    /* It reads back where it is off by less than half of what lies between this value and the next,
     * which is `power`; half as much below a power of two. A tie goes to the even mantissa. */
    wide gap = !up && value->mantissa == (uint64_t)1 << (REAL_BITS - 1) ? power / 2 : power;
    return 2 * off < gap || (2 * off == gap && value->mantissa % 2 == 0);
}

/* The digits of `scaled` with the point `places` from their end; zeros behind it are left out, but
 * for one where there is nothing else. */
static size_t put_point(uint64_t scaled, size_t places, char *out)
{
    char digits[DECIMAL_INTEGER_MAX];
    size_t count = decimal_unsigned(scaled, digits);
    size_t whole = count > places ? count - places : 0, size = whole;
    memcpy(out, digits, whole);
    if (!whole)
        out[size++] = '0';
    out[size++] = '.';
    for (size_t zeros = places - (count - whole); zeros > 0; zeros--)
        out[size++] = '0';
    memcpy(out + size, digits + whole, count - whole);
    size += count - whole;
    while (out[size - 1] == '0')
        size--;
    if (out[size - 1] == '.')
        out[size++] = '0';
    return size;
}

static size_t put_fixed(double value, char *out)
{
    struct binary binary = take_apart(value);
    int before = digits_before(value), digits = DIGITS_LEAST;
    uint64_t scaled;
    while (!scale(&binary, digits - before, &scaled) && digits < DIGITS_MOST)
        digits++;
    return put_point(scaled, (size_t)(digits - before), out);
}

/* ---- All others ------------------------------------------------------------------------------ */

/* Behind a whole number of `size` characters: what is real is written so. */
static size_t put_fraction_of_none(char *out, size_t size)
{
    out[size] = '.';
    out[size + 1] = '0';
    return size + 2;
}

static size_t put_any(double value, char *out)
{
    int size = 0;
    for (int digits = DIGITS_LEAST; digits <= DIGITS_MOST; digits++) {
        size = snprintf(out, DECIMAL_REAL_MAX, "%.*g", digits, value);
        if (strtod(out, NULL) == value)
            break;
    }
    if (strpbrk(out, ".e"))
        return (size_t)size;
    return put_fraction_of_none(out, (size_t)size);
}

size_t decimal_real(double value, char *out)
{
    double size = fabs(value);
    if (size == 0 || (size < 1e6 && size == (double)(uint64_t)size)) {
        /* What rewards mostly are. */
        size_t sign = signbit(value) ? 1 : 0;
        out[0] = '-';
        size_t end = sign + decimal_unsigned((uint64_t)size, out + sign);
        return put_fraction_of_none(out, end);
    }
    if (size < REAL_LEAST || size >= REAL_BELOW)
        return put_any(value, out);
    if (value > 0)
        return put_fixed(value, out);
    out[0] = '-';
    return 1 + put_fixed(size, out + 1);
}
