/* SPDX-License-Identifier: Apache-2.0 */
/* http.c: see http.h. Start, sweep and stop of one thread's HTTP side. */
#include "daemon/front/http.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "daemon/front/access.h"
#include "daemon/front/examination.h"
#include "daemon/front/http_exchange.h"
#include "daemon/front/http_linger.h"
#include "daemon/front/http_listener.h"
#include "daemon/front/http_route.h"
#include "daemon/front/score_work.h"
#include "daemon/front/websocket.h"
#include "lib/base/log.h"

/* Before the loop blocks: answers that have come are sent, and workers are rung once for all that
 * was submitted in this round. Verdicts that come meanwhile begin another one; after a few the loop
 * looks at its other handles. */
static void on_prepare(uv_prepare_t *prepare)
{
    struct http_thread *thread = prepare->data;
    unsigned rounds = 0;
    do {
        for (unsigned i = 0; i < thread->listener_count; i++)
            if (thread->listeners[i].dirty)
                http_listener_run(&thread->listeners[i]);
        engine_flush(thread->engine);
    } while (rounds++ < HTTP_ROUNDS_MAX && engine_look(thread->engine));
}

/* How much later than it should the timer has come. */
static void measure_lag(struct http_thread *thread, uint64_t now)
{
    uint64_t due = thread->swept_ns + HTTP_SWEEP_MS * (uint64_t)1000000;
    if (thread->swept_ns)
        histogram_observe(&thread->metrics.lag, &histogram_time,
                          now > due ? (now - due) / 1000 : 0);
    thread->swept_ns = now;
}

static void on_sweep(uv_timer_t *timer)
{
    struct http_thread *thread = timer->data;
    measure_lag(thread, uv_hrtime());
    struct engine_status status;
    engine_status(thread->engine, &status);
    thread->draining = status.draining;
    exchanges_sweep(thread);
    scoring_sweep(thread->scoring);
    held_sweep(&thread->held, uv_hrtime());
    http_connections_sweep(thread, uv_hrtime());
    http_lingers_sweep(thread, uv_hrtime());
    websockets_sweep(thread, uv_hrtime());
    spares_sweep(&thread->spare_exchanges);
    spares_sweep(&thread->works);
}

/* The descriptor of listener `i` of this thread (proto/front_start.h). */
static int socket_of(const struct server *server, unsigned thread, unsigned i)
{
    unsigned offset = i < server->own ? i * server->threads + thread
                                      : server->own * server->threads + (i - server->own);
    return FRONT_LISTENERS + (int)offset;
}

static int open_listeners(struct http_thread *thread)
{
    const struct server *server = thread->server;
    unsigned count = server->own + server->shared;
    thread->listeners = calloc(count, sizeof *thread->listeners);
    if (!thread->listeners)
        return -ENOMEM;
    for (unsigned i = 0; i < count; i++) {
        int socket = socket_of(server, thread->index, i);
        int status = http_listener_open(&thread->listeners[i], thread, socket, i);
        if (status < 0) {
            log_event(LOG_ERROR, "cannot listen", "descriptor=%d error=%s", socket,
                      strerror(-status));
            return status;
        }
        thread->listener_count = i + 1;
    }
    return 0;
}

static int start(void *context, uv_loop_t *loop, struct engine *engine, unsigned index)
{
    struct server *server = context;
    struct http_thread *thread = calloc(1, sizeof *thread);
    if (!thread)
        return -ENOMEM;
    *thread =
        (struct http_thread){.server = server, .index = index, .loop = loop, .engine = engine};
    thread->scoring = scoring_new(engine, HTTP_INSTANCES_BYTES);
    thread->tokens = calloc(1, sizeof *thread->tokens);
    thread->log = verdict_log_lane(&server->log, index);
    if (!metrics_init(&thread->metrics, server->metrics_environments))
        return -ENOMEM;
    uint64_t secret; /* thread->secret shows in request ids */
    if (!thread->scoring || !thread->tokens ||
        getrandom(&secret, sizeof secret, 0) != sizeof secret ||
        getrandom(&thread->secret, sizeof thread->secret, 0) != sizeof thread->secret)
        return -ENOMEM;
    thread->clients.secret = secret;
    document_init(&thread->document, secret);
    uv_timer_init(loop, &thread->sweep);
    uv_prepare_init(loop, &thread->prepare);
    thread->sweep.data = thread;
    thread->prepare.data = thread;
    uv_timer_start(&thread->sweep, on_sweep, HTTP_SWEEP_MS, HTTP_SWEEP_MS);
    uv_prepare_start(&thread->prepare, on_prepare);
    exchanges_open(thread);
    score_work_open(thread);
    atomic_store(&server->thread[index], thread);
    return open_listeners(thread);
}

/* What belongs to the thread is left to the end of the process: closing handles are still the
 * loop's. */
static void stop(void *context, unsigned index)
{
    struct http_thread *thread = ((struct server *)context)->thread[index];
    if (!thread)
        return;
    websockets_end(thread);
    exchanges_end(thread);
    for (unsigned i = 0; i < thread->listener_count; i++)
        http_listener_close(&thread->listeners[i]);
    http_lingers_sweep(thread, UINT64_MAX);
    uv_close((uv_handle_t *)&thread->sweep, NULL);
    uv_close((uv_handle_t *)&thread->prepare, NULL);
}

/* A client that has connected and said nothing yet is about to. */
static bool is_awaited(const struct http_thread *thread)
{
    return thread->handing_over_ns && thread->connections &&
           uv_hrtime() - thread->handing_over_ns < HTTP_HAND_OVER_MS * (uint64_t)1000000;
}

static unsigned pending(void *context, unsigned index)
{
    const struct http_thread *thread = ((struct server *)context)->thread[index];
    return thread ? thread->waiting + is_awaited(thread) : 0;
}

static void hand_over(void *context, unsigned index)
{
    struct http_thread *thread = ((struct server *)context)->thread[index];
    if (!thread) /* it did not start */
        return;
    thread->handing_over_ns = uv_hrtime();
    for (unsigned i = 0; i < thread->listener_count; i++)
        http_listener_quiesce(&thread->listeners[i]);
}

static void take_tokens(void *context, int file)
{
    if (!access_take_tokens(file))
        log_event(LOG_ERROR, "tokens not understood", "%s", "");
}

const struct thread_hooks http_hooks = {start,     stop,       pending, examination_of_library,
                                        hand_over, take_tokens};
