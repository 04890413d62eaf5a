/* SPDX-License-Identifier: Apache-2.0 */
/* watch.c: see watch.h. Runs in the supervisor; owns the poll handle only. */
#include "daemon/supervisor/watch.h"

static void on_closed(uv_handle_t *handle)
{
    struct watch *watch = handle->data;
    watch->active = false;
    watch->ended(watch->context);
}

static void on_end(uv_poll_t *poll, int status, int events)
{
    uv_poll_stop(poll);
    uv_close((uv_handle_t *)poll, on_closed);
}

int watch_start(struct watch *watch, uv_loop_t *loop, int pidfd, void (*ended)(void *context),
                void *context)
{
    int result = uv_poll_init(loop, &watch->poll, pidfd);
    if (result < 0)
        return result; /* libuv's codes are negative errnos */
    watch->ended = ended;
    watch->context = context;
    watch->poll.data = watch;
    watch->active = true;
    return uv_poll_start(&watch->poll, UV_READABLE, on_end);
}
