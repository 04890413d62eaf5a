/* SPDX-License-Identifier: Apache-2.0 */
/* format.c: see format.h. */
#include "lib/runtime/format.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "lib/runtime/offered.h"
#include "lib/runtime/runtime.h"

enum {
    /* A double has no digits behind this one, so what is beyond are zeros that we write ourselves.
     */
    DIGITS_MAX = 1100,
    /* 309 digits before the point, the point, the digits after it, sign, exponent. */
    DOUBLE_MAX_BYTES = DIGITS_MAX + 400,
    INTEGER_MAX_BYTES = 24, /* 64 bits in octal */
};

enum length { LENGTH_INT, LENGTH_CHAR, LENGTH_SHORT, LENGTH_LONG, LENGTH_OTHER };

struct conversion {
    bool left, plus, space, alternate, zero;
    int width;
    int precision; /* −1: none given */
    enum length length;
    char letter;
};

/* A va_list in a struct, so that a pointer to it means the same on every architecture. */
struct arguments {
    va_list list;
};

void sink_put(struct sink *sink, const char *bytes, size_t size)
{
    if (sink->size < sink->room) {
        size_t left = sink->room - sink->size;
        memmove(sink->data + sink->size, bytes, size < left ? size : left);
    }
    sink->size += size;
}

void sink_fill(struct sink *sink, char byte, size_t count)
{
    if (sink->size < sink->room) {
        size_t left = sink->room - sink->size;
        memset(sink->data + sink->size, byte, count < left ? count : left);
    }
    sink->size += count;
}

static _Noreturn void refuse(const char *function, const char *start, const char *end)
{
    char text[REASON_MAX];
    int size = end - start > 40 ? 40 : (int)(end - start);
    offer_snprintf(text, sizeof text, "%s does not offer the format %.*s", function, size, start);
    runtime_end(LAST_WORDS_CRASH, text);
}

/* A width or precision at `*format`: digits, or `*`. −1 where it is too large. */
static int read_size(const char **format, struct arguments *arguments, bool *negative)
{
    *negative = false;
    if (**format == '*') {
        (*format)++;
        int value = va_arg(arguments->list, int);
        *negative = value < 0;
        if (value < -FORMAT_WIDTH_MAX || value > FORMAT_WIDTH_MAX)
            return -1;
        return value < 0 ? -value : value;
    }
    int value = 0;
    for (; offer_isdigit(**format); (*format)++) {
        value = value * 10 + (**format - '0');
        if (value > FORMAT_WIDTH_MAX)
            return -1;
    }
    return value;
}

static enum length read_length(const char **format)
{
    static const struct {
        char text[3];
        enum length length;
    } lengths[] = {{"hh", LENGTH_CHAR}, {"h", LENGTH_SHORT}, {"ll", LENGTH_LONG},
                   {"l", LENGTH_LONG},  {"j", LENGTH_LONG},  {"z", LENGTH_LONG},
                   {"t", LENGTH_LONG},  {"q", LENGTH_LONG},  {"L", LENGTH_OTHER}};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        size_t size = strlen(lengths[i].text);
        if (strncmp(*format, lengths[i].text, size) == 0) {
            *format += size;
            return lengths[i].length;
        }
    }
    return LENGTH_INT;
}
_Static_assert(sizeof(long) == 8 && sizeof(long long) == 8 && sizeof(size_t) == 8, "LP64");

static void read_flags(const char **format, struct conversion *conversion)
{
    for (;; (*format)++) {
        switch (**format) {
        case '-':
            conversion->left = true;
            break;
        case '+':
            conversion->plus = true;
            break;
        case ' ':
            conversion->space = true;
            break;
        case '#':
            conversion->alternate = true;
            break;
        case '0':
            conversion->zero = true;
            break;
        case '\'': /* groups thousands where the locale does; this one does not */
            break;
        default:
            return;
        }
    }
}

