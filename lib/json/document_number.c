/* SPDX-License-Identifier: Apache-2.0 */
/* document_number.c: numbers: integers of 64 bits exactly, reals as strtod has them. */
#include "lib/json/document_own.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

/* The quotient or product of two doubles that are exact is what strtod gives, because it is rounded
 * once, and where doubles are computed as doubles. */
_Static_assert(FLT_EVAL_METHOD == 0, "doubles are computed as doubles");
enum { EXACT_POWERS = 22 };
#define EXACT_INTEGER ((uint64_t)1 << 53)
static const double powers_of_ten[EXACT_POWERS + 1] = {
    1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
};

enum {
    DIGITS_MAX = 19, /* that always fit in 64 bits */
    EXPONENT_MAX = 100000,
};

/* A number's parts as they come. */
struct digits {
    const char *at, *end;
    uint64_t whole; /* the first DIGITS_MAX digits, the point left out */
    size_t count;   /* of all digits */
};

static bool is_digit(const struct digits *digits)
{
    return digits->at < digits->end && *digits->at >= '0' && *digits->at <= '9';
}

static bool take(struct digits *digits, char byte)
{
    if (digits->at == digits->end || *digits->at != byte)
        return false;
    digits->at++;
    return true;
}

/* How many digits were taken. */
static size_t take_digits(struct digits *digits)
{
    const char *start = digits->at;
    for (; is_digit(digits); digits->at++)
        if (digits->count++ < DIGITS_MAX)
            digits->whole = digits->whole * 10 + (unsigned)(*digits->at - '0');
    return (size_t)(digits->at - start);
}

/* The exponent behind an e, near enough beyond EXPONENT_MAX. False where it has no digits. */
static bool take_exponent(struct digits *digits, int *exponent)
{
    bool minus = take(digits, '-');
    if (!minus)
        take(digits, '+');
    if (!is_digit(digits))
        return false;
    for (; is_digit(digits); digits->at++)
        if (*exponent < EXPONENT_MAX)
            *exponent = *exponent * 10 + (*digits->at - '0');
    if (minus)
        *exponent = -*exponent;
    return true;
}

static bool settle_integer(struct reading *reading, const struct digits *digits, bool minus,
                           struct value *out)
{
    uint64_t most = (uint64_t)INT64_MAX + minus;
    if (digits->count > DIGITS_MAX || digits->whole > most)
        return reading_fail(reading, DOCUMENT_MALFORMED, reading->at,
                            "the integer does not fit in 64 bits");
    int64_t value = (int64_t)(minus ? -digits->whole : digits->whole);
    *out = (struct value){VALUE_INTEGER, 0, {.integer = value}};
    return true;
}

/* A number is never the last of a text, so that there is a byte for strtod to stop at: the root is
 * an object or an array, and the caller has made sure. */
static bool settle_real(struct reading *reading, const struct digits *digits, bool minus,
                        int exponent, struct value *out)
{
    double value;
    if (digits->count <= DIGITS_MAX && digits->whole <= EXACT_INTEGER &&
        exponent >= -EXACT_POWERS && exponent <= EXACT_POWERS) {
        value = (double)digits->whole;
        value = exponent < 0 ? value / powers_of_ten[-exponent] : value * powers_of_ten[exponent];
        value = minus ? -value : value;
    } else {
        value = strtod(reading->at, NULL);
    }
    if (!isfinite(value))
        return reading_fail(reading, DOCUMENT_MALFORMED, reading->at, "the number is too large");
    *out = (struct value){VALUE_REAL, 0, {.real = value}};
    return true;
}

static bool malformed(struct reading *reading, const struct digits *digits)
{
    return reading_fail(reading, DOCUMENT_MALFORMED, digits->at, "a digit is missing here");
}

bool reading_number(struct reading *reading, struct value *out)
{
    struct digits digits = {.at = reading->at, .end = reading->end};
    bool minus = take(&digits, '-'), real = false;
    const char *first = digits.at;
    size_t fraction = 0;
    int exponent = 0;
    if (!take_digits(&digits))
        return malformed(reading, &digits);
    if (*first == '0' && digits.count > 1)
        return reading_fail(reading, DOCUMENT_MALFORMED, first, "a number begins with zero");
    if (take(&digits, '.')) {
        real = true;
        fraction = take_digits(&digits);
        if (!fraction)
            return malformed(reading, &digits);
    }
    if (take(&digits, 'e') || take(&digits, 'E')) {
        real = true;
        if (!take_exponent(&digits, &exponent))
            return malformed(reading, &digits);
    }
    if (digits.at == digits.end)
        return reading_fail(reading, DOCUMENT_MALFORMED, digits.at, "the text ends too soon");
    /* A long fraction goes to strtod whatever the exponent. */
    exponent -= fraction < EXPONENT_MAX ? (int)fraction : EXPONENT_MAX;
    if (real ? !settle_real(reading, &digits, minus, exponent, out)
             : !settle_integer(reading, &digits, minus, out))
        return false;
    reading->at += digits.at - reading->at;
    return true;
}
