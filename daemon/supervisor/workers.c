/* SPDX-License-Identifier: Apache-2.0 */
/* workers.c: see workers.h. Runs in the supervisor; owns the workers' processes and two pages of
 * their memory each; their descriptors go to the front. */
#include "daemon/supervisor/workers.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/supervisor/job_clock.h"
#include "daemon/supervisor/watch.h"
#include "lib/base/log.h"

enum {
    LOOK_BUSY_MS = 10, /* engine rules, time */
    LOOK_IDLE_MS = 50,
    DYING_MAX = 64, /* workers beyond the limit while the killed are still being reaped */
};

struct worker {
    struct worker *next, *previous;
    struct workers *all;
    uint64_t number;
    struct process process;
    struct watch watch;
    struct job_clock clock;
    bool killed;
    enum death cause; /* where killed */
};

void workers_init(struct workers *workers, uv_loop_t *loop)
{
    *workers = (struct workers){.loop = loop};
    uv_timer_init(loop, &workers->timer);
    workers->timer.data = workers;
}

static struct worker *find(const struct workers *workers, uint64_t number)
{
    struct worker *worker = workers->first;
    while (worker && worker->number != number)
        worker = worker->next;
    return worker;
}

static void link_in(struct workers *workers, struct worker *worker)
{
    worker->all = workers;
    worker->next = workers->first;
    if (workers->first)
        workers->first->previous = worker;
    workers->first = worker;
    workers->count++;
}

static void link_out(struct worker *worker)
{
    if (worker->previous)
        worker->previous->next = worker->next;
    else
        worker->all->first = worker->next;
    if (worker->next)
        worker->next->previous = worker->previous;
    worker->all->count--;
}

static void say_died(struct workers *workers, uint64_t number, enum death death, int code,
                     unsigned long cpu_us)
{
    struct message message = {
        .kind = MESSAGE_DIED,
        .died = {.worker = number, .death = death, .code = code, .cpu_us = cpu_us}};
    workers->say(workers->context, &message, NULL, 0);
}

/* ---- Time --------------------------------------------------------------------------------------
 */

static void kill_for(struct worker *worker, enum death cause)
{
    if (!worker->killed) {
        worker->killed = true;
        worker->cause = cause;
    }
    process_kill(&worker->process);
}

static void look_at_all(uv_timer_t *timer)
{
    struct workers *workers = timer->data;
    bool busy = false;
    for (struct worker *worker = workers->first; worker; worker = worker->next) {
        if (worker->killed)
            continue;
        switch (job_clock_look(&worker->clock, &worker->process, uv_now(workers->loop))) {
        case JOB_CLOCK_IN_TIME:
            break;
        case JOB_CLOCK_CPU:
            kill_for(worker, DEATH_CPU);
            break;
        case JOB_CLOCK_WALL:
            kill_for(worker, DEATH_WALL);
            break;
        case JOB_CLOCK_IDLE:
            kill_for(worker, DEATH_IDLE);
            break;
        }
        busy |= worker->clock.busy;
    }
    if (workers->first)
        uv_timer_start(timer, look_at_all, busy ? LOOK_BUSY_MS : LOOK_IDLE_MS, 0);
}

/* Never puts off a look that is due: spawns may come faster than looks. */
static void look_soon(struct workers *workers)
{
    uv_timer_t *timer = &workers->timer;
    if (!uv_is_active((uv_handle_t *)timer) || uv_timer_get_due_in(timer) > LOOK_BUSY_MS)
        uv_timer_start(timer, look_at_all, LOOK_BUSY_MS, 0);
}

/* ---- End ---------------------------------------------------------------------------------------
 */

struct death_row {
    enum death death;
    int code;
};

/* A job that was finished between the look and the kill did not overrun: then the front is told of
 * a plain SIGKILL, and tries the next job in hand again. */
static struct death_row explain(const struct worker *worker, const struct process_end *end)
{
    bool for_time = worker->cause == DEATH_CPU || worker->cause == DEATH_WALL;
    bool proven = worker->killed && end->signal == SIGKILL;
    if (proven && !(for_time && job_clock_moved(&worker->clock)))
        return (struct death_row){worker->cause, SIGKILL};
    if (end->signal)
        return (struct death_row){DEATH_SIGNALLED, end->signal};
    return (struct death_row){DEATH_EXITED, end->status};
}

static void log_end(const struct worker *worker, int pid, struct death_row row, unsigned long cpu)
{
    static const char *const names[] = {
        [DEATH_EXITED] = "exited", [DEATH_SIGNALLED] = "signalled", [DEATH_CPU] = "cpu",
        [DEATH_WALL] = "wall",     [DEATH_IDLE] = "idle",           [DEATH_ASKED] = "asked",
        [DEATH_UNBORN] = "unborn",
    };
    log_event(row.death == DEATH_ASKED ? LOG_DEBUG : LOG_INFO, "worker died",
              "worker=%lu pid=%d cause=%s code=%d cpu_us=%lu", (unsigned long)worker->number, pid,
              names[row.death], row.code, cpu);
}