/* Reads what follows a per cent sign. False where it is not offered. */
static bool read_conversion(const char **format, struct arguments *arguments,
                            struct conversion *conversion)
{
    bool negative;
    *conversion = (struct conversion){.precision = -1};
    read_flags(format, conversion);
    conversion->width = read_size(format, arguments, &negative);
    if (conversion->width < 0)
        return false;
    conversion->left |= negative;
    if (**format == '.') {
        (*format)++;
        int precision = read_size(format, arguments, &negative);
        if (precision < 0 && !negative)
            return false;
        conversion->precision = negative ? -1 : precision;
    }
    conversion->length = read_length(format);
    conversion->letter = **format;
    if (!conversion->letter)
        return false;
    (*format)++;
    bool whole = strchr("diuoxX", conversion->letter) != NULL;
    bool real = strchr("eEfFgGaA", conversion->letter) != NULL;
    if (real)
        return conversion->length == LENGTH_INT || conversion->length == LENGTH_LONG;
    if (whole)
        return conversion->length != LENGTH_OTHER;
    return strchr("csp%", conversion->letter) && conversion->length == LENGTH_INT;
}

/* What a conversion writes, without padding. */
struct pieces {
    const char *prefix; /* sign, 0x */
    size_t zeros;
    const char *body;
    size_t body_size;
    size_t more_zeros;
    const char *tail; /* exponent */
    size_t tail_size;
};

/* Pads to the width: with zeros behind the prefix, or with spaces. */
static void put_pieces(struct sink *sink, const struct conversion *conversion,
                       const struct pieces *pieces, bool pad_zeros)
{
    size_t prefix_size = strlen(pieces->prefix), width = (size_t)conversion->width;
    size_t used =
        prefix_size + pieces->zeros + pieces->body_size + pieces->more_zeros + pieces->tail_size;
    size_t padding = width > used ? width - used : 0;
    bool zero = pad_zeros && !conversion->left;
    if (!zero && !conversion->left)
        sink_fill(sink, ' ', padding);
    sink_put(sink, pieces->prefix, prefix_size);
    sink_fill(sink, '0', pieces->zeros + (zero ? padding : 0));
    sink_put(sink, pieces->body, pieces->body_size);
    sink_fill(sink, '0', pieces->more_zeros);
    sink_put(sink, pieces->tail, pieces->tail_size);
    if (conversion->left)
        sink_fill(sink, ' ', padding);
}

static void put_plain(struct sink *sink, const struct conversion *conversion, const char *text,
                      size_t size)
{
    struct pieces pieces = {.prefix = "", .body = text, .body_size = size, .tail = ""};
    put_pieces(sink, conversion, &pieces, false);
}

static int64_t take_signed(struct arguments *arguments, enum length length)
{
    if (length == LENGTH_LONG)
        return va_arg(arguments->list, long);
    int value = va_arg(arguments->list, int);
    return length == LENGTH_CHAR    ? (signed char)value
           : length == LENGTH_SHORT ? (short)value
                                    : value;
}

static uint64_t take_unsigned(struct arguments *arguments, enum length length)
{
    if (length == LENGTH_LONG)
        return va_arg(arguments->list, unsigned long);
    unsigned value = va_arg(arguments->list, unsigned);
    return length == LENGTH_CHAR    ? (unsigned char)value
           : length == LENGTH_SHORT ? (unsigned short)value
                                    : value;
}

/* The digits of `value`, at the end of `buffer`. Returns how many. */
static size_t write_digits(char buffer[INTEGER_MAX_BYTES], uint64_t value, unsigned base,
                           bool upper)
{
    const char *letters = upper ? "0123456789ABCDEF" : "0123456789abcdef";
    size_t size = 0;
    for (; value; value /= base)
        buffer[INTEGER_MAX_BYTES - ++size] = letters[value % base];
    return size;
}

static void put_integer(struct sink *sink, const struct conversion *conversion, uint64_t value,
                        const char *sign)
{
    char buffer[INTEGER_MAX_BYTES];
    char letter = conversion->letter;
    unsigned base = letter == 'o' ? 8 : letter == 'x' || letter == 'X' ? 16 : 10;
    size_t size = write_digits(buffer, value, base, letter == 'X');
    size_t least = conversion->precision < 0 ? 1 : (size_t)conversion->precision;
    if (conversion->alternate && base == 8 && least <= size)
        least = size + 1;
    const char *prefix = sign;
    if (conversion->alternate && base == 16 && value)
        prefix = letter == 'X' ? "0X" : "0x";
    struct pieces pieces = {.prefix = prefix,
                            .zeros = least > size ? least - size : 0,
                            .body = buffer + INTEGER_MAX_BYTES - size,
                            .body_size = size,
                            .tail = ""};
    put_pieces(sink, conversion, &pieces, conversion->zero && conversion->precision < 0);
}

