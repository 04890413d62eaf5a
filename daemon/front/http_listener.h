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
    /* Connections whose clients keep us waiting: for a head, for a body, or for the reading of an
     * answer. Who has done so longest is the first. */
    struct http_connection *patient_first, *patient_last;
    unsigned connections;
    unsigned waits; /* exchanges that wait without being suspended */
    bool dirty;     /* there is something to do: run before the loop blocks */
};

/* An open connection, whatever it does. libmicrohttpd knows idle time only; a client that sends a
 * byte a minute is never idle. */
struct http_connection {
    struct http_listener *listener;
    struct http_connection *next, *previous;                 /* of the thread */
    struct http_connection *patient_next, *patient_previous; /* of the listener */
    bool patient;                                            /* it is in that list */
    struct client *client;                                   /* NULL: no memory for one */
    int fd; /* libmicrohttpd's; open as long as this lives */
    uint64_t since_ns;
    unsigned wrong_tokens; /* that were sent over it */
    size_t progress;       /* bytes of body at the last http_connection_progress */
    enum { CONNECTION_HEAD, CONNECTION_BODY, CONNECTION_BUSY, CONNECTION_SENDING } phase;
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
struct client *http_client_of(struct MHD_Connection *connection); /* NULL: nobody known */
/* NULL is harmless. */
void http_connection_enter(struct http_connection *connection, unsigned phase);
/* Of the body, so many bytes are there: who comes on is not the one that keeps us waiting. */
void http_connection_progress(struct http_connection *connection, size_t arrived);
/* Ends connections that have taken too long with a request's head or body, or to read an answer. */
void http_connections_sweep(struct http_thread *thread, uint64_t now_ns);

#endif
