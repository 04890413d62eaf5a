/* SPDX-License-Identifier: Apache-2.0 */
/* http_listener.h: one listening socket on one thread. */
#ifndef FRONT_HTTP_LISTENER_H
#define FRONT_HTTP_LISTENER_H

#include <microhttpd.h>

#include "daemon/front/http_route.h"

struct http_listener {
    struct http_thread *thread;
    struct MHD_Daemon *daemon;
    uv_poll_t poll;   /* libmicrohttpd's epoll descriptor */
    uv_timer_t timer; /* libmicrohttpd's next timeout */
    enum listener_kind kind;
    bool tls;
    enum route_place hidden; /* routes that are not to be had here */
    unsigned waits;          /* exchanges that wait without being suspended */
    bool dirty;              /* there is something to do: run before the loop blocks */
};

/* An open connection, whatever it does. libmicrohttpd knows idle time only; a client that sends a
 * byte a minute is never idle. */
struct http_connection {
    struct http_thread *thread;
    struct http_connection *next, *previous;
    int fd; /* libmicrohttpd's; open as long as this lives */
    uint64_t since_ns;
    unsigned wrong_tokens; /* that were sent over it */
    enum { CONNECTION_HEAD, CONNECTION_BODY, CONNECTION_BUSY } phase;
};

/* The listener `index` of the thread. `socket` is borrowed: never closed here. Negative errno. */
int http_listener_open(struct http_listener *listener, struct http_thread *thread, int socket,
                       unsigned index);
/* Ends all connections and closes the handles. */
void http_listener_close(struct http_listener *listener);
/* Lets no more clients in; they wait, for whoever listens on the socket too. */
void http_listener_quiesce(struct http_listener *listener);
void http_listener_run(struct http_listener *listener);

struct http_connection *http_connection_of(struct MHD_Connection *connection);
void http_connection_enter(struct http_connection *connection, unsigned phase);
/* Ends connections that have taken too long with a request's head or body. */
void http_connections_sweep(struct http_thread *thread, uint64_t now_ns);

#endif
