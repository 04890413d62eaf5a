/* SPDX-License-Identifier: Apache-2.0 */
/* plain.h: how far a text means itself between the quotes of a JSON string, sixteen bytes at a
 * time. Plain are the printable ASCII bytes but the quote and the backslash; whoever reads or
 * writes a string looks closer at the others only. */
#ifndef BASE_PLAIN_H
#define BASE_PLAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

enum { PLAIN_BLOCK = 16 };

static inline bool plain_byte(char byte)
{
    return byte >= 0x20 && byte < 0x7f && byte != '"' && byte != '\\';
}

/* How many of the PLAIN_BLOCK bytes at `text` are plain before the first that is not. With vectors:
 * as signed numbers one more than they are, control bytes, DEL and all that is not ASCII lie below
 * 0x21, and nothing else does. */
static inline size_t plain_in_block(const char *text)
{
#if defined(__SSE2__)
    __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)text);
    __m128i outside =
        _mm_cmplt_epi8(_mm_add_epi8(bytes, _mm_set1_epi8(1)), _mm_set1_epi8(0x20 + 1));
    __m128i marks = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')),
                                 _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')));
    unsigned found = (unsigned)_mm_movemask_epi8(_mm_or_si128(outside, marks));
    return found ? (size_t)__builtin_ctz(found) : PLAIN_BLOCK;
#elif defined(__aarch64__)
    int8x16_t bytes = vld1q_s8((const int8_t *)text);
    uint8x16_t outside = vcltq_s8(vaddq_s8(bytes, vdupq_n_s8(1)), vdupq_n_s8(0x20 + 1));
    uint8x16_t marks =
        vorrq_u8(vceqq_s8(bytes, vdupq_n_s8('"')), vceqq_s8(bytes, vdupq_n_s8('\\')));
    /* Four bits for each byte: NEON has no mask of one. */
    uint8x8_t narrow = vshrn_n_u16(vreinterpretq_u16_u8(vorrq_u8(outside, marks)), 4);
    uint64_t found = vget_lane_u64(vreinterpret_u64_u8(narrow), 0);
    return found ? (size_t)__builtin_ctzll(found) / 4 : PLAIN_BLOCK;
#else
    size_t length = 0;
    while (length < PLAIN_BLOCK && plain_byte(text[length]))
        length++;
    return length;
#endif
}

/* How many of the `size` bytes at `text` are plain before the first that is not. Reads no byte
 * beyond them. */
static inline size_t plain_length(const char *text, size_t size)
{
    size_t length = 0;
    for (; size - length >= PLAIN_BLOCK; length += PLAIN_BLOCK) {
        size_t plain = plain_in_block(text + length);
        if (plain < PLAIN_BLOCK)
            return length + plain;
    }
    while (length < size && plain_byte(text[length]))
        length++;
    return length;
}

#endif
