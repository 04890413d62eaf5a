/* SPDX-License-Identifier: Apache-2.0 */
/* http_receive.c: see http_receive.h. */
#include "daemon/front/http_receive.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "daemon/front/access.h"
#include "daemon/front/gunzip.h"
#include "daemon/front/http_answer.h"
#include "daemon/front/http_listener.h"
#include "daemon/front/http_route.h"

/* ---- The head ------------------------------------------------------------------------------ */

static const char *header(const struct exchange *exchange, const char *name)
{
    return MHD_lookup_connection_value(exchange->connection, MHD_HEADER_KIND, name);
}

/* The client's, where it is printable and short; else one of our own. */
static void take_request_id(struct exchange *exchange)
{
    struct http_thread *thread = exchange->thread;
    const char *given = header(exchange, "X-Request-Id");
    size_t size = given ? strlen(given) : 0;
    for (size_t i = 0; i < size; i++)
        if (given[i] <= ' ' || given[i] > '~' || given[i] == '"' || given[i] == '\\')
            size = 0;
    if (size > 0 && size <= REQUEST_ID_MAX)
        memcpy(exchange->request_id, given, size + 1);
    else
        snprintf(exchange->request_id, sizeof exchange->request_id, "%08" PRIx64 "-%02x-%" PRIx64,
                 thread->secret & 0xffffffff, thread->index, thread->next_request++);
}

/* 00-<trace id>-<parent id>-<flags>, in lower-case hexadecimal. What is none is left out, as the
 * W3C has it. */
static void take_traceparent(struct exchange *exchange)
{
    static const char form[] = "00-################################-################-##";
    const char *given = header(exchange, "traceparent");
    if (!given || strlen(given) != TRACEPARENT_SIZE)
        return;
    for (size_t i = 0; i < TRACEPARENT_SIZE; i++)
        if (form[i] == '#' ? !strchr("0123456789abcdef", given[i]) : given[i] != form[i])
            return;
    memcpy(exchange->traceparent, given, TRACEPARENT_SIZE + 1);
}

/* Content-Length as a number; UINT64_MAX where it is none; 0 where there is none. */
static uint64_t announced(const struct exchange *exchange)
{
    const char *text = header(exchange, MHD_HTTP_HEADER_CONTENT_LENGTH);
    char *end = NULL;
    uint64_t length = text ? strtoull(text, &end, 10) : 0;
    return text && (end == text || *end) ? UINT64_MAX : length;
}

static void refuse_too_large(struct exchange *exchange)
{
    exchange->refused = true;
    receive_drop(exchange);
    exchange_fail(exchange, 413, "too_large", "send several requests",
                  "the body is longer than this route's %zu bytes", exchange->route->body_max);
}

static void refuse_spoilt(struct exchange *exchange)
{
    exchange->refused = true;
    receive_drop(exchange);
    exchange_fail(exchange, 400, "bad_request", NULL,
                  "the body is not one whole of what Content-Encoding: gzip says");
}

static void refuse_bomb(struct exchange *exchange)
{
    exchange->refused = true;
    receive_drop(exchange);
    exchange_fail(exchange, 413, "too_large", "send several requests, or one that is not packed",
                  "the body unpacks to more than this route's %zu bytes, or to more than %d times "
                  "its size",
                  exchange->route->body_max, GUNZIP_RATIO_MAX);
}

static void refuse_busy(struct exchange *exchange)
{
    exchange->refused = true;
    receive_drop(exchange);
    exchange_fail(exchange, 503, "overloaded", "try again soon",
                  "too many bytes of requests are in memory");
}

static void refuse_unknown(struct exchange *exchange)
{
    exchange->refused = true;
    if (*exchange->allow)
        exchange_fail(exchange, 405, "method_not_allowed", NULL, "this path takes %s",
                      exchange->allow);
    else
        exchange_fail(exchange, 404, "not_found",
                      "the routes are in proto/openapi.yaml; the first is POST /v1/score",
                      "there is no such path");
}

static void check_coding(struct exchange *exchange)
{
    const char *coding = header(exchange, MHD_HTTP_HEADER_CONTENT_ENCODING);
    exchange->packed = coding && strcasecmp(coding, "gzip") == 0;
    if (!coding || exchange->packed || strcasecmp(coding, "identity") == 0)
        return;
    exchange->refused = true;
    exchange_fail(exchange, 415, "unsupported_coding", "pack bodies with gzip, or not at all",
                  "this Content-Encoding is not known");
}

