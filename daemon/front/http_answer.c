/* SPDX-License-Identifier: Apache-2.0 */
/* http_answer.c: see http_answer.h. */
#include "daemon/front/http_answer.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "daemon/front/http_listener.h"
#include "daemon/front/http_route.h"
#include "lib/base/json_write.h"
#include "lib/base/log.h"

enum {
    STREAM_BLOCK = 32 * 1024, /* bytes that libmicrohttpd asks for at once */
};

/* Until a client tries again after 429 and 503: a worker's start and a short queue take less. */
#define RETRY_AFTER_SECONDS "1"

static struct MHD_Response *make_response(struct exchange *exchange)
{
    if (exchange->upgrade)
        return MHD_create_response_for_upgrade(exchange->upgrade, NULL);
    if (exchange->streaming)
        return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, STREAM_BLOCK,
                                                 exchange_read_stream, exchange, NULL);
    if (exchange->out.failed || !exchange->out.data)
        return NULL;
    /* The exchange outlives the sending, and its buffer goes on to another one. */
    return MHD_create_response_from_buffer(exchange->out.size, exchange->out.data,
                                           MHD_RESPMEM_PERSISTENT);
}

static void add_headers(const struct exchange *exchange, struct MHD_Response *response)
{
    if (exchange->upgrade) {
        MHD_add_response_header(response, MHD_HTTP_HEADER_UPGRADE, "websocket");
        MHD_add_response_header(response, "Sec-WebSocket-Accept", exchange->accept);
        return;
    }
    if (exchange->status == 426)
        MHD_add_response_header(response, "Sec-WebSocket-Version", "13");
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, exchange->content_type);
    MHD_add_response_header(response, "X-Request-Id", exchange->request_id);
    if (*exchange->traceparent)
        MHD_add_response_header(response, "traceparent", exchange->traceparent);
    if (exchange->status == 429 || exchange->status == 503)
        MHD_add_response_header(response, MHD_HTTP_HEADER_RETRY_AFTER, RETRY_AFTER_SECONDS);
    if (exchange->status == 415)
        MHD_add_response_header(response, MHD_HTTP_HEADER_ACCEPT_ENCODING, "gzip");
    if (exchange->status == 405 && *exchange->allow)
        MHD_add_response_header(response, MHD_HTTP_HEADER_ALLOW, exchange->allow);
    if (exchange->challenge)
        MHD_add_response_header(response, MHD_HTTP_HEADER_WWW_AUTHENTICATE, exchange->challenge);
    if (exchange->thread->draining || exchange->thread->handing_over_ns || exchange->ends)
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
}

/* What somebody should know of, and on the level for it each request. */
static void log_answer(const struct exchange *exchange, uint64_t wall_us)
{
    enum log_level level = exchange->status == 500 ? LOG_WARNING : LOG_DEBUG;
    char path[300];
    if (log_shows(level))
        log_event(level, "request",
                  "request_id=\"%s\" traceparent=\"%s\" method=%s path=%s "
                  "status=%d wall_us=%lu",
                  exchange->request_id, exchange->traceparent, exchange->route->method,
                  log_quote(exchange->path, path, sizeof path), exchange->status,
                  (unsigned long)wall_us);
}

enum MHD_Result exchange_send(struct exchange *exchange)
{
    struct MHD_Response *response = make_response(exchange);
    if (!response) /* no memory for the answer: a broken connection is all that is left */
        return MHD_NO;
    add_headers(exchange, response);
    http_connection_enter(http_connection_of(exchange->connection), CONNECTION_SENDING);
    enum MHD_Result result =
        MHD_queue_response(exchange->connection, (unsigned)exchange->status, response);
    MHD_destroy_response(response);
    struct metrics *metrics = &exchange->thread->metrics;
    uint64_t wall_us = (uv_hrtime() - exchange->started_ns) / 1000;
    unsigned route = route_index(exchange->route);
    metrics_count_request(metrics, route, exchange->status, wall_us, exchange->arrived);
    log_answer(exchange, wall_us);
    if (!exchange->streaming)
        metrics_count_response(metrics, route, exchange->out.size);
    return result;
}

void exchange_fail_with(struct exchange *exchange, int status, const char *code,
                        const char *message, const char *hint, const struct buffer *details)
{
    buffer_clear(&exchange->out);
    struct json json = {.out = &exchange->out};
    json_put_open(&json, '{');
    json_put_key(&json, "error");
    json_put_open(&json, '{');
    json_put_key(&json, "code");
    json_put_text(&json, code);
    json_put_key(&json, "message");
    json_put_text(&json, message);
    json_put_key(&json, "hint");
    json_put_text(&json, hint && *hint ? hint : NULL);
    json_put_key(&json, "details");
    if (details && details->size)
        json_put_raw(&json, details->data, details->size);
    else
        json_put_raw(&json, "[]", 2);
    json_put_key(&json, "request_id");
    json_put_text(&json, exchange->request_id);
    json_put_close(&json, '}');
    json_put_close(&json, '}');
    buffer_append(&exchange->out, "\n", 1);
    exchange_finish(exchange, status);
}

void exchange_fail(struct exchange *exchange, int status, const char *code, const char *hint,
                   const char *format, ...)
{
    char message[400];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    exchange_fail_with(exchange, status, code, message, hint, NULL);
}

void exchange_fail_trouble(struct exchange *exchange, const struct request_trouble *trouble)
{
    char message[400];
    int status = strcmp(trouble->code, "too_large") == 0  ? 413
                 : strcmp(trouble->code, "internal") == 0 ? 500
                                                          : 400;
    struct buffer details = BUFFER_INIT;
    struct json json = {.out = &details};
    snprintf(message, sizeof message, "%s%s%s", trouble->place, *trouble->place ? ": " : "",
             trouble->message);
    json_put_open(&json, '[');
    json_put_open(&json, '{');
    json_put_key(&json, "place");
    json_put_text(&json, *trouble->place ? trouble->place : NULL);
    json_put_key(&json, "message");
    json_put_text(&json, trouble->message);
    json_put_close(&json, '}');
    json_put_close(&json, ']');
    exchange_fail_with(exchange, status, trouble->code, message, trouble->hint, &details);
    buffer_deinit(&details);
}
