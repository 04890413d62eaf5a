/* SPDX-License-Identifier: Apache-2.0 */
/* child.c: see child.h. Runs in the supervisor; owns the process and the channel to it. */
#include "daemon/supervisor/child.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/log.h"

enum {
    DELAY_FIRST_MS = 50,
    DELAY_MAX_MS = 5000,
    LIFE_LONG_MS = 10000, /* who lived that long is started again at once */
    ASK_AGAIN_MS = 10,    /* whether it may start */
};

void child_init(struct child *child, uv_loop_t *loop, const struct child_role *role, void *context)
{
    *child = (struct child){.role = role,
                            .loop = loop,
                            .context = context,
                            .process = PROCESS_INIT,
                            .delay_ms = DELAY_FIRST_MS};
    uv_timer_init(loop, &child->timer);
    child->timer.data = child;
}

static int on_message(void *context, const struct message *message, const int *descriptors,
                      int count)
{
    struct child *child = context;
    log_event(LOG_DEBUG, "message", "from=%s kind=%s", child->role->name,
              message_name(message->kind));
    return child->role->message(child, message, descriptors, count);
}

/* A child without its channel is of no use, whether it closed it or broke its rules. */
static void on_broken(void *context, int code)
{
    struct child *child = context;
    char reason[100];
    child->link = NULL;
    if (child->wanted)
        log_event(LOG_WARNING, "channel lost", "child=%s reason=%s", child->role->name,
                  log_quote(strerror(-code), reason, sizeof reason));
    child_kill(child);
}

static void on_due(uv_timer_t *timer);

static void start_later(struct child *child)
{
    if (!child->wanted)
        return;
    uv_timer_start(&child->timer, on_due, child->delay_ms, 0);
    child->delay_ms = child->delay_ms * 2 > DELAY_MAX_MS ? DELAY_MAX_MS : child->delay_ms * 2;
}

static void on_ended(void *context)
{
    struct child *child = context;
    struct process_end end;
    int pid = (int)child->process.pid;
    process_reap(&child->process, true, &end);
    link_close(child->link);
    child->link = NULL;
    child->running = false;
    uint64_t life_ms = uv_now(child->loop) - child->started_ms;
    if (life_ms >= LIFE_LONG_MS)
        child->delay_ms = DELAY_FIRST_MS;
    log_event(child->wanted ? LOG_ERROR : LOG_INFO, "child ended",
              "child=%s pid=%d signal=%d status=%d life_ms=%lu%s", child->role->name, pid,
              end.signal, end.status, (unsigned long)life_ms,
              child->wanted ? " next=\"start again\"" : "");
    start_later(child);
    child->role->down(child);
}

static int begin(struct child *child, struct error *error)
{
    const struct link_owner owner = {on_message, on_broken, child};
    int ends[2];
    int result = channel_pair(ends);
    if (result < 0)
        return error_set(error, result, "cannot make a channel: %s", strerror(-result));
    result = child->role->launch(child, ends[1], error);
    close(ends[1]);
    if (result < 0) {
        close(ends[0]);
        return result;
    }
    child->link = link_open(child->loop, ends[0], child->role->peer, &owner);
    result = watch_start(&child->watch, child->loop, child->process.pidfd, on_ended, child);
    if (child->link && result == 0)
        return 0;
    struct process_end end; /* unwatched it could not be kept */
    link_close(child->link);
    child->link = NULL;
    process_kill(&child->process);
    if (result < 0)
        process_reap(&child->process, true, &end);
    return error_set(error, result < 0 ? result : -ENOMEM, "cannot watch resynd-%s",
                     child->role->name);
}

void child_start(struct child *child)
{
    struct error error;
    char text[sizeof error.text * 2];
    child->wanted = true;
    child->started_ms = uv_now(child->loop);
    if (begin(child, &error) < 0) {
        log_event(LOG_ERROR, "child not started", "child=%s reason=%s", child->role->name,
                  log_quote(error.text, text, sizeof text));
        if (!child->watch.active) /* else its end will start it again */
            start_later(child);
        return;
    }
    child->running = true;
    log_event(LOG_INFO, "child started", "child=%s pid=%d", child->role->name,
              (int)child->process.pid);
    child->role->up(child);
}

static void on_due(uv_timer_t *timer)
{
    struct child *child = timer->data;
    if (child->role->may_start(child))
        child_start(child);
    else
        uv_timer_start(timer, on_due, ASK_AGAIN_MS, 0);
}

void child_abandon(struct child *child)
{
    child->wanted = false;
    uv_timer_stop(&child->timer);
}

void child_kill(struct child *child)
{
    process_kill(&child->process);
}

void child_hang_up(struct child *child)
{
    link_close(child->link);
    child->link = NULL;
}

void child_close(struct child *child)
{
    uv_close((uv_handle_t *)&child->timer, NULL);
}
