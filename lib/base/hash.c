/* SPDX-License-Identifier: Apache-2.0 */
/* hash.c: see hash.h. SHA-256 is libmd's. */
#include "lib/base/hash.h"

#include <sha2.h>

void hash_bytes(const void *bytes, size_t size, uint8_t out[HASH_BYTES])
{
    SHA2_CTX context;
    SHA256Init(&context);
    SHA256Update(&context, bytes, size);
    SHA256Final(out, &context);
}

void hash_hex(const uint8_t hash[HASH_BYTES], char out[HASH_HEX])
{
    static const char digits[] = "0123456789abcdef";
    for (int i = 0; i < HASH_BYTES; i++) {
        out[2 * i] = digits[hash[i] >> 4];
        out[2 * i + 1] = digits[hash[i] & 15];
    }
    out[2 * HASH_BYTES] = '\0';
}
