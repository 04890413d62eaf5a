/* SPDX-License-Identifier: Apache-2.0 */
/* websocket.c: see websocket.h. Whatever ends a connection sets `over` and is dealt with in one
 * place, settle(), at the end of each way in. */
#include "daemon/front/websocket.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "daemon/front/http_listener.h"
#include "lib/base/utf8.h"

#define SECONDS(n) ((uint64_t)(n)*1000 * 1000 * 1000)

enum {
    READ_BYTES = 64 * 1024,
    READS_MAX = 8, /* in a row: then others have their turn */
};

struct websocket {
    struct http_listener *listener;
    struct MHD_UpgradeResponseHandle *handle;
    int fd; /* libmicrohttpd's */
    uv_poll_t poll;
    struct websocket_hooks hooks;
    void *context;
    struct websocket *next, *previous; /* of the thread */

    struct frame_reader reader;
    struct buffer message, out;
    size_t counted;     /* bytes of `message` in thread->body_bytes */
    size_t sent;        /* of out */
    struct buffer rest; /* bytes that were read and not looked at, from rest_at on */
    size_t rest_at;
    uint64_t heard_ns, pinged_ns, begun_ns, closed_ns; /* begun: of the message that comes; or 0 */
    bool text;                                         /* the message that comes is */
    bool ready;                                        /* it is whole */
    bool busy;                                         /* a message is with the owner */
    bool inside;   /* in one of our own functions, which settles at its end */
    bool closing;  /* our close frame is on its way */
    bool finished; /* all was sent, and the sending side is shut */
    bool over;
};

/* ---- The end -------------------------------------------------------------------------------- */

static void on_closed(uv_handle_t *handle)
{
    struct websocket *websocket = handle->data;
    buffer_deinit(&websocket->message);
    buffer_deinit(&websocket->out);
    buffer_deinit(&websocket->rest);
    free(websocket);
}

static void count(struct websocket *websocket)
{
    struct http_thread *thread = websocket->listener->thread;
    thread->body_bytes += websocket->message.capacity - websocket->counted;
    websocket->counted = websocket->message.capacity;
}

static void end(struct websocket *websocket)
{
    struct http_listener *listener = websocket->listener;
    struct http_thread *thread = listener->thread;
    *(websocket->previous ? &websocket->previous->next : &thread->websockets) = websocket->next;
    if (websocket->next)
        websocket->next->previous = websocket->previous;
    thread->websocket_count--;
    buffer_deinit(&websocket->message);
    count(websocket);
    uv_poll_stop(&websocket->poll);
    uv_close((uv_handle_t *)&websocket->poll, on_closed);
    MHD_upgrade_action(websocket->handle, MHD_UPGRADE_ACTION_CLOSE);
    listener->dirty = true;
    websocket->hooks.ended(websocket->context);
}

/* ---- Out ------------------------------------------------------------------------------------ */

static void put_frame(struct websocket *websocket, enum frame_opcode opcode, const char *data,
                      size_t size)
{
    char head[FRAME_HEAD_MAX];
    buffer_append(&websocket->out, head, frame_head(opcode, size, head));
    buffer_append(&websocket->out, data, size);
}

static void put_close(struct websocket *websocket, unsigned code)
{
    char payload[2] = {(char)(code >> 8), (char)code};
    if (websocket->closing)
        return;
    put_frame(websocket, FRAME_CLOSE, payload, code ? sizeof payload : 0);
    websocket->closing = true;
    websocket->closed_ns = uv_hrtime();
}

static void flush(struct websocket *websocket)
{
    struct buffer *out = &websocket->out;
    if (out->failed)
        websocket->over = true;
    while (!websocket->over && websocket->sent < out->size) {
        ssize_t sent = send(websocket->fd, out->data + websocket->sent, out->size - websocket->sent,
                            MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent > 0)
            websocket->sent += (size_t)sent;
        else if (errno == EAGAIN || errno == EWOULDBLOCK)
            return;
        else if (errno != EINTR)
            websocket->over = true;
    }
    websocket->sent = 0;
    buffer_clear(out);
    if (websocket->closing && !websocket->finished) {
        websocket->finished = true;
        shutdown(websocket->fd, SHUT_WR);
    }
}

/* ---- In ------------------------------------------------------------------------------------- */

static void take_message(struct websocket *websocket)
{
    const struct buffer *message = &websocket->message;
    websocket->begun_ns = 0;
    websocket->ready = utf8_valid(message->data ? message->data : "", message->size);
    if (!websocket->ready)
        put_close(websocket, WEBSOCKET_NOT_UTF8);
}

