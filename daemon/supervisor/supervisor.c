/* SPDX-License-Identifier: Apache-2.0 */
/* supervisor.c: see supervisor.h. Starting is: listeners (made by main), store, front. Stopping is,
 * in this order and each with a limit of time: the front finishes what is in flight and leaves, the
 * workers and compilers are killed, the store leaves.
 *
 * Where all listening sockets are the service manager's, the front takes in no new client from the
 * first moment on, and serves those it has: who comes now waits for the next resynd. Else it stays
 * where it can be reached, for server.drain_wait at least, and answers new work with 503. */
#include "daemon/supervisor/supervisor.h"

#include <signal.h>
#include <unistd.h>

enum {
    DRAIN_MS = 30000, /* what is in flight may use up its wall-clock cap (proto/limits.h) */
    QUOTA_MS = 2000,  /* between looks at the CPU quota: some small files */
    LEAVE_MS = 3000,  /* a child that has nothing left to do */
    STATUS_SIGNAL = 128,
};

/* ---- Stopping ----------------------------------------------------------------------------------
 */

static void on_impatience(uv_timer_t *timer);

static void enter(struct supervisor *supervisor, enum stage stage, unsigned limit_ms)
{
    static const char *const names[] = {
        [STAGE_RUNNING] = "running", [STAGE_DRAINING] = "draining", [STAGE_FRONT] = "front",
        [STAGE_WORKERS] = "workers", [STAGE_STORE] = "store",       [STAGE_STOPPED] = "stopped",
    };
    supervisor->stage = stage;
    log_event(LOG_INFO, "stopping", "stage=%s", names[stage]);
    if (limit_ms)
        uv_timer_start(&supervisor->patience, on_impatience, limit_ms, 0);
    else
        uv_timer_stop(&supervisor->patience);
}

static void close_handles(struct supervisor *supervisor)
{
    child_close(&supervisor->front);
    child_close(&supervisor->store);
    spares_close(&supervisor->spares);
    images_close(&supervisor->images);
    workers_close(&supervisor->workers);
    tokens_watch_close(&supervisor->tokens);
    uv_close((uv_handle_t *)&supervisor->patience, NULL);
    uv_close((uv_handle_t *)&supervisor->reachable, NULL);
    uv_close((uv_handle_t *)&supervisor->heartbeat, NULL);
    uv_close((uv_handle_t *)&supervisor->terminate, NULL);
    uv_close((uv_handle_t *)&supervisor->interrupt, NULL);
    uv_close((uv_handle_t *)&supervisor->hangup, NULL);
    uv_close((uv_handle_t *)&supervisor->quota, NULL);
    if (supervisor->confinement.namespaces.first)
        kill(supervisor->confinement.namespaces.first, SIGKILL); /* its watch is the last handle */
}

bool supervisor_quiet(const struct supervisor *supervisor)
{
    return supervisor->workers.count == 0 && supervisor->images.compiling == 0;
}

/* Goes through the stages as far as nothing is left to wait for. */
void supervisor_advance(struct supervisor *supervisor)
{
    bool front_waited_for = supervisor->stage == STAGE_DRAINING || supervisor->stage == STAGE_FRONT;
    if (front_waited_for && !supervisor->front.running) {
        spares_drop(&supervisor->spares);
        workers_kill_all(&supervisor->workers);
        images_drop_all(&supervisor->images);
        enter(supervisor, STAGE_WORKERS, 0); /* SIGKILL needs no limit */
    }
    if (supervisor->stage == STAGE_WORKERS && supervisor_quiet(supervisor)) {
        child_hang_up(&supervisor->store);
        enter(supervisor, STAGE_STORE, LEAVE_MS);
    }
    if (supervisor->stage == STAGE_STORE && !supervisor->store.running) {
        enter(supervisor, STAGE_STOPPED, 0);
        close_handles(supervisor);
    }
}

static void on_impatience(uv_timer_t *timer)
{
    struct supervisor *supervisor = timer->data;
    bool front = supervisor->stage != STAGE_STORE;
    log_event(LOG_WARNING, "not left in time", "child=%s", front ? "front" : "store");
    child_kill(front ? &supervisor->front : &supervisor->store);
    if (supervisor->stage == STAGE_DRAINING)
        enter(supervisor, STAGE_FRONT, 0);
}

