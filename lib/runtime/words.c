/* SPDX-License-Identifier: Apache-2.0 */
/* words.c: the word list of resyn.h, made by words.py at build time. */
#include "lib/runtime/runtime.h"

#include <string.h>

#include "lib/runtime/words_table.h"

enum { SHORTEST = 3, LONGEST = 8 };

static const struct {
    const char *words;
    int count;
} table[LONGEST - SHORTEST + 1] = {
#define ROW(length)                                                 \
    {                                                               \
        words_##length, (int)(sizeof words_##length / (length + 1)) \
    }
    ROW(3), ROW(4), ROW(5), ROW(6), ROW(7), ROW(8),
#undef ROW
};

int rs_word_count(int length)
{
    return length < SHORTEST || length > LONGEST ? 0 : table[length - SHORTEST].count;
}

const char *rs_word(int length, int index)
{
    if (index < 0 || index >= rs_word_count(length))
        return "";
    return table[length - SHORTEST].words + (size_t)index * (size_t)(length + 1);
}

bool rs_is_word(const char *word)
{
    int length = (int)strnlen(word, LONGEST + 1);
    int start = 0, end = rs_word_count(length);
    while (start < end) {
        int middle = start + (end - start) / 2;
        int order = strcmp(word, rs_word(length, middle));
        if (order == 0)
            return true;
        if (order < 0)
            end = middle;
        else
            start = middle + 1;
    }
    return false;
}
