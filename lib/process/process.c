/* SPDX-License-Identifier: Apache-2.0 */
/* process.c: end and clock of a child. Runs in the supervisor, resynctl and tests. Blocks only
 * where process_reap is asked to wait. */
#include "lib/process/process.h"

#include <errno.h>
#include <signal.h>
#include <sys/pidfd.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static unsigned long microseconds(struct timeval time)
{
    return (unsigned long)time.tv_sec * 1000000 + (unsigned long)time.tv_usec;
}

bool process_reap(struct process *process, bool wait, struct process_end *end)
{
    struct rusage usage = {0};
    int status = 0;
    pid_t pid;
    *end = (struct process_end){.status = -1};
    if (process->pidfd < 0)
        return true;
    do
        pid = wait4(process->pid, &status, wait ? 0 : WNOHANG, &usage);
    while (pid < 0 && errno == EINTR);
    if (pid == 0)
        return false;
    if (pid > 0) { /* else somebody else has reaped it, and its status stays unknown */
        end->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
        end->status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
        end->cpu_us = microseconds(usage.ru_utime) + microseconds(usage.ru_stime);
        end->peak_kib = (unsigned long)usage.ru_maxrss;
    }
    close(process->pidfd);
    *process = PROCESS_INIT;
    return true;
}

void process_kill(struct process *process)
{
    if (process->pidfd >= 0)
        pidfd_send_signal(process->pidfd, SIGKILL, NULL, 0);
}

long process_cpu_us(const struct process *process)
{
    struct timespec time;
    if (process->pidfd < 0)
        return -ESRCH;
    if (clock_gettime(process->cpu_clock, &time) < 0)
        return -errno;
    return (long)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}
