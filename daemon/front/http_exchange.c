/* SPDX-License-Identifier: Apache-2.0 */
/* http_exchange.c: see http_exchange.h. How a request goes through libmicrohttpd:
 *
 *   on_request, first call    the head is there: the route is found, what can be refused is
 *   on_request, with upload   a piece of the body
 *   on_request, without       the handler is called; where it has no answer yet, we come here again
 *                             at the next run of libmicrohttpd, a few times, and then suspend the
 *                             connection, which exchange_finish resumes
 *   on_completed              sent, or broken off
 *
 * A connection that is suspended and resumed costs five system calls, one that just waits none; but
 * every run of libmicrohttpd looks at each that waits. So a short verdict is waited for so, and the
 * long ones, and those that are too many, are suspended.
 *
 * The exchange is freed when both libmicrohttpd and the handler's work are done with it. */
#include "daemon/front/http_exchange.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/front/access.h"
#include "daemon/front/http_answer.h"
#include "daemon/front/http_linger.h"
#include "daemon/front/http_listener.h"
#include "daemon/front/http_receive.h"
#include "daemon/front/http_route.h"

/* ---- Life ---------------------------------------------------------------------------------- */

/* A body or an answer of so many bytes stays with its exchange for the next request. */
enum { BUFFER_KEPT = 256 * 1024 };

static struct exchange *exchange_new(struct http_listener *listener,
                                     struct MHD_Connection *connection)
{
    struct http_thread *thread = listener->thread;
    struct exchange *exchange = spares_take(&thread->spare_exchanges);
    if (!exchange)
        return NULL;
    *exchange = (struct exchange){.body = exchange->body, .out = exchange->out};
    buffer_clear(&exchange->body);
    buffer_clear(&exchange->out);
    exchange->thread = thread;
    exchange->listener = listener;
    exchange->connection = connection;
    exchange->content_type = "application/json";
    exchange->started_ns = uv_hrtime();
    exchange->next = thread->exchanges;
    if (exchange->next)
        exchange->next->previous = exchange;
    thread->exchanges = exchange;
    return exchange;
}

static void set_waiting(struct http_thread *thread, unsigned waiting)
{
    thread->waiting = waiting;
    atomic_store_explicit(&thread->metrics.in_flight, waiting, memory_order_relaxed);
}

static void exchange_free(struct exchange *exchange)
{
    struct http_thread *thread = exchange->thread;
    *(exchange->previous ? &exchange->previous->next : &thread->exchanges) = exchange->next;
    if (exchange->next)
        exchange->next->previous = exchange->previous;
    if (exchange->counted)
        set_waiting(thread, thread->waiting - 1);
    if (exchange->held_until_ns)
        thread->holds--;
    if (exchange->gunzip || exchange->body.capacity > BUFFER_KEPT)
        receive_drop(exchange);
    if (exchange->out.capacity > BUFFER_KEPT)
        buffer_deinit(&exchange->out);
    spares_give(&thread->spare_exchanges, exchange);
}

static void release(void *spare)
{
    struct exchange *exchange = spare;
    receive_drop(exchange);
    buffer_deinit(&exchange->out);
}

void exchanges_open(struct http_thread *thread)
{
    thread->spare_exchanges = (struct spares){.size = sizeof(struct exchange), .release = release};
}

static bool works(const struct exchange *exchange)
{
    return exchange->started && !exchange->finished;
}

static void cancel(struct exchange *exchange)
{
    bool looks = exchange->lookup;
    exchange->gone = true;
    lookup_abandon(exchange->lookup);
    exchange->lookup = NULL;
    if (exchange->parked || (looks && !exchange->cancel)) {
        exchange->parked = false;
        exchange_finish(exchange, 503);
    } else if (works(exchange) && exchange->cancel) {
        void (*call)(struct exchange *) = exchange->cancel;
        exchange->cancel = NULL;
        call(exchange);
    }
}

/* Whether it may go on waiting without being suspended. */
static bool wait_on(struct exchange *exchange)
{
    struct http_listener *listener = exchange->listener;
    uint64_t now_ms = uv_now(exchange->thread->loop);
    if (exchange->waits)
        return now_ms - exchange->since_ms < HTTP_WAIT_MS;
    if (listener->waits >= HTTP_WAITS_MAX)
        return false;
    exchange->waits = true;
    exchange->since_ms = now_ms;
    listener->waits++;
    return true;
}