static void take_piece(struct websocket *websocket, const struct frame *piece)
{
    struct http_thread *thread = websocket->listener->thread;
    if (piece->opcode != FRAME_CONTINUES)
        websocket->text = piece->opcode == FRAME_TEXT;
    if (!websocket->begun_ns)
        websocket->begun_ns = uv_hrtime();
    if (!websocket->text) {
        put_close(websocket, WEBSOCKET_UNSUPPORTED);
    } else if (websocket->message.size + piece->size > WEBSOCKET_MESSAGE_MAX) {
        put_close(websocket, WEBSOCKET_TOO_BIG);
    } else {
        buffer_append(&websocket->message, piece->data, piece->size);
        count(websocket);
        if (websocket->message.failed || thread->body_bytes > HTTP_BODIES_MAX)
            put_close(websocket, WEBSOCKET_LATER);
        else if (piece->ends)
            take_message(websocket);
    }
}

static void take_close(struct websocket *websocket, const struct frame *frame)
{
    unsigned code = 0;
    if (frame->size >= 2)
        code = (unsigned)(uint8_t)frame->data[0] << 8 | (uint8_t)frame->data[1];
    bool fine = frame->size == 0 || (frame->size >= 2 && frame_code_valid(code) &&
                                     utf8_valid(frame->data + 2, frame->size - 2));
    put_close(websocket, fine ? code : WEBSOCKET_PROTOCOL);
}

static void take_frame(struct websocket *websocket, enum frame_event event,
                       const struct frame *frame)
{
    if (event == FRAME_WRONG)
        put_close(websocket, WEBSOCKET_PROTOCOL);
    else if (event == FRAME_PIECE)
        take_piece(websocket, frame);
    else if (frame->opcode == FRAME_CLOSE)
        take_close(websocket, frame);
    else if (frame->opcode == FRAME_PING)
        put_frame(websocket, FRAME_PONG, frame->data, frame->size);
}

static void deliver(struct websocket *websocket)
{
    websocket->ready = false;
    websocket->busy = true;
    websocket->hooks.message(websocket->context, &websocket->message);
    count(websocket);
}

static bool may_read(const struct websocket *websocket)
{
    return !websocket->over && !websocket->closing && !websocket->ready &&
           websocket->out.size - websocket->sent <= WEBSOCKET_OUT_MAX;
}

/* Looks at bytes as far as may be; returns how many. Delivers what is whole. */
static size_t look_at(struct websocket *websocket, char *bytes, size_t size)
{
    char *at = bytes;
    struct frame frame;
    for (;;) {
        if (websocket->ready && !websocket->busy && !websocket->closing)
            deliver(websocket);
        if (!may_read(websocket))
            break;
        enum frame_event event = frame_read(&websocket->reader, &at, bytes + size, &frame);
        if (event == FRAME_MORE)
            break;
        take_frame(websocket, event, &frame);
    }
    return (size_t)(at - bytes);
}

/* What could not be looked at yet. */
static void keep(struct websocket *websocket, const char *bytes, size_t size)
{
    buffer_append(&websocket->rest, bytes, size);
    websocket->over |= websocket->rest.failed;
}

/* Whether all that was kept has been looked at. */
static bool look_at_rest(struct websocket *websocket)
{
    struct buffer *rest = &websocket->rest;
    char none[1], *bytes = rest->size ? rest->data + websocket->rest_at : none;
    websocket->rest_at += look_at(websocket, bytes, rest->size - websocket->rest_at);
    if (websocket->rest_at < rest->size)
        return false;
    websocket->rest_at = 0;
    buffer_clear(rest);
    return true;
}

static void read_some(struct websocket *websocket)
{
    static _Thread_local char bytes[READ_BYTES];
    for (unsigned i = 0; i < READS_MAX && !websocket->over; i++) {
        if (!websocket->closing && (!look_at_rest(websocket) || !may_read(websocket)))
            return;
        ssize_t got = recv(websocket->fd, bytes, sizeof bytes, MSG_DONTWAIT);
        if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR))
            websocket->over = true;
        if (got <= 0)
            return;
        if (websocket->closing) /* nothing counts any more */
            continue;
        websocket->heard_ns = uv_hrtime();
        size_t looked = look_at(websocket, bytes, (size_t)got);
        if (!websocket->closing && looked < (size_t)got)
            keep(websocket, bytes + looked, (size_t)got - looked);
    }
}

/* ---- On the loop ---------------------------------------------------------------------------- */

static void on_event(uv_poll_t *poll, int status, int events);

