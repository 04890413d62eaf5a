/* SPDX-License-Identifier: Apache-2.0 */
/* probe.c: a child for test_process.c: does what its first argument says, and writes what it finds
 * to descriptor 3. */
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

/* "0=/dev/null 1=/dev/null 2=… 3=…", sorted by number, without the one that lists. */
static void tell_descriptors(void)
{
    char path[64], target[256];
    for (int fd = 0; fd < 1024; fd++) {
        snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
        ssize_t size = readlink(path, target, sizeof target - 1);
        if (size < 0)
            continue;
        target[size] = '\0';
        dprintf(3, "%d=%s\n", fd, target);
    }
}

static void tell_environment(void)
{
    extern char **environ;
    for (char **entry = environ; *entry; entry++)
        dprintf(3, "%s\n", *entry);
}

static void tell_signals(void)
{
    sigset_t blocked;
    int death = 0;
    struct sigaction pipe;
    sigprocmask(SIG_BLOCK, NULL, &blocked);
    sigaction(SIGPIPE, NULL, &pipe);
    prctl(PR_GET_PDEATHSIG, &death);
    dprintf(3, "blocked=%d ignored=%d death=%d group=%d\n", sigismember(&blocked, SIGTERM),
            pipe.sa_handler == SIG_IGN, death, getpgrp() == getpid());
}

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";
    if (strcmp(what, "descriptors") == 0)
        tell_descriptors();
    else if (strcmp(what, "environment") == 0)
        tell_environment();
    else if (strcmp(what, "signals") == 0)
        tell_signals();
    else if (strcmp(what, "exit") == 0)
        _exit(atoi(argv[2]));
    else if (strcmp(what, "wait") == 0)
        pause();
    else if (strcmp(what, "spin") == 0)
        for (volatile int i = 0;; i++)
            ;
    _exit(0);
}
