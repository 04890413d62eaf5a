/* SPDX-License-Identifier: Apache-2.0 */
/* test_plain.c: every byte at every place, against the rule for one byte. */
#include "lib/base/plain.h"

#include <stdlib.h>
#include <string.h>

#include "tests/unit/test.h"

static void the_rule(void **state)
{
    for (int byte = 0; byte < 256; byte++) {
        bool plain = byte >= ' ' && byte <= '~' && byte != '"' && byte != '\\';
        assert_int_equal(plain_byte((char)byte), plain);
    }
}

/* In an allocation of its own size, so that the sanitizer sees a byte read beyond it. */
static void every_byte_at_every_place(void **state)
{
    for (size_t size = 0; size < 3 * PLAIN_BLOCK; size++) {
        char *text = malloc(size ? size : 1);
        assert_non_null(text);
        memset(text, 'x', size);
        assert_int_equal(plain_length(text, size), size);
        for (size_t at = 0; at < size; at++) {
            for (int byte = 0; byte < 256; byte++) {
                text[at] = (char)byte;
                assert_int_equal(plain_length(text, size), plain_byte((char)byte) ? size : at);
            }
            text[at] = 'x';
        }
        free(text);
    }
}

static void the_first_of_several(void **state)
{
    char text[PLAIN_BLOCK];
    for (unsigned marked = 0; marked < 1u << PLAIN_BLOCK; marked++) {
        size_t first = marked ? (size_t)__builtin_ctz(marked) : PLAIN_BLOCK;
        for (size_t i = 0; i < PLAIN_BLOCK; i++)
            text[i] = marked >> i & 1 ? '"' : '!';
        assert_int_equal(plain_in_block(text), first);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_rule),
    cmocka_unit_test(every_byte_at_every_place),
    cmocka_unit_test(the_first_of_several),
};
RUN_TESTS(tests)
