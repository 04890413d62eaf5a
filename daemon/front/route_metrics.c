/* SPDX-License-Identifier: Apache-2.0 */
/* route_metrics.c: GET /metrics: a piece each two milliseconds, once the one before has gone, so
 * that the page of a thousand environments (some 80 pieces, 10 ms of CPU) takes no score's turn. */
#include <stdlib.h>

#include "daemon/front/http_route.h"
#include "daemon/front/metrics_page.h"

enum { PIECE_MS = 2 };

struct work {
    struct exchange *exchange;
    struct metrics_source source;
    struct metrics_page page;
    uv_timer_t timer;
    bool sent; /* what was made is with the client: the next may be made */
};

static void on_closed(uv_handle_t *timer)
{
    free(timer->data);
}

static void end(struct exchange *exchange)
{
    struct work *work = exchange->work;
    exchange->work = NULL;
    exchange->more = NULL;
    exchange->cancel = NULL;
    uv_close((uv_handle_t *)&work->timer, on_closed);
    exchange_finish(exchange, 200);
}

static void more(struct exchange *exchange)
{
    ((struct work *)exchange->work)->sent = true;
}

static void on_timer(uv_timer_t *timer)
{
    struct work *work = timer->data;
    struct exchange *exchange = work->exchange;
    if (!work->sent)
        return;
    work->sent = false;
    metrics_page_write(&work->page, &work->source, engine_library(exchange->thread->engine),
                       &exchange->out);
    if (work->page.ended || exchange->out.failed)
        end(exchange);
    else
        exchange_pushed(exchange);
}

static void look(struct metrics_source *source, struct http_thread *thread)
{
    const struct server *server = thread->server;
    for (unsigned i = 0; i < server->threads; i++) {
        const struct http_thread *other = atomic_load(&server->thread[i]);
        if (!other) /* it has not started yet */
            continue;
        source->threads[source->count] = &other->metrics;
        source->scorings[source->count++] = other->scoring;
    }
    for (unsigned i = 0; i <= route_count; i++)
        source->routes[i] = (struct metrics_route){routes[i].pattern, routes[i].method};
    source->route_count = route_count + 1;
    source->started_seconds = server->started_seconds;
    source->log = verdict_log_count(&server->log);
    engine_status(thread->engine, &source->status);
}

void route_metrics(struct exchange *exchange)
{
    struct work *work = calloc(1, sizeof *work);
    if (!work) {
        exchange_fail(exchange, 500, "internal", NULL, "no memory for the page");
        return;
    }
    work->exchange = exchange;
    work->page.open = exchange_wants(exchange, "application/openmetrics-text");
    work->sent = true;
    work->timer.data = work;
    look(&work->source, exchange->thread);
    uv_timer_init(exchange->thread->loop, &work->timer);
    exchange->work = work;
    exchange->more = more;
    exchange->cancel = end;
    exchange_stream(exchange, 200, work->page.open ? METRICS_OPEN : METRICS_TEXT);
    on_timer(&work->timer);
    uv_timer_start(&work->timer, on_timer, PIECE_MS, PIECE_MS);
}
