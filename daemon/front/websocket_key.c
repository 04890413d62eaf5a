/* SPDX-License-Identifier: Apache-2.0 */
/* websocket_key.c: the handshake's part of websocket_frame.h. SHA-1 is what RFC 6455 asks for; it
 * proves that we know the protocol, and protects nothing. */
#include <string.h>

#include "daemon/front/websocket_frame.h"

#define GUID "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

enum { KEY_BYTES = 24 /* base64 of 16 bytes */, SHA1_BLOCK = 64, SHA1_BYTES = 20 };

static uint32_t rotate(uint32_t value, unsigned bits)
{
    return value << bits | value >> (32 - bits);
}

static void sha1_block(uint32_t state[5], const uint8_t block[SHA1_BLOCK])
{
    static const uint32_t constants[] = {0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6};
    uint32_t w[80], a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];
    for (unsigned i = 0; i < 16; i++)
        w[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 |
               (uint32_t)block[4 * i + 2] << 8 | block[4 * i + 3];
    for (unsigned i = 16; i < 80; i++)
        w[i] = rotate(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
    for (unsigned i = 0; i < 80; i++) {
        uint32_t f = i < 20              ? (b & c) | (~b & d)
                     : i >= 40 && i < 60 ? (b & c) | (b & d) | (c & d)
                                         : b ^ c ^ d;
        uint32_t next = rotate(a, 5) + f + e + constants[i / 20] + w[i];
        e = d;
        d = c;
        c = rotate(b, 30);
        b = a;
        a = next;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
}

/* Of the one size that is needed: a key and the GUID, two blocks with the padding. */
static void sha1(const char text[KEY_BYTES + sizeof GUID - 1], uint8_t out[SHA1_BYTES])
{
    enum { SIZE = KEY_BYTES + sizeof GUID - 1 };
    uint32_t state[5] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
    uint8_t blocks[2 * SHA1_BLOCK] = {0};
    memcpy(blocks, text, SIZE);
    blocks[SIZE] = 0x80;
    blocks[sizeof blocks - 2] = (uint8_t)(SIZE * 8 >> 8);
    blocks[sizeof blocks - 1] = (uint8_t)(SIZE * 8);
    sha1_block(state, blocks);
    sha1_block(state, blocks + SHA1_BLOCK);
    for (unsigned i = 0; i < SHA1_BYTES; i++)
        out[i] = (uint8_t)(state[i / 4] >> (24 - 8 * (i % 4)));
}

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static void base64(const uint8_t bytes[SHA1_BYTES], char out[WEBSOCKET_ACCEPT_BYTES])
{
    for (unsigned i = 0; i < SHA1_BYTES; i += 3) {
        uint32_t group = (uint32_t)bytes[i] << 16 | (uint32_t)bytes[i + 1] << 8;
        group |= i + 2 < SHA1_BYTES ? bytes[i + 2] : 0u;
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
    char text[KEY_BYTES + sizeof GUID];
    uint8_t hash[SHA1_BYTES];
    if (!is_key(key))
        return false;
    memcpy(text, key, KEY_BYTES);
    memcpy(text + KEY_BYTES, GUID, sizeof GUID);
    sha1(text, hash);
    base64(hash, out);
    return true;
}