static void wait_no_more(struct exchange *exchange)
{
    exchange->listener->waits -= exchange->waits;
    exchange->waits = false;
}

static void resume(struct exchange *exchange)
{
    if (exchange->waits)
        exchange->listener->dirty = true;
    if (!exchange->suspended)
        return;
    exchange->suspended = false;
    exchange->listener->dirty = true;
    MHD_resume_connection(exchange->connection);
}

static void suspend(struct exchange *exchange)
{
    exchange->suspended = true;
    MHD_suspend_connection(exchange->connection);
}

/* ---- What routes call ---------------------------------------------------------------------- */

void exchange_finish(struct exchange *exchange, int status)
{
    if (!exchange->streaming)
        exchange->status = status;
    exchange->finished = true;
    if (!exchange->connection && exchange->started)
        exchange_free(exchange);
    else
        resume(exchange);
}

void exchange_upgraded(struct exchange *exchange)
{
    /* A session keeps a clock of its own. */
    http_connection_enter(http_connection_of(exchange->connection), CONNECTION_BUSY);
    set_waiting(exchange->thread, exchange->thread->waiting - exchange->counted);
    exchange->counted = false;
}

void exchange_stream(struct exchange *exchange, int status, const char *content_type)
{
    exchange->status = status;
    exchange->content_type = content_type;
    exchange->streaming = true;
    resume(exchange);
}

void exchange_pushed(struct exchange *exchange)
{
    resume(exchange);
}

void exchange_break(struct exchange *exchange)
{
    exchange->broken = true;
    exchange_finish(exchange, 0);
}

bool exchange_wants(const struct exchange *exchange, const char *type)
{
    const char *accept =
        MHD_lookup_connection_value(exchange->connection, MHD_HEADER_KIND, "Accept");
    return accept && strcasestr(accept, type);
}

bool exchange_wants_lines(const struct exchange *exchange)
{
    return exchange_wants(exchange, "application/x-ndjson");
}

static void looked(void *context)
{
    struct exchange *exchange = context;
    exchange->lookup = NULL;
    exchange->route->handle(exchange);
}

bool exchange_looks(struct exchange *exchange, const struct address *address)
{
    if (exchange->looked)
        return false;
    exchange->looked = true;
    exchange->lookup = lookup_start(exchange->thread->engine, address, looked, exchange);
    return exchange->lookup;
}

/* ---- The stream ---------------------------------------------------------------------------- */

ssize_t exchange_read_stream(void *context, uint64_t position, char *room, size_t size)
{
    struct exchange *exchange = context;
    size_t left = exchange->out.size - exchange->sent;
    if (!left) {
        buffer_clear(&exchange->out);
        exchange->sent = 0;
        if (exchange->more && !exchange->finished && !exchange->gone)
            exchange->more(exchange);
        left = exchange->out.size;
    }
    if (exchange->out.failed || exchange->gone)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    if (!left && exchange->finished)
        return exchange->broken ? MHD_CONTENT_READER_END_WITH_ERROR
                                : MHD_CONTENT_READER_END_OF_STREAM;
    struct http_connection *connection = http_connection_of(exchange->connection);
    http_connection_enter(connection, left ? CONNECTION_SENDING : CONNECTION_BUSY);
    if (!left) {
        suspend(exchange);
        return 0;
    }
    size_t taken = left < size ? left : size;
    memcpy(room, exchange->out.data + exchange->sent, taken);
    exchange->sent += taken;
    exchange->streamed += taken;
    return (ssize_t)taken;
}

/* ---- The handler ---------------------------------------------------------------------------- */

static bool look_whether_ready(struct http_thread *thread)
{
    struct engine_status status;
    if (!thread->ready) {
        engine_status(thread->engine, &status);
        thread->ready = status.ready;
    }
    return thread->ready;
}

static void start(struct exchange *exchange)
{
    http_connection_enter(http_connection_of(exchange->connection), CONNECTION_BUSY);
    receive_end(exchange);
    exchange->started = true;
    exchange->counted = true;
    set_waiting(exchange->thread, exchange->thread->waiting + 1);
    if (exchange->refused)
        return;
    exchange->parked = exchange->route->works && !look_whether_ready(exchange->thread);
    if (!exchange->parked)
        exchange->route->handle(exchange);
}

/* A front that was restarted knows no environment for a moment; to say that there is none would be
 * a lie, and a client that retries has waited for the listening socket already. */
