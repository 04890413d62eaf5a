/* SPDX-License-Identifier: Apache-2.0 */
/* child.c: see child.h. */
#include "tests/unit/sandbox/child.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PATIENCE_SECONDS = 10 };

int child_run(int (*function)(const void *), const void *argument)
{
    pid_t pid = fork();
    if (pid < 0)
        return -1000;
    if (pid == 0) {
        struct rlimit none = {0, 0};
        setrlimit(RLIMIT_CORE, &none);
        prctl(PR_SET_PDEATHSIG, 9);
        alarm(PATIENCE_SECONDS);
        _exit(function(argument));
    }
    int status;
    if (waitpid(pid, &status, 0) != pid)
        return -1000;
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}
