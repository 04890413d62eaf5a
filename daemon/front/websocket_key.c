/* SPDX-License-Identifier: Apache-2.0 */
/* websocket_key.c: the handshake's part of websocket_frame.h. SHA-1 is what RFC 6455 asks for; it
 * proves that we know the protocol, and protects nothing; it is libmd's. */
#include <sha1.h>
#include <string.h>

#include "daemon/front/websocket_frame.h"

#define GUID "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

enum { KEY_BYTES = 24 /* base64 of 16 bytes */ };

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static void base64(const uint8_t bytes[SHA1_DIGEST_LENGTH], char out[WEBSOCKET_ACCEPT_BYTES])
{
    for (unsigned i = 0; i < SHA1_DIGEST_LENGTH; i += 3) {
        uint32_t group = (uint32_t)bytes[i] << 16 | (uint32_t)bytes[i + 1] << 8;
        group |= i + 2 < SHA1_DIGEST_LENGTH ? bytes[i + 2] : 0u;
        for (unsigned k = 0; k < 4; k++)
            *out++ = alphabet[group >> (18 - 6 * k) & 63];
    }
    out[-1] = '='; /* 20 bytes: one is missing to the last group */
    *out = '\0';
}

/* 16 bytes: 22 digits of which the last has four bits to spare, and two signs of equality. */
static bool is_key(const char *key)
{
    return strlen(key) == KEY_BYTES && strspn(key, alphabet) == KEY_BYTES - 2 &&
           strchr("AQgw", key[KEY_BYTES - 3]) && strcmp(key + KEY_BYTES - 2, "==") == 0;
}

bool websocket_accept(const char *key, char out[WEBSOCKET_ACCEPT_BYTES])
{
    SHA1_CTX context;
    uint8_t hash[SHA1_DIGEST_LENGTH];
    if (!is_key(key))
        return false;
    SHA1Init(&context);
    SHA1Update(&context, (const uint8_t *)key, KEY_BYTES);
    SHA1Update(&context, (const uint8_t *)GUID, sizeof GUID - 1);
    SHA1Final(hash, &context);
    base64(hash, out);
    return true;
}
