/* SPDX-License-Identifier: Apache-2.0 */
/* words.c: see words.h. */
#include "lib/ring/words.h"

#include <string.h>

#include "lib/base/utf8.h"

static bool is_control(const char *character, size_t length)
{
    unsigned char first = (unsigned char)character[0];
    if (length == 1)
        return first < 0x20 || first == 0x7f;
    return length == 2 && first == 0xc2 && (unsigned char)character[1] < 0xa0;
}

bool words_printable(const char *text, size_t size)
{
    for (size_t i = 0; i < size;) {
        size_t length = utf8_length(text + i, size - i);
        if (!length || is_control(text + i, length))
            return false;
        i += length;
    }
    return true;
}

size_t words_clean(const char *text, size_t size, char *out, size_t room)
{
    size_t used = 0;
    for (size_t i = 0; i < size;) {
        char character[4]; /* a copy: what was checked is what is kept */
        size_t here = size - i < sizeof character ? size - i : sizeof character;
        memcpy(character, text + i, here);
        size_t length = utf8_length(character, here), step = length ? length : 1;
        if (!length || is_control(character, length)) {
            character[0] = length ? ' ' : '?';
            length = 1;
        }
        if (used + length >= room)
            break;
        memcpy(out + used, character, length);
        used += length;
        i += step;
    }
    out[used] = '\0';
    return used;
}
