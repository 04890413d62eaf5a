/* SPDX-License-Identifier: Apache-2.0 */
/* hash.h: the SHA-256 that names a version, and hexadecimal. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    HASH_BYTES = 32,
    HASH_HEX = 65 /* NUL included */,
    VERSION_SHORT = 12 /* digits in an address */
};

void hash_bytes(const void *bytes, size_t size, uint8_t out[HASH_BYTES]);
void hash_hex(const uint8_t hash[HASH_BYTES], char out[HASH_HEX]); /* lower case */
/* False: `hex` is anything else than 64 digits in lower case. */
bool hash_parse(const char *hex, uint8_t out[HASH_BYTES]);

#endif
