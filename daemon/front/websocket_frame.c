/* SPDX-License-Identifier: Apache-2.0 */
/* websocket_frame.c: see websocket_frame.h. */
#include "daemon/front/websocket_frame.h"

#include <string.h>

enum {
    BIT_FINAL = 0x80,
    BITS_RESERVED = 0x70,
    BITS_OPCODE = 0x0f,
    BIT_MASK = 0x80,
    SIZE_16 = 126, /* the size follows in 2 bytes … */
    SIZE_64 = 127, /* … or in 8 */
    MASK_BYTES = 4,
};

static unsigned opcode_of(const struct frame_reader *reader)
{
    return reader->head[0] & BITS_OPCODE;
}

static bool is_control(unsigned opcode)
{
    return opcode >= FRAME_CLOSE;
}

static unsigned size_bytes(const struct frame_reader *reader)
{
    unsigned size = reader->head[1] & ~(unsigned)BIT_MASK;
    return size == SIZE_64 ? 8 : size == SIZE_16 ? 2 : 0;
}

/* What the first two bytes show already. */
static bool head_begins_well(const struct frame_reader *reader)
{
    unsigned opcode = opcode_of(reader), size = reader->head[1] & ~(unsigned)BIT_MASK;
    bool final = reader->head[0] & BIT_FINAL;
    if ((reader->head[0] & BITS_RESERVED) || !(reader->head[1] & BIT_MASK))
        return false;
    if (is_control(opcode))
        return opcode <= FRAME_PONG && final && size <= FRAME_CONTROL_MAX;
    return opcode <= FRAME_BINARY && reader->fragmented == (opcode == FRAME_CONTINUES);
}

/* The size, which must be written as short as it can be. */
static bool read_size(struct frame_reader *reader)
{
    unsigned bytes = size_bytes(reader);
    uint64_t size = reader->head[1] & ~(unsigned)BIT_MASK;
    if (bytes)
        size = 0;
    for (unsigned i = 0; i < bytes; i++)
        size = size << 8 | reader->head[2 + i];
    reader->left = size;
    return bytes == 0 || (bytes == 2 ? size >= SIZE_16 : size > UINT16_MAX && size <= INT64_MAX);
}

/* Takes bytes of the head. False: it is wrong. */
static bool read_head(struct frame_reader *reader, char **at, const char *end)
{
    while (*at < end && !reader->inside) {
        reader->head[reader->have++] = (uint8_t) * (*at)++;
        if (reader->have == 2 && !head_begins_well(reader))
            return false;
        if (reader->have < 2 || reader->have < 2 + size_bytes(reader) + MASK_BYTES)
            continue;
        reader->inside = true;
        reader->at = 0;
        if (!read_size(reader))
            return false;
    }
    return true;
}

static void unmask(struct frame_reader *reader, char *bytes, size_t size)
{
    const uint8_t *mask = reader->head + 2 + size_bytes(reader);
    for (size_t i = 0; i < size; i++)
        bytes[i] = (char)((uint8_t)bytes[i] ^ mask[(reader->at + i) % MASK_BYTES]);
}

static void end_frame(struct frame_reader *reader)
{
    reader->inside = false;
    reader->have = 0;
}

static enum frame_event read_control(struct frame_reader *reader, const char *bytes, size_t size,
                                     struct frame *out)
{
    memcpy(reader->control + reader->at, bytes, size);
    reader->at += size;
    reader->left -= size;
    if (reader->left)
        return FRAME_MORE;
    *out = (struct frame){.opcode = (enum frame_opcode)opcode_of(reader),
                          .data = (const char *)reader->control,
                          .size = reader->at,
                          .ends = true};
    end_frame(reader);
    return FRAME_CONTROL;
}

static enum frame_event read_piece(struct frame_reader *reader, const char *bytes, size_t size,
                                   struct frame *out)
{
    bool final = reader->head[0] & BIT_FINAL;
    *out = (struct frame){.opcode = (enum frame_opcode)opcode_of(reader), bytes, size};
    reader->at += size;
    reader->left -= size;
    if (reader->left)
        return FRAME_PIECE;
    out->ends = final;
    reader->fragmented = !final;
    end_frame(reader);
    return FRAME_PIECE;
}

enum frame_event frame_read(struct frame_reader *reader, char **at, char *end, struct frame *out)
{
    if (!read_head(reader, at, end))
        return FRAME_WRONG;
    size_t size = (size_t)(end - *at);
    if (!reader->inside || (!size && reader->left))
        return FRAME_MORE;
    if (size > reader->left)
        size = (size_t)reader->left;
    char *bytes = *at;
    *at += size;
    unmask(reader, bytes, size);
    return is_control(opcode_of(reader)) ? read_control(reader, bytes, size, out)
                                         : read_piece(reader, bytes, size, out);
}

size_t frame_head(enum frame_opcode opcode, uint64_t size, char out[FRAME_HEAD_MAX])
{
    unsigned bytes = size > UINT16_MAX ? 8 : size >= SIZE_16 ? 2 : 0;
    out[0] = (char)(BIT_FINAL | opcode);
    out[1] = (char)(bytes == 8 ? SIZE_64 : bytes == 2 ? SIZE_16 : (unsigned)size);
    for (unsigned i = 0; i < bytes; i++)
        out[2 + i] = (char)(size >> (8 * (bytes - 1 - i)));
    return 2 + bytes;
}

bool frame_code_valid(unsigned code)
{
    return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) ||
           (code >= 3000 && code <= 4999);
}
