/* SPDX-License-Identifier: Apache-2.0 */
/* http_listener.c: see http_listener.h. */
#include "daemon/front/http_listener.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "daemon/front/http_exchange.h"
#include "lib/base/hex.h"
#include "lib/base/log.h"

#define NS_PER_SECOND ((uint64_t)1000 * 1000 * 1000)

__attribute__((format(printf, 2, 0))) static void log_library(void *context, const char *format,
                                                              va_list arguments)
{
    char text[300], quoted[400];
    vsnprintf(text, sizeof text, format, arguments);
    text[strcspn(text, "\n")] = '\0';
    log_event(LOG_DEBUG, "libmicrohttpd", "text=%s", log_quote(text, quoted, sizeof quoted));
}

/* As libmicrohttpd's own, but for %00, which would end the path early and make another one of it.
 */
static size_t unescape(void *context, struct MHD_Connection *connection, char *text)
{
    char *out = text;
    for (const char *at = text; *at; out++) {
        int high = *at == '%' ? hex_digit(at[1]) : -1;
        int low = high >= 0 ? hex_digit(at[2]) : -1;
        bool decodes = low >= 0 && high + low > 0;
        *out = decodes ? (char)(high * 16 + low) : *at;
        at += decodes ? 3 : 1;
    }
    *out = '\0';
    return (size_t)(out - text);
}

/* ---- Connections --------------------------------------------------------------------------- */

static void patient_remove(struct http_connection *connection)
{
    struct http_listener *listener = connection->listener;
    if (!connection->patient)
        return;
    *(connection->patient_previous ? &connection->patient_previous->patient_next
                                   : &listener->patient_first) = connection->patient_next;
    *(connection->patient_next ? &connection->patient_next->patient_previous
                               : &listener->patient_last) = connection->patient_previous;
    connection->patient = false;
}

static void patient_append(struct http_connection *connection)
{
    struct http_listener *listener = connection->listener;
    connection->patient_previous = listener->patient_last;
    connection->patient_next = NULL;
    *(listener->patient_last ? &listener->patient_last->patient_next : &listener->patient_first) =
        connection;
    listener->patient_last = connection;
    connection->patient = true;
}

/* A flood, or clients that trickle, would fill the table, and honest ones wait outside for minutes:
 * those that send their requests at once are never first in this list. */
static void make_room(struct http_listener *listener)
{
    struct http_connection *longest = listener->patient_first;
    if (listener->connections <= HTTP_CONNECTIONS_FULL || !longest)
        return;
    patient_remove(longest);
    shutdown(longest->fd, SHUT_RDWR); /* libmicrohttpd sees the end and closes it */
}

static void connection_open(struct http_listener *listener, struct http_connection *own,
                            struct MHD_Connection *connection)
{
    struct http_thread *thread = listener->thread;
    own->listener = listener;
    own->fd = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
    own->client = client_of(
        &thread->clients,
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr,
        own->fd);
    own->next = thread->connections;
    if (own->next)
        own->next->previous = own;
    thread->connections = own;
    counter_add(&thread->metrics.connections, 1);
    listener->connections++;
    make_room(listener);
    http_connection_enter(own, CONNECTION_HEAD);
    if (listener->tls && !tls_require_certificate(&thread->server->tls, connection))
        shutdown(own->fd, SHUT_RDWR);
}

static void connection_close(struct http_connection *own)
{
    struct http_thread *thread = own->listener->thread;
    patient_remove(own);
    *(own->previous ? &own->previous->next : &thread->connections) = own->next;
    if (own->next)
        own->next->previous = own->previous;
    client_release(&thread->clients, own->client);
    counter_add(&thread->metrics.connections, UINT64_MAX); /* one fewer */
    own->listener->connections--;
    free(own);
}

static void on_connection(void *context, struct MHD_Connection *connection, void **socket_context,
                          enum MHD_ConnectionNotificationCode what)
{
    struct http_connection *own = *socket_context;
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        own = calloc(1, sizeof *own);
        *socket_context = own;
        if (own) /* else its requests are refused */
            connection_open(context, own, connection);
    } else if (own) {
        *socket_context = NULL;
        connection_close(own);
    }
}

struct http_connection *http_connection_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        connection ? MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT) : NULL;
    return info ? info->socket_context : NULL;
}

struct client *http_client_of(struct MHD_Connection *connection)
{
    const struct http_connection *own = http_connection_of(connection);
    return own ? own->client : NULL;
}

void http_connection_enter(struct http_connection *connection, unsigned phase)
{
    if (!connection)
        return;
    connection->phase = phase;
    connection->progress = 0;
    connection->since_ns = uv_hrtime();
    patient_remove(connection);
    if (phase != CONNECTION_BUSY)
        patient_append(connection);
}

void http_connection_progress(struct http_connection *connection, size_t arrived)
{
    if (!connection || arrived - connection->progress < HTTP_BODY_PROGRESS)
        return;
    connection->progress = arrived;
    patient_remove(connection);
    patient_append(connection);
}

