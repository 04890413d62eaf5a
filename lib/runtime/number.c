/* SPDX-License-Identifier: Apache-2.0 */
/* number.c: rs_read_number, exact rational numbers; see resyn.h. Beside the forms there, \dfrac and
 * \tfrac, \frac34, \$ and the thousands of LaTeX ({,} and ,\!) are read. A number is refused rather
 * than read half where an operator follows it. */
#include <string.h>

#include "lib/runtime/answer.h"
#include "lib/runtime/offered.h"

enum {
    DIGITS_MAX = 38,   /* significant digits: below 2^127 */
    TOKEN_MAX = 1000,  /* digits of all kinds */
    EXPONENT_MAX = 400 /* beyond it nothing fits */
};

typedef unsigned __int128 wide;

/* Where a number is being read; `good` is false once it is none. */
struct reading {
    const rs_answer *answer;
    size_t at;
    bool good;
};

/* digits × 10^scale, digits without zeros at its ends. */
struct decimal {
    wide digits;
    long scale;
    bool whole; /* nothing but digits and thousands */
};

static char here(const struct reading *reading)
{
    return byte_at(reading->answer, reading->at);
}

static bool take(struct reading *reading, const char *token)
{
    size_t size = strlen(token), left = reading->answer->size - reading->at;
    if (size > left || memcmp(reading->answer->text + reading->at, token, size) != 0)
        return false;
    reading->at += size;
    return true;
}

static void skip_spaces(struct reading *reading)
{
    while (here(reading) == ' ')
        reading->at++;
}

static bool is_digit_at(const struct reading *reading, size_t at)
{
    return offer_isdigit((unsigned char)byte_at(reading->answer, at));
}

/* Appends a digit. Zeros are only counted until another digit follows them. */
static void add_digit(struct decimal *decimal, char byte, long *zeros, int *used)
{
    if (byte == '0') {
        *zeros += decimal->digits != 0;
        return;
    }
    for (; *zeros > 0 && *used < DIGITS_MAX; --*zeros, ++*used)
        decimal->digits *= 10;
    if (*used < DIGITS_MAX)
        decimal->digits = decimal->digits * 10 + (unsigned)(byte - '0');
    ++*used;
}

/* Goes over a comma between thousands, where three digits follow it. */
static bool take_thousands(struct reading *reading)
{
    size_t start = reading->at;
    if (take(reading, "{,}") || take(reading, ",\\!") || take(reading, ",")) {
        size_t at = reading->at;
        if (is_digit_at(reading, at) && is_digit_at(reading, at + 1) &&
            is_digit_at(reading, at + 2) && !is_digit_at(reading, at + 3))
            return true;
    }
    reading->at = start;
    return false;
}

static void take_exponent(struct reading *reading, struct decimal *decimal)
{
    size_t start = reading->at;
    if (!take(reading, "e") && !take(reading, "E"))
        return;
    bool negative = here(reading) == '-';
    if (negative || here(reading) == '+')
        reading->at++;
    long exponent = 0;
    size_t digits = reading->at;
    for (; is_digit_at(reading, reading->at); reading->at++)
        if (exponent <= EXPONENT_MAX)
            exponent = exponent * 10 + (here(reading) - '0');
    if (reading->at == digits) {
        reading->at = start;
        reading->good = false;
    }
    decimal->scale += negative ? -exponent : exponent;
    decimal->whole = false;
}

/* Digits, thousands, fraction, exponent. */
static struct decimal take_decimal(struct reading *reading)
{
    struct decimal decimal = {.whole = true};
    size_t start = reading->at;
    long zeros = 0, behind = 0;
    int used = 0, groups = 0, count = 0;
    for (;; count++) {
        bool may_group = groups ? count == 3 : count >= 1 && count <= 3;
        if (may_group && byte_at(reading->answer, start) != '0' && take_thousands(reading)) {
            groups++;
            count = 0;
        }
        if (!is_digit_at(reading, reading->at))
            break;
        add_digit(&decimal, here(reading), &zeros, &used);
        reading->at++;
    }
    /* 1,234,5 is neither a number nor a list of numbers. */
    if (groups && here(reading) == ',' && is_digit_at(reading, reading->at + 1))
        reading->good = false;
    size_t seen = reading->at - start;
    if (here(reading) == '.' && (is_digit_at(reading, reading->at + 1) || seen)) {
        decimal.whole = false;
        for (reading->at++; is_digit_at(reading, reading->at); reading->at++, behind++)
            add_digit(&decimal, here(reading), &zeros, &used);
        seen += (size_t)behind;
    }
    reading->good &= seen > 0 && seen <= TOKEN_MAX && used <= DIGITS_MAX;
    decimal.scale = zeros - behind;
    take_exponent(reading, &decimal);
    return decimal;
}

