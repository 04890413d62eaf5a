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
    *files = (struct worker_files){.jobs = -1, .verdicts = -1, .doorbell = -1};
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
    for (unsigned i = 0; i < files->threads && i < THREADS_MAX; i++)
        close_one(&files->completions[i]);
}

int worker_start(struct process *process, const struct programs *programs,
                 const struct worker_files *files, int image, unsigned stack_kib,
                 unsigned memory_kib, struct error *error)
{
    char threads[16], stack[16], memory[16], name[] = "resynd-worker";
    snprintf(threads, sizeof threads, "%u", files->threads);
    snprintf(stack, sizeof stack, "%u", stack_kib);
    snprintf(memory, sizeof memory, "%u", memory_kib);
    char *const arguments[] = {name, threads, stack, memory, NULL};
    int descriptors[WORKER_COMPLETIONS - WORKER_DOORBELL + THREADS_MAX] = {
        [WORKER_DOORBELL - WORKER_DOORBELL] = files->doorbell,
        [WORKER_JOBS - WORKER_DOORBELL] = files->jobs,
        [WORKER_VERDICTS - WORKER_DOORBELL] = files->verdicts,
        [WORKER_IMAGE - WORKER_DOORBELL] = image,
    };
    int count = WORKER_COMPLETIONS - WORKER_DOORBELL;
    for (unsigned i = 0; i < files->threads; i++)
        descriptors[count++] = files->completions[i];
    const struct start start = {.executable = programs->worker,
                                .arguments = arguments,
                                .descriptors = descriptors,
                                .count = count,
                                .group = programs->group};
    int result = process_start(process, &start, error);
    if (result < 0)
        return result;
    /* Many workers wake each other less so (engine rules). A wish, no need: failure is harmless. */
    sched_setscheduler(process->pid, SCHED_BATCH, &(struct sched_param){0});
    return 0;
}
