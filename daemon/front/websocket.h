/* SPDX-License-Identifier: Apache-2.0 */
/* websocket.h: one WebSocket on the thread that accepted its connection: text messages in, one at a
 * time, and text messages out. Pings are answered meanwhile; what is in memory is bounded in both
 * directions. The socket stays libmicrohttpd's, which closes it at the end. */
#ifndef FRONT_WEBSOCKET_H
#define FRONT_WEBSOCKET_H

#include "daemon/front/http_exchange.h"
#include "daemon/front/websocket_frame.h"

enum {
    WEBSOCKETS_MAX = 1024,       /* of one thread */
    WEBSOCKET_PING_SECONDS = 20, /* of silence, for what stands between and forgets connections */
    /* A trainer that generates for long may not even answer a ping meanwhile. Machines that have
     * gone are noticed by TCP, which gets no acknowledgement of our pings. */
    WEBSOCKET_SILENCE_SECONDS = 3600,
    WEBSOCKET_MESSAGE_SECONDS = 300, /* a message must be whole, however it trickles */
    WEBSOCKET_CLOSE_SECONDS = 5,     /* until the client has closed too */
};
/* A response of 4 MiB with every byte escaped as \u00XX, and something around it. */
#define WEBSOCKET_MESSAGE_MAX ((size_t)25 * 1024 * 1024)
/* Bytes that wait to be sent: beyond, nothing more is read. */
#define WEBSOCKET_OUT_MAX ((size_t)64 * 1024)

struct websocket;

struct websocket_hooks {
    /* A message has come, which is UTF-8 and now the owner's: leave BUFFER_INIT. No other comes
     * before websocket_answer. */
    void (*message)(void *context, struct buffer *message);
    /* The connection is over; the websocket must not be touched any more. */
    void (*ended)(void *context);
};

/* Begins with what libmicrohttpd's upgrade handler was given; `early` are bytes that it has read.
 * NULL: no memory; the caller closes `handle`. */
struct websocket *websocket_new(struct http_listener *listener, int fd,
                                struct MHD_UpgradeResponseHandle *handle, const char *early,
                                size_t early_size, const struct websocket_hooks *hooks,
                                void *context);
/* Once for each message. ended() may be called from within, unless message() has not returned. */
void websocket_answer(struct websocket *websocket, const char *text, size_t size);
/* Says goodbye; ended() is called when the client has done so too, or soon. */
void websocket_close(struct websocket *websocket, enum websocket_code code);

/* Pings and timeouts. Call a few times a second. While the thread drains, those that wait for
 * nothing are closed. */
void websockets_sweep(struct http_thread *thread, uint64_t now_ns);
/* Ends all at once: before the listeners are closed. */
void websockets_end(struct http_thread *thread);

#endif