static void on_ended(void *context)
{
    struct worker *worker = context;
    struct workers *workers = worker->all;
    struct process_end end;
    int pid = (int)worker->process.pid;
    process_reap(&worker->process, true, &end);
    struct death_row row = explain(worker, &end);
    log_end(worker, pid, row, end.cpu_us);
    say_died(workers, worker->number, row.death, row.code, end.cpu_us);
    link_out(worker);
    job_clock_close(&worker->clock);
    free(worker);
    if (!workers->first)
        workers->gone(workers->context);
}

/* ---- Start --------------------------------------------------------------------------------------
 */

static bool limits_fit(const struct message *request)
{
    return request->spawn.cpu_ms >= 1 && request->spawn.cpu_ms <= CPU_MS_MAX &&
           request->spawn.memory_kib <= MEMORY_KIB_MAX && request->spawn.stack_kib >= 1 &&
           request->spawn.stack_kib <= STACK_KIB_MAX;
}

static int begin(struct workers *workers, struct worker *worker, const struct message *request,
                 struct worker_files *files, int image, struct error *error)
{
    if (!limits_fit(request))
        return error_set(error, -EINVAL, "its limits are out of range");
    if (image < 0)
        return error_set(error, -ENOENT, "its image is not here");
    if (workers->count >= workers->most + DYING_MAX)
        return error_set(error, -EAGAIN, "%u workers live already", workers->count);
    int result = spares_take_worker(workers->spares, &worker->process, files, error);
    if (result == 0)
        result = job_clock_open(&worker->clock, files, request->spawn.cpu_ms, error);
    if (result == 0)
        result =
            worker_run(files, image, request->spawn.stack_kib, request->spawn.memory_kib, error);
    if (result < 0)
        return result;
    result = watch_start(&worker->watch, workers->loop, worker->process.pidfd, on_ended, worker);
    return result < 0 ? error_set(error, result, "cannot watch it: %s", strerror(-result)) : 0;
}

/* The descriptors of `files` go to the front. */
static void say_spawned(struct workers *workers, const struct worker *worker,
                        struct worker_files *files)
{
    struct message message = {
        .kind = MESSAGE_SPAWNED,
        .spawned = {.worker = worker->number, .pid = (int32_t)worker->process.pid}};
    int descriptors[MESSAGE_DESCRIPTORS_MAX] = {files->jobs, files->verdicts, files->doorbell};
    int count = 3;
    for (unsigned i = 0; i < files->threads; i++)
        descriptors[count++] = files->completions[i];
    workers->say(workers->context, &message, descriptors, count);
}

static void undo(struct worker *worker, struct worker_files *files)
{
    struct process_end end;
    process_kill(&worker->process);
    process_reap(&worker->process, true, &end);
    job_clock_close(&worker->clock);
    worker_files_close(files);
    free(worker);
}

int workers_spawn(struct workers *workers, const struct message *request, int image)
{
    uint64_t number = request->spawn.worker;
    if (find(workers, number))
        return -EPROTO;
    struct worker *worker = calloc(1, sizeof *worker);
    if (!worker) {
        say_died(workers, number, DEATH_UNBORN, ENOMEM, 0);
        return 0;
    }
    worker->number = number;
    worker->process = PROCESS_INIT;
    struct worker_files files = {.jobs = -1, .verdicts = -1, .doorbell = -1, .orders = -1};
    struct error error;
    int result = begin(workers, worker, request, &files, image, &error);
    if (result < 0) {
        char text[sizeof error.text * 2];
        log_event(LOG_ERROR, "worker not started", "worker=%lu reason=%s", (unsigned long)number,
                  log_quote(error.text, text, sizeof text));
        undo(worker, &files);
        say_died(workers, number, DEATH_UNBORN, -result, 0);
        return 0;
    }
    link_in(workers, worker);
    log_event(LOG_DEBUG, "worker started", "worker=%lu pid=%d", (unsigned long)number,
              (int)worker->process.pid);
    say_spawned(workers, worker, &files);
    look_soon(workers);
    return 0;
}

void workers_kill(struct workers *workers, uint64_t number)
{
    struct worker *worker = find(workers, number);
    if (worker)
        kill_for(worker, DEATH_ASKED);
}

void workers_kill_all(struct workers *workers)
{
    for (struct worker *worker = workers->first; worker; worker = worker->next)
        kill_for(worker, DEATH_ASKED);
}

void workers_reap_all(struct workers *workers)
{
    struct process_end end;
    workers_kill_all(workers);
    for (struct worker *worker = workers->first; worker; worker = worker->next)
        process_reap(&worker->process, true, &end);
}

void workers_close(struct workers *workers)
{
    uv_timer_stop(&workers->timer);
    uv_close((uv_handle_t *)&workers->timer, NULL);
}
