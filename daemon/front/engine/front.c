/* SPDX-License-Identifier: Apache-2.0 */
/* front.c: the front from its first thread to its last: engine_run, on the main thread. */
#include "daemon/front/engine/front.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "daemon/front/engine/control.h"
#include "daemon/front/engine/memory.h"
#include "lib/base/log.h"

/* A worker costs 3 descriptors and one for each thread. */
static void raise_descriptor_limit(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

/* When to stop is the supervisor's to say, also where a terminal or a service manager signals the
 * whole group. */
static void ignore_signals(void)
{
    signal(SIGPIPE, SIG_IGN);
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* the verdict log has met a limit: the write says so */
}

static int open_loop(struct control *control, const struct engine_options *options)
{
    int status = uv_loop_init(&control->loop);
    if (status)
        return status;
    status = mailbox_open(&control->front.control, &control->loop, control_deliver, control);
    if (status)
        return status;
    uv_timer_init(&control->loop, &control->tick);
    control->tick.data = control;
    uv_timer_start(&control->tick, control_tick, CONTROL_TICK_MS, CONTROL_TICK_MS);
    staff_open(&control->staff, control);
    builder_open(&control->builder, control);
    catalog_open(&control->catalog, control);
    changes_open(control);
    control->supervisor = wire_open(&control->loop, options->supervisor, PEER_SUPERVISOR,
                                    &control_supervisor_events, control);
    return control->supervisor ? 0 : -EBADF;
}

static int start_threads(struct control *control)
{
    struct front *front = &control->front;
    for (unsigned i = 0; i < front->threads; i++) {
        int status = thread_open(&front->engines[i], front, i);
        if (status)
            return status;
    }
    for (unsigned i = 0; i < front->threads; i++) {
        int status =
            pthread_create(&front->engines[i].pthread, NULL, thread_run, &front->engines[i]);
        if (status)
            return -status;
    }
    return 0;
}

/* Once the threads have ended, what they posted last is dealt with, and all memory given back. */
static void close_all(struct control *control)
{
    struct front *front = &control->front;
    for (unsigned i = 0; i < front->threads; i++)
        pthread_join(front->engines[i].pthread, NULL);
    for (unsigned i = 0; i < front->threads; i++)
        thread_deinit(&front->engines[i]);
    mailbox_empty(&front->control);
    changes_deinit(control);
    catalog_deinit(&control->catalog);
    builder_deinit(&control->builder);
    mailbox_empty(&front->control);
    staff_deinit(&control->staff);
    wire_close(control->supervisor);
    wire_close(control->store);
    uv_close((uv_handle_t *)&control->tick, NULL);
    staff_close(&control->staff);
    builder_close(&control->builder);
    catalog_close(&control->catalog);
    changes_close(control);
    mailbox_close(&front->control);
    uv_run(&control->loop, UV_RUN_DEFAULT);
    mailbox_deinit(&front->control);
    uv_loop_close(&control->loop);
    free(front->engines);
}

int engine_run(const struct engine_options *options, const struct thread_hooks *hooks,
               void *context)
{
    struct control *control = memory_new(sizeof *control);
    struct front *front = &control->front;
    front->threads = options->threads;
    front->workers_max = options->workers_max ? options->workers_max : 1;
    front->fresh = options->fresh;
    front->shares = options->shares;
    front->gate = options->gate;
    front->log = options->log;
    front->cpus = options->cpus;
    front->hooks = hooks;
    front->context = context;
    front->engines = memory_new_aligned(front->threads * sizeof *front->engines);
    if (front->threads < 1 || front->threads > THREADS_MAX)
        return EXIT_FAILURE;
    ignore_signals();
    raise_descriptor_limit();
    int status = open_loop(control, options);
    if (!status)
        status = start_threads(control);
    if (status) {
        log_event(LOG_ERROR, "front did not start", "error=%d", -status);
        return EXIT_FAILURE; /* half-built: the process ends */
    }
    uv_run(&control->loop, UV_RUN_DEFAULT);
    close_all(control);
    status = control->status;
    free(control);
    return status;
}