static void dismiss_front(struct supervisor *supervisor)
{
    bool waits = uv_is_active((uv_handle_t *)&supervisor->reachable);
    if (supervisor->stage != STAGE_DRAINING || !supervisor->drained || waits)
        return;
    enter(supervisor, STAGE_FRONT, LEAVE_MS);
    child_hang_up(&supervisor->front); /* it may leave now */
}

void supervisor_drained(struct supervisor *supervisor)
{
    supervisor->drained = true;
    dismiss_front(supervisor);
}

static void on_reachable_enough(uv_timer_t *timer)
{
    dismiss_front(timer->data);
}

static void stop_in_order(struct supervisor *supervisor)
{
    bool outlive = listeners_outlive(&supervisor->listeners);
    const struct message message = {.kind = outlive ? MESSAGE_HAND_OVER : MESSAGE_DRAIN};
    unsigned wait_ms = outlive ? 0 : supervisor->options.drain_wait_s * 1000;
    manager_tell(&supervisor->manager, "STOPPING=1\nSTATUS=Finishing what is in flight");
    child_abandon(&supervisor->front);
    child_abandon(&supervisor->store);
    enter(supervisor, STAGE_DRAINING, wait_ms + DRAIN_MS);
    if (wait_ms)
        uv_timer_start(&supervisor->reachable, on_reachable_enough, wait_ms, 0);
    link_send(supervisor->front.link, &message, NULL, 0);
    supervisor_advance(supervisor); /* there may be no front just now */
}

/* Does not return to the loop: nothing is left that could be waited for. */
_Noreturn static void stop_at_once(struct supervisor *supervisor, int signal_number)
{
    struct process_end end;
    log_event(LOG_WARNING, "stopped at once", "signal=%d", signal_number);
    child_kill(&supervisor->front);
    child_kill(&supervisor->store);
    process_reap(&supervisor->front.process, true, &end);
    process_reap(&supervisor->store.process, true, &end);
    spares_drop(&supervisor->spares);
    workers_reap_all(&supervisor->workers);
    images_reap_all(&supervisor->images);
    confinement_leave(&supervisor->confinement);
    listeners_close(&supervisor->listeners);
    data_close(&supervisor->data);
    _exit(STATUS_SIGNAL + signal_number);
}

static void on_signal(uv_signal_t *handle, int signal_number)
{
    struct supervisor *supervisor = handle->data;
    if (supervisor->stage != STAGE_RUNNING)
        stop_at_once(supervisor, signal_number);
    log_event(LOG_INFO, "signal", "number=%d", signal_number);
    stop_in_order(supervisor);
}

static void on_hangup(uv_signal_t *handle, int signal_number)
{
    struct supervisor *supervisor = handle->data;
    if (supervisor->stage != STAGE_RUNNING)
        return;
    manager_tell(&supervisor->manager, "RELOADING=1\nMONOTONIC_USEC=%llu",
                 (unsigned long long)(uv_hrtime() / 1000));
    bool done = supervisor_reload(supervisor);
    manager_tell(&supervisor->manager, "READY=1\nSTATUS=%s",
                 done ? "Serving" : "Serving; not reloaded, as the settings are invalid");
}

static void on_quota(uv_timer_t *timer)
{
    struct supervisor *supervisor = timer->data;
    if (supervisor->stage == STAGE_RUNNING)
        supervisor_follow_cpus(supervisor);
}

/* ---- Starting ----------------------------------------------------------------------------------
 */

static void say_to_front(void *context, const struct message *message, const int *descriptors,
                         int count)
{
    struct supervisor *supervisor = context;
    link_send(supervisor->front.link, message, descriptors, count);
}

static void on_tokens(void *context, int file)
{
    static const struct message tokens = {.kind = MESSAGE_TOKENS};
    say_to_front(context, &tokens, &file, 1);
}

static void on_gone(void *context)
{
    supervisor_advance(context);
}

static void init_spares(struct supervisor *supervisor)
{
    spares_init(&supervisor->spares, supervisor->loop);
    supervisor->spares.programs = &supervisor->programs;
    supervisor->spares.threads = supervisor->options.threads;
}

static void init_images(struct supervisor *supervisor)
{
    images_init(&supervisor->images, supervisor->loop);
    supervisor->images.spares = &supervisor->spares;
    supervisor->images.compilers_most = supervisor->options.cpus + 1;
    supervisor->images.say = say_to_front;
    supervisor->images.gone = on_gone;
    supervisor->images.context = supervisor;
}

