/* SPDX-License-Identifier: Apache-2.0 */
/* utf8.h: UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes of the character at `text`, 1 to 4; 0 where the bytes are none. `size` ≥ 1. */
size_t utf8_length(const char *text, size_t size);
/* Bytes of the characters beyond ASCII at `text`, up to one that is ASCII or to bytes that are
 * none.
 */
size_t utf8_run(const char *text, size_t size);
bool utf8_valid(const char *text, size_t size);
/* How many bytes of `text` can be kept so that at most `limit` remain and no character is cut. */
size_t utf8_cut(const char *text, size_t size, size_t limit);
/* Writes a character, which is no surrogate and at most U+10FFFF. Returns its bytes. */
size_t utf8_encode(uint32_t code, char out[4]);

#endif
