/* SPDX-License-Identifier: Apache-2.0 */
/* hash.c: see hash.h. SHA-256 is libmd's. */
#include "lib/base/hash.h"

#include <sha2.h>
#include <string.h>

void hash_bytes(const void *bytes, size_t size, uint8_t out[HASH_BYTES])
{
    SHA2_CTX context;
    SHA256Init(&context);
    SHA256Update(&context, bytes, size);
    SHA256Final(out, &context);
}

static const char digits[] = "0123456789abcdef";

void hash_hex(const uint8_t hash[HASH_BYTES], char out[HASH_HEX])
{
    for (int i = 0; i < HASH_BYTES; i++) {
        out[2 * i] = digits[hash[i] >> 4];
        out[2 * i + 1] = digits[hash[i] & 15];
    }
    out[2 * HASH_BYTES] = '\0';
}

bool hash_parse(const char *hex, uint8_t out[HASH_BYTES])
{
    if (strnlen(hex, HASH_HEX) != 2 * HASH_BYTES)
        return false;
    for (int i = 0; i < HASH_BYTES; i++) {
        const char *high = strchr(digits, hex[2 * i]), *low = strchr(digits, hex[2 * i + 1]);
        if (!high || !low)
            return false;
        out[i] = (uint8_t)((high - digits) << 4 | (low - digits));
    }
    return true;
}
