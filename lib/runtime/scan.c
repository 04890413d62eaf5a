/* SPDX-License-Identifier: Apache-2.0 */
/* scan.c: sscanf, see offered.h. The C library's asks the system for memory where a number is long,
 * and reads the whole of the text first. */
#include "lib/runtime/offered.h"

#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/runtime/runtime.h"

enum { REAL_WIDTH_MAX = 512 }; /* bytes of a real with a width: it is copied to the stack */

struct scan {
    const char *text, *at;
    int done; /* values stored */
    va_list list;
};

struct field {
    bool discard;
    size_t width; /* 0: none given */
    char length;  /* of "hljzt"; H: hh, q: ll; 0 */
    char letter;
    const char *set, *set_end; /* of %[ */
};

static _Noreturn void refuse(const char *format)
{
    char text[REASON_MAX];
    offer_snprintf(text, sizeof text, "sscanf does not offer the format %.20s", format);
    runtime_end(LAST_WORDS_CRASH, text);
}

static char read_length(const char **format)
{
    char length = **format;
    if (!length || !strchr("hljztq", length))
        return 0;
    (*format)++;
    if ((length == 'h' || length == 'l') && **format == length) {
        (*format)++;
        return length == 'h' ? 'H' : 'q';
    }
    return length;
}

/* Reads what follows a per cent sign. */
static struct field read_field(const char **format)
{
    struct field field = {0};
    const char *start = *format - 1;
    if (**format == '*') {
        field.discard = true;
        (*format)++;
    }
    for (; offer_isdigit(**format); (*format)++)
        if (field.width < INT_MAX)
            field.width = field.width * 10 + (size_t)(**format - '0');
    field.length = read_length(format);
    field.letter = **format;
    if (!field.letter || !strchr("diouxXpnfFeEgGaAcs[%", field.letter) ||
        (field.length && strchr("cs[%p", field.letter)))
        refuse(start);
    (*format)++;
    if (field.letter == '[') {
        field.set = *format;
        const char *first = field.set + (*field.set == '^');
        field.set_end = *first ? strchr(first + 1, ']') : NULL;
        if (!field.set_end)
            refuse(start);
        *format = field.set_end + 1;
    }
    return field;
}

static bool in_set(const struct field *field, char byte)
{
    bool except = *field->set == '^', found = false;
    for (const char *at = field->set + except; at < field->set_end && !found; at++) {
        if (at + 2 < field->set_end && at[1] == '-') {
            found = (unsigned char)byte >= (unsigned char)at[0] &&
                    (unsigned char)byte <= (unsigned char)at[2];
            at += 2;
        } else {
            found = byte == *at;
        }
    }
    return found != except;
}

static void store_integer(struct scan *scan, const struct field *field, uint64_t value)
{
    void *place = va_arg(scan->list, void *);
    switch (field->length) {
    case 'H':
        *(unsigned char *)place = (unsigned char)value;
        break;
    case 'h':
        *(unsigned short *)place = (unsigned short)value;
        break;
    case 0:
        if (field->letter != 'p') {
            *(unsigned *)place = (unsigned)value;
            break;
        }
        /* fall through */
    default:
        *(uint64_t *)place = value;
    }
}

static int digit_value(char byte)
{
    if (offer_isdigit(byte))
        return byte - '0';
    return offer_isxdigit(byte) ? offer_tolower(byte) - 'a' + 10 : 16;
}

static int base_of(char letter)
{
    return letter == 'i' ? 0 : letter == 'o' ? 8 : letter == 'd' || letter == 'u' ? 10 : 16;
}

/* The integer at `scan->at`, as strtoll or strtoull would read it. False where there is none. */
static bool take_integer(struct scan *scan, const struct field *field, uint64_t *value)
{
    const char *at = scan->at;
    size_t left = field->width ? field->width : SIZE_MAX;
    bool negative = *at == '-', is_signed = field->letter == 'd' || field->letter == 'i';
    unsigned base = (unsigned)base_of(field->letter);
    if (*at == '-' || *at == '+') {
        at++;
        left--;
    }
    bool hexadecimal = (base == 0 || base == 16) && left > 2 && at[0] == '0' &&
                       offer_tolower(at[1]) == 'x' && offer_isxdigit(at[2]);
    if (hexadecimal) {
        at += 2;
        left -= 2;
    }
    if (base == 0)
        base = hexadecimal ? 16 : *at == '0' ? 8 : 10;
    const char *digits = at;
    bool large = false;
    *value = 0;
    for (; left && digit_value(*at) < (int)base; at++, left--)
        large |= __builtin_mul_overflow(*value, (uint64_t)base, value) ||
                 __builtin_add_overflow(*value, (uint64_t)digit_value(*at), value);
    if (at == digits)
        return false;
    scan->at = at;
    uint64_t most = is_signed ? (uint64_t)INT64_MAX + negative : UINT64_MAX;
    if (large || *value > most)
        *value = most;
    if (negative && !(large && !is_signed))
        *value = -*value;
    return true;
}