/* What the head alone is enough to refuse. */
static void check_head(struct exchange *exchange)
{
    const char *coding = header(exchange, MHD_HTTP_HEADER_TRANSFER_ENCODING);
    bool has_length = header(exchange, MHD_HTTP_HEADER_CONTENT_LENGTH) != NULL;
    if (coding && has_length) { /* two lengths: whoever is between us may believe the other one */
        exchange->refused = true;
        exchange_fail(exchange, 400, "bad_request", NULL,
                      "Content-Length and Transfer-Encoding exclude each other");
    } else if (!exchange->route->handle) {
        refuse_unknown(exchange);
    } else if (!access_allowed(exchange)) {
        exchange->refused = true;
    } else if (exchange->route->body_max > ROUTE_SMALL_BODY && !coding && !has_length) {
        exchange->refused = true;
        exchange_fail(exchange, 411, "length_required", NULL,
                      "a %s to this path has a Content-Length", exchange->method);
    } else if (exchange->thread->draining && exchange->route->works) {
        exchange->refused = true;
        exchange_fail(exchange, 503, "stopping", "send it to another server, or later",
                      "the server is stopping");
    } else if (exchange->announced > exchange->route->body_max) {
        refuse_too_large(exchange);
    } else {
        check_coding(exchange);
    }
}

enum MHD_Result receive_head(struct exchange *exchange, const char *url, const char *method)
{
    http_connection_enter(http_connection_of(exchange->connection), CONNECTION_BODY);
    exchange->path = url;
    exchange->method = method;
    exchange->announced = announced(exchange);
    exchange->route =
        route_find(method, url, exchange->listener->hidden, exchange->parameter, exchange->allow);
    take_request_id(exchange);
    take_traceparent(exchange);
    check_head(exchange);
    /* Where the head says that there is too much, or the client waits for "100 Continue", the
     * answer need not wait for the body; libmicrohttpd ends the connection after it. Otherwise the
     * body is read to its end, and the connection stays. */
    if (exchange->refused && (header(exchange, MHD_HTTP_HEADER_EXPECT) ||
                              exchange->announced > exchange->route->body_max)) {
        exchange->lingers = true;
        return exchange_send(exchange);
    }
    return MHD_YES;
}

/* ---- The body ------------------------------------------------------------------------------ */

static void drop_gunzip(struct exchange *exchange)
{
    if (!exchange->gunzip)
        return;
    gunzip_free(exchange->gunzip);
    exchange->gunzip = NULL;
    exchange->thread->body_bytes -= GUNZIP_BYTES;
}

static enum gunzip_said unpack(struct exchange *exchange, const char *bytes, size_t size)
{
    if (!exchange->gunzip && (exchange->gunzip = gunzip_new()))
        exchange->thread->body_bytes += GUNZIP_BYTES;
    if (!exchange->gunzip)
        return GUNZIP_NO_MEMORY;
    return gunzip_feed(exchange->gunzip, bytes, size, exchange->route->body_max, &exchange->body);
}

enum MHD_Result receive_body(struct exchange *exchange, const char *bytes, size_t size)
{
    struct http_thread *thread = exchange->thread;
    exchange->arrived += size;
    /* Libmicrohttpd reads a piece in each run, and has no better way than its timeout to say that
     * there is more. */
    if (exchange->arrived != exchange->announced)
        exchange->listener->dirty = true;
    if (exchange->refused)
        return exchange->arrived > HTTP_DISCARD_MAX ? MHD_NO : MHD_YES;
    if (exchange->arrived > exchange->route->body_max) {
        refuse_too_large(exchange);
        return MHD_YES;
    }
    http_connection_progress(http_connection_of(exchange->connection), exchange->arrived);
    size_t capacity = exchange->body.capacity;
    enum gunzip_said said = GUNZIP_MORE;
    if (exchange->packed)
        said = unpack(exchange, bytes, size);
    else
        buffer_append(&exchange->body, bytes, size);
    thread->body_bytes += exchange->body.capacity - capacity;
    if (exchange->body.failed || thread->body_bytes > HTTP_BODIES_MAX || said == GUNZIP_NO_MEMORY)
        refuse_busy(exchange);
    else if (said == GUNZIP_TOO_LONG)
        refuse_bomb(exchange);
    else if (said == GUNZIP_SPOILT)
        refuse_spoilt(exchange);
    return MHD_YES;
}

void receive_end(struct exchange *exchange)
{
    bool broken_off = exchange->gunzip && !gunzip_is_whole(exchange->gunzip);
    drop_gunzip(exchange);
    if (broken_off)
        refuse_spoilt(exchange);
}

void receive_drop(struct exchange *exchange)
{
    drop_gunzip(exchange);
    exchange->thread->body_bytes -= exchange->body.capacity;
    buffer_deinit(&exchange->body);
}