static wide common_divisor(wide a, wide b)
{
    while (b) {
        wide rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* A non-negative fraction, its parts as wide as the computation needs. */
struct fraction {
    wide numerator, denominator;
};

static bool multiply(wide *value, wide factor)
{
    return !__builtin_mul_overflow(*value, factor, value);
}

static struct fraction lowest(struct fraction fraction)
{
    wide divisor = common_divisor(fraction.numerator, fraction.denominator);
    if (divisor > 1) {
        fraction.numerator /= divisor;
        fraction.denominator /= divisor;
    }
    return fraction;
}

static struct fraction to_fraction(struct reading *reading, const struct decimal *decimal)
{
    struct fraction fraction = {decimal->digits, 1};
    if (!decimal->digits)
        return fraction;
    if (decimal->scale > DIGITS_MAX || decimal->scale < -DIGITS_MAX) {
        reading->good = false;
        return fraction;
    }
    for (long i = 0; i < decimal->scale; i++)
        reading->good &= multiply(&fraction.numerator, 10);
    for (long i = 0; i > decimal->scale; i--)
        reading->good &= multiply(&fraction.denominator, 10);
    return lowest(fraction);
}

/* A whole number as the part of a fraction. */
static wide take_whole(struct reading *reading)
{
    struct decimal decimal = take_decimal(reading);
    struct fraction fraction = to_fraction(reading, &decimal);
    reading->good &= decimal.whole;
    return fraction.numerator;
}

static struct fraction make_fraction(struct reading *reading, wide numerator, wide denominator)
{
    struct fraction fraction = {numerator, denominator};
    if (!denominator) {
        reading->good = false;
        fraction.denominator = 1;
    }
    return lowest(fraction);
}

/* {12}, or a single digit. */
static wide take_argument(struct reading *reading)
{
    if (take(reading, "{")) {
        skip_spaces(reading);
        wide value = take_whole(reading);
        skip_spaces(reading);
        reading->good &= take(reading, "}");
        return value;
    }
    if (!is_digit_at(reading, reading->at)) {
        reading->good = false;
        return 0;
    }
    return (wide)(byte_at(reading->answer, reading->at++) - '0');
}

static bool take_latex(struct reading *reading, struct fraction *fraction)
{
    if (!take(reading, "\\frac") && !take(reading, "\\dfrac") && !take(reading, "\\tfrac"))
        return false;
    wide numerator = take_argument(reading), denominator = take_argument(reading);
    *fraction = make_fraction(reading, numerator, denominator);
    return true;
}

/* `/ 4` behind a whole number. */
static bool take_over(struct reading *reading, wide numerator, struct fraction *fraction)
{
    size_t start = reading->at;
    skip_spaces(reading);
    if (!take(reading, "/")) {
        reading->at = start;
        return false;
    }
    skip_spaces(reading);
    *fraction = make_fraction(reading, numerator, take_whole(reading));
    return true;
}

/* The proper fraction behind the whole number of a mixed one; nothing is taken where there is
 * none: `4 3/2` are two numbers. */
static bool take_proper(struct reading *reading, struct fraction *part)
{
    struct reading ahead = *reading;
    skip_spaces(&ahead);
    bool spaced = ahead.at > reading->at;
    bool taken = take_latex(&ahead, part);
    if (!taken && spaced && is_digit_at(&ahead, ahead.at)) {
        wide numerator = take_whole(&ahead);
        taken = ahead.good && take_over(&ahead, numerator, part);
    }
    if (!taken || !ahead.good || part->numerator >= part->denominator)
        return false;
    *reading = ahead;
    return true;
}

static struct fraction add_whole(struct reading *reading, wide whole, struct fraction part)
{
    reading->good &= multiply(&whole, part.denominator) &&
                     !__builtin_add_overflow(part.numerator, whole, &part.numerator);
    return part;
}

static struct fraction take_body(struct reading *reading)
{
    struct fraction fraction = {0, 1}, part;
    if (take_latex(reading, &fraction))
        return fraction;
    struct decimal decimal = take_decimal(reading);
    if (!reading->good)
        return fraction;
    fraction = to_fraction(reading, &decimal);
    if (!decimal.whole || !reading->good)
        return fraction;
    wide whole = fraction.numerator;
    if (take_over(reading, whole, &fraction))
        return fraction;
    return take_proper(reading, &part) ? add_whole(reading, whole, part) : fraction;
}

/* The sign, before or behind a currency sign; true where it is a minus. */
static bool take_sign(struct reading *reading)
{
    bool negative = take(reading, "-") || take(reading, "\u2212");
    bool seen = negative || take(reading, "+");
    if (!take(reading, "$"))
        take(reading, "\\$");
    if (!seen)
        negative = take(reading, "-") || take(reading, "\u2212");
    if (!seen && !negative)
        take(reading, "+");
    return negative;
}

static void take_percent(struct reading *reading, struct fraction *fraction)
{
    size_t start = reading->at;
    skip_spaces(reading);
    if (!take(reading, "%") && !take(reading, "\\%")) {
        reading->at = start;
        return;
    }
    reading->good &= multiply(&fraction->denominator, 100);
    *fraction = lowest(*fraction);
}

static bool to_number(struct fraction fraction, bool negative, rs_number *out)
{
    wide most = (wide)INT64_MAX + negative;
    if (fraction.numerator > most || fraction.denominator > INT64_MAX)
        return false;
    uint64_t size = (uint64_t)fraction.numerator;
    out->numerator = (int64_t)(negative ? -size : size);
    out->denominator = (int64_t)fraction.denominator;
    return true;
}

static bool ends_here(const struct reading *reading)
{
    char next = here(reading);
    return number_may_end(reading->answer, reading->at) && !(next && strchr("+-*/^=\\%{", next));
}

bool rs_read_number(rs_answer *answer, rs_number *out)
{
    *out = (rs_number){0, 1};
    if (!start_value(answer, "a number"))
        return false;
    struct reading reading = {.answer = answer, .at = answer->at, .good = true};
    bool negative = take_sign(&reading);
    struct fraction fraction = take_body(&reading);
    take_percent(&reading, &fraction);
    if (!reading.good || !ends_here(&reading) || !to_number(fraction, negative, out)) {
        *out = (rs_number){0, 1};
        refuse_expected(answer, "a number");
        return false;
    }
    end_value(answer, reading.at);
    return true;
}

int rs_number_compare(rs_number a, rs_number b)
{
    __int128 left = (__int128)a.numerator * b.denominator;
    __int128 right = (__int128)b.numerator * a.denominator;
    return (left > right) - (left < right);
}

static int bits(uint64_t value)
{
    return value ? 64 - __builtin_clzl(value) : 0;
}

/* The quotient to 57 bits or more, its last bit set where there is a rest: rounded to the 53 of a
 * double that is the nearest double. */
double rs_number_real(rs_number number)
{
    if (!number.numerator || !number.denominator)
        return 0;
    bool negative = (number.numerator < 0) != (number.denominator < 0);
    uint64_t numerator = (uint64_t)number.numerator, denominator = (uint64_t)number.denominator;
    if (number.numerator < 0)
        numerator = -numerator;
    if (number.denominator < 0)
        denominator = -denominator;
    int shift = 57 - bits(numerator) + bits(denominator);
    if (shift < 0)
        shift = 0;
    wide scaled = (wide)numerator << shift;
    uint64_t quotient = (uint64_t)(scaled / denominator);
    quotient |= scaled % denominator != 0;
    double value = (double)quotient;
    for (; shift >= 32; shift -= 32)
        value *= 0x1p-32;
    value /= (double)(1ul << shift);
    return negative ? -value : value;
}
