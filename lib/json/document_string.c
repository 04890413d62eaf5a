/* SPDX-License-Identifier: Apache-2.0 */
/* document_string.c: strings, unescaped where they stand: no escape is shorter than what it means.
 */
#include "lib/json/document_own.h"

#include <string.h>

#include "lib/base/hex.h"
#include "lib/base/plain.h"
#include "lib/base/utf8.h"

enum { ESCAPE_BYTES = 6 /* \uXXXX */, REPLACEMENT = 0xfffd };

/* The code unit of an escape \uXXXX at `at`, or −1 where there is none. */
static int code_unit(const char *at, const char *end)
{
    if (end - at < ESCAPE_BYTES || at[0] != '\\' || at[1] != 'u')
        return -1;
    int unit = 0;
    for (int i = 2; i < ESCAPE_BYTES; i++) {
        int digit = hex_digit(at[i]);
        if (digit < 0)
            return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

static bool is_high(int unit)
{
    return unit >= 0xd800 && unit <= 0xdbff;
}

static bool is_low(int unit)
{
    return unit >= 0xdc00 && unit <= 0xdfff;
}

/* A pair of surrogates is one character; one alone is none. Returns the bytes read, or 0. */
static size_t unescape_unit(const char *from, const char *end, char **to)
{
    int unit = code_unit(from, end);
    if (unit < 0)
        return 0;
    int low = is_high(unit) ? code_unit(from + ESCAPE_BYTES, end) : -1;
    if (is_low(low)) {
        *to += utf8_encode(0x10000 + ((uint32_t)(unit - 0xd800) << 10) + (uint32_t)(low - 0xdc00),
                           *to);
        return (size_t)2 * ESCAPE_BYTES;
    }
    *to += utf8_encode(is_high(unit) || is_low(unit) ? REPLACEMENT : (uint32_t)unit, *to);
    return ESCAPE_BYTES;
}

/* The escape at `from`, whose meaning goes to `*to`. Returns the bytes read, or 0. */
static size_t unescape(const char *from, const char *end, char **to)
{
    static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
    if (end - from < 2)
        return 0;
    if (from[1] == 'u')
        return unescape_unit(from, end, to);
    const char *letter = from[1] ? strchr(letters, from[1]) : NULL;
    if (!letter)
        return 0;
    *(*to)++ = meanings[letter - letters];
    return 2;
}

/* How many bytes stand for themselves: plain ones, DEL and UTF-8. */
static size_t literal_length(const char *text, size_t size)
{
    size_t length = 0, run;
    do {
        length += plain_length(text + length, size - length);
        run = length < size && text[length] == 0x7f ? 1 : utf8_run(text + length, size - length);
        length += run;
    } while (run);
    return length;
}

bool reading_string(struct reading *reading, struct value *out)
{
    char *text = reading->at, *from = text, *to = text;
    for (;;) {
        size_t literal = literal_length(from, (size_t)(reading->end - from));
        if (to != from)
            memmove(to, from, literal);
        to += literal;
        from += literal;
        if (from == reading->end)
            return reading_fail(reading, DOCUMENT_MALFORMED, text - 1,
                                "a string that begins here has no end");
        if (*from == '"')
            break;
        if (*from != '\\')
            return reading_fail(reading, DOCUMENT_MALFORMED, from,
                                (unsigned char)*from < 0x20
                                    ? "a control character stands in a string"
                                    : "these bytes are not UTF-8");
        do { /* they come in runs where a client writes nothing but ASCII */
            size_t escape = unescape(from, reading->end, &to);
            if (!escape)
                return reading_fail(reading, DOCUMENT_MALFORMED, from, "there is no such escape");
            from += escape;
        } while (from < reading->end && *from == '\\');
    }
    *to = '\0'; /* at or before the closing quote */
    reading->at = from + 1;
    *out = (struct value){VALUE_STRING, (uint32_t)(to - text), {.text = text}};
    return true;
}