static void put_signed(struct sink *sink, const struct conversion *conversion, int64_t value)
{
    const char *sign = value < 0 ? "-" : conversion->plus ? "+" : conversion->space ? " " : "";
    put_integer(sink, conversion, value < 0 ? -(uint64_t)value : (uint64_t)value, sign);
}

/* Sign, digits and exponent as the C library writes them. Returns the size. */
static size_t write_real(char text[DOUBLE_MAX_BYTES], const struct conversion *conversion,
                         int precision, double value)
{
    char pattern[8];
    size_t at = 0;
    pattern[at++] = '%';
    if (conversion->plus)
        pattern[at++] = '+';
    if (conversion->space)
        pattern[at++] = ' ';
    if (conversion->alternate)
        pattern[at++] = '#';
    pattern[at++] = '.';
    pattern[at++] = '*';
    pattern[at++] = conversion->letter;
    pattern[at] = 0;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    return (size_t)snprintf(text, DOUBLE_MAX_BYTES, pattern, precision, value);
#pragma GCC diagnostic pop
}

/* Width, and zeros that no double fills, are ours. */
static void put_real(struct sink *sink, const struct conversion *conversion, double value)
{
    char text[DOUBLE_MAX_BYTES], prefix[4];
    int excess = conversion->precision > DIGITS_MAX ? conversion->precision - DIGITS_MAX : 0;
    size_t size = write_real(text, conversion, conversion->precision - excess, value);
    bool finite = value - value == 0;
    char letter = (char)offer_tolower(conversion->letter);
    size_t start = strchr("+- ", *text) ? 1 : 0;
    if (finite && letter == 'a')
        start += 2;
    memcpy(prefix, text, start);
    prefix[start] = 0;
    size_t body_end = finite ? strcspn(text, letter == 'a' ? "pP" : "eE") : size;
    bool keeps_zeros = finite && (letter != 'g' || conversion->alternate);
    struct pieces pieces = {.prefix = prefix,
                            .body = text + start,
                            .body_size = body_end - start,
                            .more_zeros = keeps_zeros ? (size_t)excess : 0,
                            .tail = text + body_end,
                            .tail_size = size - body_end};
    put_pieces(sink, conversion, &pieces, conversion->zero && finite);
}

static void put_string(struct sink *sink, const struct conversion *conversion, const char *string)
{
    if (!string)
        string = "(null)";
    size_t size =
        conversion->precision < 0 ? strlen(string) : strnlen(string, (size_t)conversion->precision);
    put_plain(sink, conversion, string, size);
}

static void put_pointer(struct sink *sink, struct conversion *conversion, const void *pointer)
{
    conversion->letter = 'x';
    conversion->alternate = true;
    if (pointer)
        put_integer(sink, conversion, (uint64_t)(uintptr_t)pointer, "");
    else
        put_plain(sink, conversion, "(nil)", 5);
}

static void put_conversion(struct sink *sink, struct conversion *conversion,
                           struct arguments *arguments)
{
    char byte;
    switch (conversion->letter) {
    case 'd':
    case 'i':
        put_signed(sink, conversion, take_signed(arguments, conversion->length));
        break;
    case 'u':
    case 'o':
    case 'x':
    case 'X':
        put_integer(sink, conversion, take_unsigned(arguments, conversion->length), "");
        break;
    case 'c':
        byte = (char)va_arg(arguments->list, int);
        put_plain(sink, conversion, &byte, 1);
        break;
    case 's':
        put_string(sink, conversion, va_arg(arguments->list, const char *));
        break;
    case 'p':
        put_pointer(sink, conversion, va_arg(arguments->list, const void *));
        break;
    case '%':
        sink_put(sink, "%", 1);
        break;
    default:
        put_real(sink, conversion, va_arg(arguments->list, double));
    }
}

void format_list(struct sink *sink, const char *function, const char *format, va_list list)
{
    struct arguments arguments;
    va_copy(arguments.list, list);
    while (*format) {
        size_t plain = strcspn(format, "%");
        sink_put(sink, format, plain);
        format += plain;
        if (!*format)
            break;
        const char *start = format++;
        struct conversion conversion;
        if (!read_conversion(&format, &arguments, &conversion))
            refuse(function, start, *format ? format + 1 : format);
        put_conversion(sink, &conversion, &arguments);
    }
    va_end(arguments.list);
}

void format(struct sink *sink, const char *pattern, ...)
{
    va_list arguments;
    va_start(arguments, pattern);
    format_list(sink, "format", pattern, arguments);
    va_end(arguments);
}
