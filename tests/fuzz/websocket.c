/* SPDX-License-Identifier: Apache-2.0 */
/* websocket.c: frames from a client. Input: a byte that says in what portions the rest comes, then
 * the bytes. In whatever portions, the same messages and control frames come out. */
#include <stdlib.h>
#include <string.h>

#include "daemon/front/websocket_frame.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

/* What was read, put together so that portions do not show. */
struct seen {
    uint64_t hash, bytes;
    size_t frames, messages;
    bool wrong;
};

static void mix(struct seen *seen, const char *data, size_t size)
{
    for (size_t i = 0; i < size; i++)
        seen->hash = (seen->hash ^ (unsigned char)data[i]) * 0x100000001b3ul;
    seen->bytes += size;
}

static void take(struct seen *seen, enum frame_event event, const struct frame *frame)
{
    if (event == FRAME_WRONG) {
        seen->wrong = true;
        return;
    }
    mix(seen, frame->data, frame->size);
    if (event == FRAME_CONTROL) {
        char opcode = (char)frame->opcode;
        must(frame->size <= FRAME_CONTROL_MAX && frame->opcode >= FRAME_CLOSE);
        mix(seen, &opcode, 1);
        seen->frames++;
    } else {
        must(frame->opcode <= FRAME_BINARY);
        seen->messages += frame->ends;
    }
}

/* Each portion in memory of its own size, so that the sanitizer sees what lies beyond it. */
static struct seen read_portions(const uint8_t *data, size_t size, size_t portion)
{
    struct frame_reader reader = {0};
    struct seen seen = {.hash = 0xcbf29ce484222325ul};
    for (size_t from = 0; from < size && !seen.wrong; from += portion) {
        size_t count = size - from < portion ? size - from : portion;
        char *bytes = malloc(count), *at = bytes;
        must(bytes != NULL);
        memcpy(bytes, data + from, count);
        struct frame frame;
        enum frame_event event = FRAME_PIECE;
        while (!seen.wrong &&
               (event = frame_read(&reader, &at, bytes + count, &frame)) != FRAME_MORE)
            take(&seen, event, &frame);
        must(at >= bytes && at <= bytes + count && (event != FRAME_MORE || at == bytes + count));
        free(bytes);
    }
    return seen;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char key[32] = {0}, accept[WEBSOCKET_ACCEPT_BYTES];
    if (size < 1)
        return 0;
    memcpy(key, data, size < sizeof key ? size : sizeof key - 1);
    must(!websocket_accept(key, accept) || strlen(accept) == WEBSOCKET_ACCEPT_BYTES - 1);
    struct seen whole = read_portions(data + 1, size - 1, size);
    struct seen parts = read_portions(data + 1, size - 1, data[0] % 32 + 1u);
    must(whole.wrong == parts.wrong && whole.hash == parts.hash && whole.bytes == parts.bytes &&
         whole.frames == parts.frames && whole.messages == parts.messages);
    return 0;
}
