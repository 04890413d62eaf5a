/* SPDX-License-Identifier: Apache-2.0 */
/* worker.c: what a worker shares with its client, and its start. Runs in the supervisor, resynctl
 * and tests; owns the descriptors of struct worker_files. */
#include "lib/process/process.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lib/channel/channel.h"

/* Neither side may change the size of what the other has mapped: a shrunk file would kill its
 * reader with SIGBUS. Not sealed against writing, which would forbid punching holes as well. */
static int open_memory(const char *name, size_t bytes)
{
    int fd = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0)
        return -1;
    if (ftruncate(fd, (off_t)bytes) < 0 ||
        fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) < 0) {
        int code = errno;
        close(fd);
        errno = code;
        return -1;
    }
    return fd;
}

static bool open_all(struct worker_files *files)
{
    files->jobs = open_memory("resynd-jobs", ring_jobs_bytes(files->threads));
    if (files->jobs < 0)
        return false;
    files->verdicts = open_memory("resynd-verdicts", ring_verdicts_bytes(files->threads));
    if (files->verdicts < 0)
        return false;
    files->doorbell = eventfd(0, EFD_CLOEXEC);
    if (files->doorbell < 0)
        return false;
    for (unsigned i = 0; i < files->threads; i++)
        if ((files->completions[i] = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) < 0)
            return false;
    return true;
}

int worker_files_open(struct worker_files *files, unsigned threads, struct error *error)
{
    *files = (struct worker_files){.jobs = -1, .verdicts = -1, .doorbell = -1, .orders = -1};
    for (unsigned i = 0; i < THREADS_MAX; i++)
        files->completions[i] = -1;
    if (threads < 1 || threads > THREADS_MAX)
        return error_set(error, -EINVAL, "a worker serves 1 to %d threads, not %u", THREADS_MAX,
                         threads);
    files->threads = threads;
    if (open_all(files))
        return 0;
    int code = errno;
    worker_files_close(files);
    return error_set(error, -code, "cannot make a worker's memory: %s", strerror(code));
}

static void close_one(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

void worker_files_close(struct worker_files *files)
{
    close_one(&files->jobs);
    close_one(&files->verdicts);
    close_one(&files->doorbell);
    close_one(&files->orders);
    for (unsigned i = 0; i < files->threads && i < THREADS_MAX; i++)
        close_one(&files->completions[i]);
}

/* With what it is started; `orders` is its end of the channel. */
static int begin(struct process *process, const struct programs *programs,
                 const struct worker_files *files, int orders, struct error *error)
{
    char threads[16], name[] = "resynd-worker";
    snprintf(threads, sizeof threads, "%u", files->threads);
    char *const arguments[] = {name, threads, NULL};
    int descriptors[WORKER_COMPLETIONS - WORKER_DOORBELL + THREADS_MAX] = {
        [WORKER_DOORBELL - WORKER_DOORBELL] = files->doorbell,
        [WORKER_JOBS - WORKER_DOORBELL] = files->jobs,
        [WORKER_VERDICTS - WORKER_DOORBELL] = files->verdicts,
        [WORKER_ORDERS - WORKER_DOORBELL] = orders,
    };
    int count = WORKER_COMPLETIONS - WORKER_DOORBELL;
    for (unsigned i = 0; i < files->threads; i++)
        descriptors[count++] = files->completions[i];
    const struct start start = {.executable = programs->worker,
                                .arguments = arguments,
                                .descriptors = descriptors,
                                .count = count,
                                .group = programs->group};
    return process_start(process, &start, error);
}

int worker_prepare(struct process *process, const struct programs *programs,
                   struct worker_files *files, struct error *error)
{
    int ends[2];
    *process = PROCESS_INIT;
    int result = channel_pair(ends);
    if (result < 0)
        return error_set(error, result, "cannot make a worker's channel: %s", strerror(-result));
    result = begin(process, programs, files, ends[1], error);
    close(ends[1]);
    if (result < 0) {
        close(ends[0]);
        return result;
    }
    files->orders = ends[0];
    /* Many workers wake each other less so (engine rules). A wish, no need: failure is harmless. */
    sched_setscheduler(process->pid, SCHED_BATCH, &(struct sched_param){0});
    return 0;
}

int worker_run(struct worker_files *files, int image, unsigned stack_kib, unsigned memory_kib,
               struct error *error)
{
    const struct message message = {.kind = MESSAGE_RUN, .run = {memory_kib, stack_kib}};
    int result = channel_send(files->orders, &message, &image, 1);
    close_one(&files->orders);
    return result < 0 ? error_set(error, result, "cannot tell the worker what to run: %s",
                                  strerror(-result))
                      : 0;
}

int worker_start(struct process *process, const struct programs *programs,
                 struct worker_files *files, int image, unsigned stack_kib, unsigned memory_kib,
                 struct error *error)
{
    struct process_end end;
    int result = worker_prepare(process, programs, files, error);
    if (result < 0)
        return result;
    result = worker_run(files, image, stack_kib, memory_kib, error);
    if (result < 0) {
        process_kill(process);
        process_reap(process, true, &end);
    }
    return result;
}