static bool take_real(struct scan *scan, const struct field *field, double *value, float *small)
{
    char copy[REAL_WIDTH_MAX + 1];
    const char *start = scan->at;
    if (field->width && strnlen(start, field->width) == field->width) {
        if (field->width > REAL_WIDTH_MAX)
            refuse("%Nf with such a width");
        memcpy(copy, start, field->width);
        copy[field->width] = 0;
        start = copy;
    }
    char *end;
    *value = strtod(start, &end);
    *small = strtof(start, NULL);
    if (end == start)
        return false;
    scan->at += end - start;
    return true;
}

static void store_real(struct scan *scan, const struct field *field, double value, float small)
{
    if (field->length == 'l')
        *va_arg(scan->list, double *) = value;
    else
        *va_arg(scan->list, float *) = small;
}

/* How many bytes of the text belong to %c, %s or %[. */
static size_t text_size(const struct scan *scan, const struct field *field)
{
    size_t size = 0, width = field->width ? field->width : SIZE_MAX;
    if (field->letter == 'c') /* fewer than the width will do, as in the C library */
        return strnlen(scan->at, field->width ? field->width : 1);
    while (size < width && scan->at[size] &&
           (field->letter == 's' ? !offer_isspace(scan->at[size]) : in_set(field, scan->at[size])))
        size++;
    return size;
}

static bool take_text(struct scan *scan, const struct field *field)
{
    size_t size = text_size(scan, field);
    if (!size)
        return false;
    if (!field->discard) {
        char *place = va_arg(scan->list, char *);
        memcpy(place, scan->at, size);
        if (field->letter != 'c')
            place[size] = 0;
    }
    scan->at += size;
    return true;
}

static bool take_number(struct scan *scan, const struct field *field)
{
    uint64_t whole;
    double value;
    float small;
    if (strchr("diouxXp", field->letter)) {
        if (!take_integer(scan, field, &whole))
            return false;
        if (!field->discard)
            store_integer(scan, field, whole);
        return true;
    }
    if (!take_real(scan, field, &value, &small))
        return false;
    if (!field->discard)
        store_real(scan, field, value, small);
    return true;
}

static void skip_space(struct scan *scan)
{
    while (offer_isspace(*scan->at))
        scan->at++;
}

/* False where the text does not go on as the field says. */
static bool take_field(struct scan *scan, const struct field *field)
{
    if (field->letter == 'n') {
        if (!field->discard)
            store_integer(scan, field, (uint64_t)(scan->at - scan->text));
        return true;
    }
    if (field->letter != 'c' && field->letter != '[')
        skip_space(scan);
    if (field->letter == '%') {
        bool there = *scan->at == '%';
        scan->at += there;
        return there;
    }
    bool is_text = strchr("cs[", field->letter) != NULL;
    bool taken = is_text ? take_text(scan, field) : take_number(scan, field);
    scan->done += taken && !field->discard;
    return taken;
}

static int scan_list(struct scan *scan, const char *format)
{
    while (*format) {
        bool going_on = true;
        if (offer_isspace(*format)) {
            skip_space(scan);
            format++;
        } else if (*format != '%') {
            going_on = *scan->at == *format++;
            scan->at += going_on;
        } else {
            format++;
            struct field field = read_field(&format);
            going_on = take_field(scan, &field);
        }
        if (!going_on)
            return *scan->at || scan->done ? scan->done : -1;
    }
    return scan->done;
}

int offer_vsscanf(const char *text, const char *format, va_list arguments)
{
    struct scan scan = {.text = text, .at = text};
    va_copy(scan.list, arguments);
    int done = scan_list(&scan, format);
    va_end(scan.list);
    return done;
}

int offer_sscanf(const char *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int done = offer_vsscanf(text, format, arguments);
    va_end(arguments);
    return done;
}