static void start_parked(struct exchange *exchange, uint64_t now_ns)
{
    const struct http_thread *thread = exchange->thread;
    bool late = now_ns - exchange->started_ns > HTTP_START_SECONDS * (uint64_t)1000000000;
    if (!thread->ready && !thread->draining && !late)
        return;
    exchange->parked = false;
    if (thread->ready)
        exchange->route->handle(exchange);
    else
        exchange_fail(exchange, 503, thread->draining ? "stopping" : "starting", "try again soon",
                      "the environments are not there yet");
}

/* ---- libmicrohttpd's callbacks ------------------------------------------------------------- */

enum MHD_Result exchange_on_request(void *context, struct MHD_Connection *connection,
                                    const char *url, const char *method, const char *version,
                                    const char *upload, size_t *upload_size, void **request)
{
    struct http_listener *listener = context;
    struct exchange *exchange = *request;
    if (!exchange) {
        exchange = exchange_new(listener, connection);
        *request = exchange;
        return exchange ? receive_head(exchange, url, method) : MHD_NO;
    }
    if (*upload_size) {
        size_t size = *upload_size;
        *upload_size = 0;
        return receive_body(exchange, upload, size);
    }
    if (!exchange->started)
        start(exchange);
    if (exchange->gone)
        return MHD_NO;
    if (!exchange->status && wait_on(exchange))
        return MHD_YES;
    wait_no_more(exchange);
    if (exchange->status && !access_holds(exchange))
        return exchange_send(exchange);
    suspend(exchange);
    return MHD_YES;
}

void exchange_on_completed(void *context, struct MHD_Connection *connection, void **request,
                           enum MHD_RequestTerminationCode why)
{
    struct exchange *exchange = *request;
    struct http_connection *own = http_connection_of(connection);
    http_connection_enter(own, CONNECTION_HEAD);
    *request = NULL;
    if (!exchange)
        return;
    if (exchange->lingers && own)
        http_linger_start(exchange->thread, own->fd);
    wait_no_more(exchange);
    if (exchange->streaming)
        metrics_count_response(&exchange->thread->metrics, route_index(exchange->route),
                               exchange->streamed);
    exchange->connection = NULL;
    exchange->suspended = false;
    if (works(exchange))
        cancel(exchange); /* frees it at exchange_finish */
    else
        exchange_free(exchange);
}

/* ---- Hang-ups ------------------------------------------------------------------------------ */

/* One poll(2) over all suspended sockets, a few times a second: nothing to register for the many
 * requests that take a millisecond, and no watch that could outlive its socket. */
enum { SWEEP_SOCKETS = 256 };

static void sweep_some(struct exchange **exchanges, struct pollfd *polls, unsigned count)
{
    if (poll(polls, count, 0) <= 0)
        return;
    for (unsigned i = 0; i < count; i++)
        if (polls[i].revents & (POLLRDHUP | POLLHUP | POLLERR | POLLNVAL)) {
            struct exchange *exchange = exchanges[i];
            bool streaming = exchange->streaming;
            cancel(exchange);
            /* A stream is resumed to find its end; the rest when its work has ended. */
            if (streaming)
                resume(exchange);
        }
}

void exchanges_sweep(struct http_thread *thread)
{
    struct exchange *exchanges[SWEEP_SOCKETS];
    struct pollfd polls[SWEEP_SOCKETS];
    unsigned count = 0;
    uint64_t now_ns = uv_hrtime();
    look_whether_ready(thread);
    for (struct exchange *at = thread->exchanges, *next; at; at = next) {
        struct http_connection *own;
        next = at->next; /* exchanges end only in libmicrohttpd's callbacks: none does here */
        if (at->parked)
            start_parked(at, now_ns);
        if (access_lets_go(at, now_ns))
            resume(at);
        if (!at->suspended || at->gone || !(own = http_connection_of(at->connection)))
            continue;
        exchanges[count] = at;
        polls[count++] = (struct pollfd){.fd = own->fd, .events = POLLRDHUP};
        if (count == SWEEP_SOCKETS) {
            sweep_some(exchanges, polls, count);
            count = 0;
        }
    }
    if (count)
        sweep_some(exchanges, polls, count);
}

void exchanges_end(struct http_thread *thread)
{
    for (struct exchange *at = thread->exchanges, *next; at; at = next) {
        next = at->next;
        cancel(at);
        resume(at);
    }
}
