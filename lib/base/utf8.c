/* SPDX-License-Identifier: Apache-2.0 */
/* utf8.c: see utf8.h. */
#include "lib/base/utf8.h"

#include <string.h>

static inline size_t length_of(const char *text, size_t size)
{
    const unsigned char *byte = (const unsigned char *)text;
    if (byte[0] < 0x80)
        return 1;
    size_t length = byte[0] >= 0xf0 ? 4 : byte[0] >= 0xe0 ? 3 : 2;
    if (byte[0] < 0xc2 || byte[0] > 0xf4 || length > size)
        return 0;
    /* The second byte's range excludes overlong forms, surrogates and what lies above U+10FFFF. */
    unsigned char low = byte[0] == 0xe0 ? 0xa0 : byte[0] == 0xf0 ? 0x90 : 0x80;
    unsigned char high = byte[0] == 0xed ? 0x9f : byte[0] == 0xf4 ? 0x8f : 0xbf;
    if (byte[1] < low || byte[1] > high)
        return 0;
    for (size_t i = 2; i < length; i++)
        if ((byte[i] & 0xc0) != 0x80)
            return 0;
    return length;
}

size_t utf8_length(const char *text, size_t size)
{
    return length_of(text, size);
}

size_t utf8_run(const char *text, size_t size)
{
    size_t run = 0, length;
    for (; run < size && (unsigned char)text[run] >= 0x80; run += length)
        if (!(length = length_of(text + run, size - run)))
            break;
    return run;
}

/* Whether eight bytes are ASCII. */
static bool ascii_word(const char *text)
{
    uint64_t word;
    memcpy(&word, text, sizeof word);
    return !(word & 0x8080808080808080u);
}

bool utf8_valid(const char *text, size_t size)
{
    for (size_t i = 0; i < size;) {
        if (size - i >= sizeof(uint64_t) && ascii_word(text + i)) {
            i += sizeof(uint64_t);
            continue;
        }
        size_t length = utf8_length(text + i, size - i);
        if (!length)
            return false;
        i += length;
    }
    return true;
}

size_t utf8_cut(const char *text, size_t size, size_t limit)
{
    if (size <= limit)
        return size;
    while (limit > 0 && ((unsigned char)text[limit] & 0xc0) == 0x80)
        limit--;
    return limit;
}

size_t utf8_encode(uint32_t code, char out[4])
{
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    size_t length = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    static const unsigned char marks[] = {0, 0, 0xc0, 0xe0, 0xf0};
    for (size_t i = length - 1; i > 0; i--, code >>= 6)
        out[i] = (char)(0x80 | (code & 0x3f));
    out[0] = (char)(marks[length] | code);
    return length;
}