void http_connections_sweep(struct http_thread *thread, uint64_t now_ns)
{
    static const uint64_t longest_ns[] = {
        [CONNECTION_HEAD] = HTTP_HEAD_SECONDS * NS_PER_SECOND,
        [CONNECTION_BODY] = HTTP_BODY_SECONDS * NS_PER_SECOND,
        [CONNECTION_BUSY] = UINT64_MAX,
        [CONNECTION_SENDING] = HTTP_SEND_SECONDS * NS_PER_SECOND,
    };
    for (struct http_connection *at = thread->connections; at; at = at->next)
        if (now_ns - at->since_ns > longest_ns[at->phase])
            shutdown(at->fd, SHUT_RDWR); /* libmicrohttpd sees the end and closes it */
}

/* ---- The daemon on the loop ---------------------------------------------------------------- */

static void on_timer(uv_timer_t *timer)
{
    http_listener_run(timer->data);
}

static void on_readable(uv_poll_t *poll, int status, int events)
{
    http_listener_run(poll->data);
}

/* How long the loop may block before libmicrohttpd must run again. While an exchange waits without
 * being suspended, libmicrohttpd says 0, and would have us run it for nothing: it is run when a
 * socket or an answer is ready, and now and then for whatever else its 0 may mean. */
static uint64_t patience_ms(const struct http_listener *listener, uint64_t timeout)
{
    if (listener->dirty)
        return 0;
    return listener->waits && timeout < HTTP_TICK_MS ? HTTP_TICK_MS : timeout;
}

void http_listener_run(struct http_listener *listener)
{
    MHD_UNSIGNED_LONG_LONG timeout;
    listener->dirty = false;
    MHD_run(listener->daemon);
    if (MHD_get_timeout(listener->daemon, &timeout) == MHD_YES)
        uv_timer_start(&listener->timer, on_timer, patience_ms(listener, timeout), 0);
    else
        uv_timer_stop(&listener->timer);
}

static struct MHD_Daemon *start_daemon(struct http_listener *listener, int socket)
{
    struct MHD_OptionItem options[] = {
        {MHD_OPTION_EXTERNAL_LOGGER, (intptr_t)log_library, NULL},
        {MHD_OPTION_LISTEN_SOCKET, socket, NULL},
        {MHD_OPTION_CONNECTION_MEMORY_LIMIT, HTTP_CONNECTION_BYTES, NULL},
        {MHD_OPTION_CONNECTION_LIMIT, HTTP_CONNECTIONS_MAX, NULL},
        {MHD_OPTION_CONNECTION_TIMEOUT, HTTP_IDLE_SECONDS, NULL},
        {MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)exchange_on_completed, listener},
        {MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)on_connection, listener},
        {MHD_OPTION_UNESCAPE_CALLBACK, (intptr_t)unescape, NULL},
        {MHD_OPTION_STRICT_FOR_CLIENT, 1, NULL},
        {MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, NULL},
        {MHD_OPTION_END, 0, NULL},
    };
    struct MHD_OptionItem tls[TLS_OPTIONS_MAX] = {{MHD_OPTION_END, 0, NULL}};
    if (listener->tls)
        tls_options(&listener->thread->server->tls, tls);
    unsigned flags = MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
    /* An upgrade of a TLS connection would take a socket pair, which the front may not make. */
    return MHD_start_daemon(flags | (listener->tls ? MHD_USE_TLS : MHD_ALLOW_UPGRADE), 0, NULL,
                            NULL, exchange_on_request, listener, MHD_OPTION_ARRAY, options,
                            MHD_OPTION_ARRAY, tls, MHD_OPTION_END);
}

int http_listener_open(struct http_listener *listener, struct http_thread *thread, int socket,
                       unsigned index)
{
    char letter = thread->server->kinds[index];
    enum listener_kind kind = (enum listener_kind)tolower(letter);
    enum route_place hidden = kind == LISTENER_OPERATIONS  ? ROUTE_SCORING
                              : thread->server->operations ? ROUTE_OPERATIONS
                                                           : ROUTE_NOWHERE;
    *listener = (struct http_listener){
        .thread = thread, .kind = kind, .hidden = hidden, .tls = isupper(letter)};
    listener->daemon = start_daemon(listener, socket);
    if (!listener->daemon)
        return -EIO;
    const union MHD_DaemonInfo *info =
        MHD_get_daemon_info(listener->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    int status = info ? uv_poll_init(thread->loop, &listener->poll, info->epoll_fd) : -EIO;
    if (status < 0)
        return status;
    uv_timer_init(thread->loop, &listener->timer);
    listener->poll.data = listener;
    listener->timer.data = listener;
    return uv_poll_start(&listener->poll, UV_READABLE, on_readable);
}

void http_listener_quiesce(struct http_listener *listener)
{
    MHD_quiesce_daemon(listener->daemon);
}

void http_listener_close(struct http_listener *listener)
{
    if (!listener->daemon)
        return;
    uv_poll_stop(&listener->poll);
    uv_close((uv_handle_t *)&listener->poll, NULL);
    uv_close((uv_handle_t *)&listener->timer, NULL);
    /* The listening socket is shared, between threads where it is a Unix socket: only a quiesced
     * daemon leaves it open. */
    http_listener_quiesce(listener);
    MHD_run(listener->daemon); /* takes in what was resumed: none may be suspended now */
    MHD_stop_daemon(listener->daemon);
    listener->daemon = NULL;
}
