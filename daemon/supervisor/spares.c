/* SPDX-License-Identifier: Apache-2.0 */
/* spares.c: see spares.h. Runs in the supervisor; owns the spares. */
#include "daemon/supervisor/spares.h"

#include <signal.h>

#include "lib/base/log.h"

enum {
    FIRST_MS = 20, /* after one was taken: several are, one after the other */
    NEXT_MS = 5,
};

static void end(struct process *process)
{
    struct process_end how;
    process_kill(process);
    process_reap(process, true, &how);
}

static void worker_close(struct spare_worker *worker)
{
    end(&worker->process);
    worker_files_close(&worker->files);
}

/* ---- Deaths -------------------------------------------------------------------------------------
 */

static bool has_died(struct process *process)
{
    struct process_end how;
    if (!process_reap(process, false, &how))
        return false;
    log_event(LOG_WARNING, "spare died", "signal=%d status=%d", how.signal, how.status);
    return true;
}

static void bury(struct spares *spares)
{
    for (unsigned i = spares->worker_count; i-- > 0;)
        if (has_died(&spares->workers[i].process)) {
            worker_close(&spares->workers[i]);
            spares->workers[i] = spares->workers[--spares->worker_count];
        }
    for (unsigned i = spares->compiler_count; i-- > 0;)
        if (has_died(&spares->compilers[i].process)) {
            compilation_close(&spares->compilers[i]);
            spares->compilers[i] = spares->compilers[--spares->compiler_count];
        }
}

/* Not replaced for that: who dies without orders would die again. */
static void on_child_ended(uv_signal_t *signal, int number)
{
    bury(signal->data);
}

/* ---- Filling up --------------------------------------------------------------------------------
 */

static int worker_open(const struct spares *spares, struct spare_worker *worker,
                       struct error *error)
{
    int result = worker_files_open(&worker->files, spares->threads, error);
    if (result < 0)
        return result;
    result = worker_prepare(&worker->process, spares->programs, &worker->files, error);
    if (result < 0)
        worker_files_close(&worker->files);
    return result;
}

/* One. 0: there was nothing to do. */
static int add(struct spares *spares, struct error *error)
{
    int result = 0;
    if (spares->worker_count < SPARE_WORKERS) {
        result = worker_open(spares, &spares->workers[spares->worker_count], error);
        spares->worker_count += result == 0;
    } else if (spares->compiler_count < SPARE_COMPILERS) {
        result = compilation_prepare(&spares->compilers[spares->compiler_count], spares->programs,
                                     error);
        spares->compiler_count += result == 0;
    } else {
        return 0;
    }
    return result < 0 ? result : 1;
}

/* Who is short of one starts it then, and says why it cannot. */
static void on_timer(uv_timer_t *timer)
{
    struct spares *spares = timer->data;
    struct error error;
    if (add(spares, &error) > 0 && --spares->tries)
        uv_timer_start(timer, on_timer, NEXT_MS, 0);
}

static void fill_up(struct spares *spares)
{
    spares->tries = SPARE_WORKERS + SPARE_COMPILERS;
    if (spares->wanted && !uv_is_active((uv_handle_t *)&spares->timer))
        uv_timer_start(&spares->timer, on_timer, FIRST_MS, 0);
}

void spares_begin(struct spares *spares)
{
    spares->wanted = true;
    uv_signal_start(&spares->ends, on_child_ended, SIGCHLD);
    fill_up(spares);
}

/* ---- Taking ------------------------------------------------------------------------------------
 */

/* False where there was none. The last is taken first. */
static bool take_worker(struct spares *spares, struct spare_worker *worker)
{
    if (!spares->worker_count)
        return false;
    *worker = spares->workers[--spares->worker_count];
    return true;
}

int spares_take_worker(struct spares *spares, struct process *process, struct worker_files *files,
                       struct error *error)
{
    struct spare_worker worker;
    bury(spares);
    fill_up(spares);
    int result = take_worker(spares, &worker) ? 0 : worker_open(spares, &worker, error);
    if (result < 0)
        return result;
    *process = worker.process;
    *files = worker.files;
    return 0;
}

int spares_take_compiler(struct spares *spares, struct compilation *compilation,
                         struct error *error)
{
    bury(spares);
    fill_up(spares);
    if (!spares->compiler_count)
        return compilation_prepare(compilation, spares->programs, error);
    *compilation = spares->compilers[--spares->compiler_count];
    return 0;
}

/* ---- Beginning and end --------------------------------------------------------------------------
 */

void spares_init(struct spares *spares, uv_loop_t *loop)
{
    *spares = (struct spares){0};
    uv_timer_init(loop, &spares->timer);
    spares->timer.data = spares;
    uv_signal_init(loop, &spares->ends);
    spares->ends.data = spares;
}

void spares_drop(struct spares *spares)
{
    spares->wanted = false;
    uv_timer_stop(&spares->timer);
    uv_signal_stop(&spares->ends);
    while (spares->worker_count)
        worker_close(&spares->workers[--spares->worker_count]);
    while (spares->compiler_count)
        compilation_close(&spares->compilers[--spares->compiler_count]);
}

void spares_close(struct spares *spares)
{
    uv_close((uv_handle_t *)&spares->timer, NULL);
    uv_close((uv_handle_t *)&spares->ends, NULL);
}
