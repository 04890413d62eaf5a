/* SPDX-License-Identifier: Apache-2.0 */
/* run.c: see run.h. */
#include "daemon/auditor/run.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "proto/audit.h"

enum {
    STATUS_UNSTARTED = 127,
    /* Of the judge: its frames are a few times as large as a worker's. */
    STACK_BYTES = 16 * 1024 * 1024,
};

static bool limit(int resource, size_t value)
{
    const struct rlimit both = {value, value};
    return value == 0 || setrlimit((__rlimit_resource_t)resource, &both) == 0;
}

/* A compiler finds its parts by PATH and works in TMPDIR, which is where we are. */
static _Noreturn void become(const struct run *run, int heard)
{
    static char path[] = "PATH=/usr/bin:/bin", folder[] = "TMPDIR=.", language[] = "LC_ALL=C";
    static char *const environment[] = {path, folder, language, NULL};
    bool fine = prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && dup2(heard, STDERR_FILENO) >= 0;
    for (int i = 0; i < run->count; i++)
        fine = fine && dup2(run->descriptors[i], 3 + i) >= 0;
    fine = fine && close_range((unsigned)(3 + run->count), ~0u, CLOSE_RANGE_CLOEXEC) == 0;
    fine = fine && limit(RLIMIT_CPU, run->cpu_seconds) && limit(RLIMIT_AS, run->address_space) &&
           limit(RLIMIT_FSIZE, AUDIT_FILE_BYTES) && limit(RLIMIT_STACK, STACK_BYTES);
    if (fine && run->path)
        execve(run->path, run->arguments, environment);
    else if (fine)
        execveat(run->executable, "", run->arguments, environment, AT_EMPTY_PATH);
    _exit(STATUS_UNSTARTED);
}

static void await(pid_t pid, struct run_end *end)
{
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    end->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    end->status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int run(const struct run *run, struct run_end *end, struct error *error)
{
    *end = (struct run_end){0};
    int heard = memfd_create("heard", MFD_CLOEXEC);
    pid_t pid = heard < 0 ? -1 : fork();
    if (pid == 0)
        become(run, heard);
    if (pid < 0) {
        int code = -errno;
        if (heard >= 0)
            close(heard);
        return error_set(error, code, "cannot start %.100s: %s", run->arguments[0],
                         strerror(-code));
    }
    await(pid, end);
    ssize_t got = pread(heard, end->heard, sizeof end->heard, 0);
    end->heard_size = got > 0 ? (size_t)got : 0;
    close(heard);
    if (end->status == STATUS_UNSTARTED)
        return error_set(error, -ENOEXEC, "cannot start %.100s", run->arguments[0]);
    return 0;
}
