/* SPDX-License-Identifier: Apache-2.0 */
/* clear.c: see runtime.h (memory_clear). Plain stores of 32 bytes: the C library's memset takes
 * half as long again, for it uses `rep stosb` (tests/bench/call.md). To look first whether anything
 * is there gains nothing: 64 KiB come from the second-level cache either way. */
#include <string.h>

#include "lib/runtime/runtime.h"

#ifdef __x86_64__
#include <immintrin.h>

enum { PIECE = 128 };

/* The part that whole pieces fill; returns its size. `memory` is aligned to 32. */
__attribute__((target("avx2"))) static size_t clear_pieces(char *memory, size_t size)
{
    size_t whole = size - size % PIECE;
    for (char *at = memory; at < memory + whole; at += PIECE)
        for (size_t i = 0; i < PIECE; i += sizeof(__m256i))
            _mm256_store_si256((__m256i *)(void *)(at + i), _mm256_setzero_si256());
    return whole;
}

void memory_clear(char *memory, size_t size)
{
    size_t done = 0;
    if ((uintptr_t)memory % sizeof(__m256i) == 0 && __builtin_cpu_supports("avx2"))
        done = clear_pieces(memory, size);
    /* Not for nothing: a masked store of no bytes to the guard page behind takes 150 ns. */
    if (done < size)
        memset(memory + done, 0, size - done);
}
#else
void memory_clear(char *memory, size_t size)
{
    memset(memory, 0, size);
}
#endif
