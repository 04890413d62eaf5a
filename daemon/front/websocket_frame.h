/* SPDX-License-Identifier: Apache-2.0 */
/* websocket_frame.h: the frames that a client sends over a WebSocket (RFC 6455, 5), read as their
 * bytes come. No extensions. Pure. */
#ifndef FRONT_WEBSOCKET_FRAME_H
#define FRONT_WEBSOCKET_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum websocket_code { /* why a connection is closed */
                      WEBSOCKET_NORMAL = 1000,
                      WEBSOCKET_AWAY = 1001,
                      WEBSOCKET_PROTOCOL = 1002,
                      WEBSOCKET_UNSUPPORTED = 1003,
                      WEBSOCKET_NOT_UTF8 = 1007,
                      WEBSOCKET_POLICY = 1008,
                      WEBSOCKET_TOO_BIG = 1009,
                      WEBSOCKET_LATER = 1013,
};

enum {
    FRAME_CONTROL_MAX = 125, /* bytes of a control frame's payload */
    FRAME_HEAD_MAX = 14,     /* bytes before a payload */
};

enum frame_opcode {
    FRAME_CONTINUES = 0,
    FRAME_TEXT = 1,
    FRAME_BINARY = 2,
    FRAME_CLOSE = 8,
    FRAME_PING = 9,
    FRAME_PONG = 10,
};

/* Begins as {0}. */
struct frame_reader {
    uint8_t head[FRAME_HEAD_MAX];
    unsigned have;   /* bytes of the head */
    bool inside;     /* the head is whole: a payload follows */
    bool fragmented; /* a message has begun, and not ended */
    uint64_t left;   /* of the payload */
    uint64_t at;     /* of the payload, for the mask */
    uint8_t control[FRAME_CONTROL_MAX];
};

enum frame_event {
    FRAME_MORE,    /* all bytes are taken */
    FRAME_PIECE,   /* of a message, which may be empty; `ends`: the last of it */
    FRAME_CONTROL, /* a whole control frame */
    FRAME_WRONG,   /* the protocol is broken: nothing more can be read */
};

struct frame {
    enum frame_opcode opcode; /* of a piece: TEXT, BINARY or CONTINUES */
    const char *data;         /* unmasked; in the bytes that were given, or in the reader */
    size_t size;
    bool ends;
};

/* Reads on from `*at` to `end`, changing the bytes in place. */
enum frame_event frame_read(struct frame_reader *reader, char **at, char *end, struct frame *out);

/* Writes the head of a frame from the server, which is whole and not masked. Returns its bytes. */
size_t frame_head(enum frame_opcode opcode, uint64_t size, char out[FRAME_HEAD_MAX]);

/* Whether a client may send this code in a close frame. */
bool frame_code_valid(unsigned code);

enum { WEBSOCKET_ACCEPT_BYTES = 29 /* base64 of 20 bytes, and NUL */ };
/* Sec-WebSocket-Accept for a Sec-WebSocket-Key. False: that is not the base64 of 16 bytes. */
bool websocket_accept(const char *key, char out[WEBSOCKET_ACCEPT_BYTES]);

#endif