/* Sends what can be sent and waits for what is wanted; or ends. The websocket may be gone then. */
static void settle(struct websocket *websocket)
{
    flush(websocket);
    if (websocket->over) {
        end(websocket);
        return;
    }
    int events = UV_DISCONNECT;
    if (may_read(websocket) || websocket->closing)
        events |= UV_READABLE;
    if (websocket->out.size)
        events |= UV_WRITABLE;
    if (uv_poll_start(&websocket->poll, events, on_event) < 0)
        end(websocket);
}

static void on_event(uv_poll_t *poll, int status, int events)
{
    struct websocket *websocket = poll->data;
    websocket->inside = true;
    flush(websocket); /* perhaps more may be read then */
    if (status < 0)
        websocket->over = true;
    else if (events & UV_READABLE || websocket->rest.size)
        read_some(websocket);
    else if (events & UV_DISCONNECT)
        websocket->over = true;
    websocket->inside = false;
    settle(websocket);
}

struct websocket *websocket_new(struct http_listener *listener, int fd,
                                struct MHD_UpgradeResponseHandle *handle, const char *early,
                                size_t early_size, const struct websocket_hooks *hooks,
                                void *context)
{
    struct http_thread *thread = listener->thread;
    struct websocket *websocket = calloc(1, sizeof *websocket);
    if (!websocket || uv_poll_init(thread->loop, &websocket->poll, fd) < 0) {
        free(websocket);
        return NULL;
    }
    websocket->poll.data = websocket;
    websocket->listener = listener;
    websocket->handle = handle;
    websocket->fd = fd;
    websocket->hooks = *hooks;
    websocket->context = context;
    websocket->heard_ns = websocket->pinged_ns = uv_hrtime();
    websocket->next = thread->websockets;
    if (websocket->next)
        websocket->next->previous = websocket;
    thread->websockets = websocket;
    thread->websocket_count++;
    keep(websocket, early, early_size);
    /* The owner does not have it yet: nothing is delivered from within. */
    if (uv_poll_start(&websocket->poll, UV_READABLE | UV_WRITABLE, on_event) < 0)
        websocket->over = true; /* the sweep sees it */
    return websocket;
}

void websocket_answer(struct websocket *websocket, const char *text, size_t size)
{
    put_frame(websocket, FRAME_TEXT, text, size);
    websocket->busy = false;
    if (websocket->inside)
        return;
    websocket->inside = true;
    look_at_rest(websocket);
    websocket->inside = false;
    settle(websocket);
}

void websocket_close(struct websocket *websocket, enum websocket_code code)
{
    put_close(websocket, code);
    if (!websocket->inside)
        settle(websocket);
}

/* ---- Time ----------------------------------------------------------------------------------- */

static bool passed(uint64_t since_ns, unsigned seconds, uint64_t now_ns)
{
    return now_ns > since_ns && now_ns - since_ns > SECONDS(seconds);
}

static void sweep(struct websocket *websocket, uint64_t now_ns)
{
    if (websocket->closing) {
        websocket->over |= passed(websocket->closed_ns, WEBSOCKET_CLOSE_SECONDS, now_ns);
    } else if (websocket->listener->thread->draining && !websocket->busy) {
        put_close(websocket, WEBSOCKET_AWAY);
    } else if (websocket->begun_ns &&
               passed(websocket->begun_ns, WEBSOCKET_MESSAGE_SECONDS, now_ns)) {
        put_close(websocket, WEBSOCKET_POLICY);
    } else if (may_read(websocket) &&
               passed(websocket->heard_ns, WEBSOCKET_SILENCE_SECONDS, now_ns)) {
        websocket->over = true;
    } else if (passed(websocket->heard_ns, WEBSOCKET_PING_SECONDS, now_ns) &&
               passed(websocket->pinged_ns, WEBSOCKET_PING_SECONDS, now_ns)) {
        put_frame(websocket, FRAME_PING, "", 0);
        websocket->pinged_ns = now_ns;
    } else if (!websocket->over) {
        return;
    }
    settle(websocket);
}

void websockets_sweep(struct http_thread *thread, uint64_t now_ns)
{
    for (struct websocket *websocket = thread->websockets, *next; websocket; websocket = next) {
        next = websocket->next; /* only this one may end */
        sweep(websocket, now_ns);
    }
}

void websockets_end(struct http_thread *thread)
{
    while (thread->websockets) {
        put_close(thread->websockets, WEBSOCKET_AWAY);
        flush(thread->websockets);
        end(thread->websockets);
    }
}