static void init_workers(struct supervisor *supervisor)
{
    workers_init(&supervisor->workers, supervisor->loop);
    supervisor->workers.spares = &supervisor->spares;
    supervisor->workers.most = supervisor->options.workers;
    supervisor->workers.say = say_to_front;
    supervisor->workers.gone = on_gone;
    supervisor->workers.context = supervisor;
}

/* With the first process of the namespace every child has died, and no other can be started. */
static void on_first_ended(void *context)
{
    struct supervisor *supervisor = context;
    if (supervisor->stage == STAGE_STOPPED)
        return;
    log_event(LOG_ERROR, "process namespace lost", "next=\"end\"%s", "");
    stop_at_once(supervisor, SIGKILL);
}

static int init_first(struct supervisor *supervisor)
{
    int fd = supervisor->confinement.namespaces.first_fd;
    return fd < 0
               ? 0
               : watch_start(&supervisor->first, supervisor->loop, fd, on_first_ended, supervisor);
}

static int init_signal(struct supervisor *supervisor, uv_signal_t *handle, uv_signal_cb take,
                       int signal_number)
{
    int result = uv_signal_init(supervisor->loop, handle);
    handle->data = supervisor;
    return result < 0 ? result : uv_signal_start(handle, take, signal_number);
}

static int init_signals(struct supervisor *supervisor)
{
    int result = init_signal(supervisor, &supervisor->terminate, on_signal, SIGTERM);
    if (result == 0)
        result = init_signal(supervisor, &supervisor->interrupt, on_signal, SIGINT);
    if (result == 0)
        result = init_signal(supervisor, &supervisor->hangup, on_hangup, SIGHUP);
    return result;
}

/* That the loop turns, and through it everything that starts, times and kills. Whether the front
 * answers is for /healthz to say. */
static void on_heartbeat(uv_timer_t *timer)
{
    const struct supervisor *supervisor = timer->data;
    manager_tell(&supervisor->manager, "WATCHDOG=1");
}

static void init_timers(struct supervisor *supervisor)
{
    uint64_t half_ms = supervisor->manager.watchdog_ms / 2;
    uv_timer_init(supervisor->loop, &supervisor->patience);
    uv_timer_init(supervisor->loop, &supervisor->reachable);
    uv_timer_init(supervisor->loop, &supervisor->heartbeat);
    uv_timer_init(supervisor->loop, &supervisor->quota);
    supervisor->patience.data = supervisor;
    supervisor->reachable.data = supervisor;
    supervisor->heartbeat.data = supervisor;
    supervisor->quota.data = supervisor;
    uv_timer_start(&supervisor->quota, on_quota, QUOTA_MS, QUOTA_MS);
    if (half_ms)
        uv_timer_start(&supervisor->heartbeat, on_heartbeat, half_ms, half_ms);
}

void supervisor_ready(struct supervisor *supervisor)
{
    spares_begin(&supervisor->spares);
    if (supervisor->stage == STAGE_RUNNING)
        manager_tell(&supervisor->manager, "READY=1\nSTATUS=Serving");
}

/* main has held them back. */
static void release_signals(void)
{
    sigset_t held;
    sigemptyset(&held);
    sigaddset(&held, SIGTERM);
    sigaddset(&held, SIGINT);
    sigaddset(&held, SIGHUP);
    sigprocmask(SIG_UNBLOCK, &held, NULL);
}

int supervisor_start(struct supervisor *supervisor, uv_loop_t *loop, struct error *error)
{
    supervisor->loop = loop;
    supervisor->stage = STAGE_RUNNING;
    init_spares(supervisor);
    init_images(supervisor);
    init_workers(supervisor);
    child_init(&supervisor->front, loop, &front_role, supervisor);
    child_init(&supervisor->store, loop, &store_role, supervisor);
    init_timers(supervisor);
    int result = init_signals(supervisor);
    if (result < 0)
        return error_set(error, result, "cannot take signals: %s", uv_strerror(result));
    tokens_watch_start(&supervisor->tokens, loop, on_tokens, supervisor);
    result = init_first(supervisor);
    if (result < 0)
        return error_set(error, result, "cannot watch the process namespace: %s",
                         uv_strerror(result));
    release_signals();
    child_start(&supervisor->store);
    child_start(&supervisor->front);
    return 0;
}
