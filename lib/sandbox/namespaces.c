/* SPDX-License-Identifier: Apache-2.0 */
/* namespaces.c: see namespaces.h. Runs in the supervisor, at its start. Root makes namespaces
 * without a user namespace, which would take its other user ids away; anyone else needs one. */
#include "lib/sandbox/namespaces.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/sandbox/give_up.h"
#include "lib/sandbox/sandbox.h"
#include "lib/sandbox/without.h"

static const int flags[NAMESPACE_COUNT] = {
#define NAMESPACE_FLAG(kind, flag) [NAMESPACE_##kind] = flag,
    NAMESPACES(NAMESPACE_FLAG)
#undef NAMESPACE_FLAG
};

static bool may_without_user_namespace(void)
{
    return capabilities() & CAPABILITY_BIT(CAP_SYS_ADMIN);
}

/* ---- A user namespace --------------------------------------------------------------------------
 */

static int write_file(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    size_t size = strlen(text);
    int rc = write(fd, text, size) == (ssize_t)size ? 0 : -errno;
    close(fd);
    return rc;
}

/* This user and group, as themselves, and nobody else. */
static int map_user(unsigned user, unsigned group)
{
    char line[64];
    int rc = write_file("/proc/self/setgroups", "deny");
    snprintf(line, sizeof line, "%u %u 1\n", user, user);
    if (rc == 0)
        rc = write_file("/proc/self/uid_map", line);
    snprintf(line, sizeof line, "%u %u 1\n", group, group);
    if (rc == 0)
        rc = write_file("/proc/self/gid_map", line);
    return rc;
}

static int enter_user(void)
{
    unsigned user = geteuid(), group = getegid();
    return unshare(CLONE_NEWUSER) < 0 ? -errno : map_user(user, group);
}

/* ---- Trying ------------------------------------------------------------------------------------
 */

static void try_all(struct namespaces *tried)
{
    if (without(WITHOUT_NAMESPACES)) {
        tried->failed[NAMESPACE_USER] = ECANCELED;
    } else if (may_without_user_namespace()) {
        tried->failed[NAMESPACE_USER] = -1;
    } else if (geteuid() == 0) {
        /* It would be root with one user id, and could not give workers others. */
        tried->failed[NAMESPACE_USER] = EPERM;
    } else {
        tried->failed[NAMESPACE_USER] = -enter_user();
    }
    for (int i = NAMESPACE_USER + 1; i < NAMESPACE_COUNT; i++)
        tried->failed[i] = tried->failed[NAMESPACE_USER] > 0 ? tried->failed[NAMESPACE_USER]
                           : i == NAMESPACE_NETWORK && tried->networked ? EISCONN
                           : unshare(flags[i]) < 0                      ? errno
                                                                        : 0;
}

static int try_in_child(struct namespaces *tried, struct error *error)
{
    struct namespaces *shared =
        mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED)
        return error_set(error, -errno, "cannot try namespaces: %s", strerror(errno));
    shared->networked = tried->networked;
    pid_t pid = fork();
    if (pid == 0) {
        try_all(shared);
        shared->first = 1; /* it got here */
        _exit(0);
    }
    int rc = pid > 0 && waitpid(pid, NULL, 0) == pid && shared->first == 1 ? 0 : -EIO;
    memcpy(tried->failed, shared->failed, sizeof tried->failed);
    munmap(shared, sizeof *shared);
    return rc < 0 ? error_set(error, rc, "cannot try namespaces in a child") : 0;
}

/* ---- Entering ----------------------------------------------------------------------------------
 */

int namespaces_enter(struct namespaces *namespaces, bool networked, struct error *error)
{
    *namespaces = NAMESPACES_INIT;
    namespaces->networked = networked;
    int rc = try_in_child(namespaces, error), wanted = 0;
    if (rc < 0)
        return rc;
    if (namespaces->failed[NAMESPACE_USER] == 0 && (rc = enter_user()) < 0)
        return error_set(error, rc, "cannot enter a user namespace: %s", strerror(-rc));
    for (int i = NAMESPACE_USER + 1; i < NAMESPACE_COUNT; i++)
        wanted |= namespaces->failed[i] ? 0 : flags[i];
    if (wanted && unshare(wanted) < 0)
        return error_set(error, -errno, "cannot enter namespaces: %s", strerror(errno));
    /* What is mounted outside goes on being seen; what is mounted inside stays here. */
    if (wanted & CLONE_NEWNS && mount(NULL, "/", NULL, MS_REC | MS_SLAVE, NULL) < 0)
        return error_set(error, -errno, "cannot part from others' mounts: %s", strerror(errno));
    return 0;
}

/* ---- The first process -------------------------------------------------------------------------
 */

/* The first process of a process namespace: without it there is none, and with its end all others
 * end. It reads nothing and answers nothing. */
_Noreturn static void be_first(pid_t parent)
{
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, NULL);
    setsid();
    prctl(PR_SET_NAME, "resynd-first", 0, 0, 0);
    if (sandbox_basics(0, NULL) < 0 || give_up_capabilities(0, NULL) < 0)
        _exit(1);
    syscall(SYS_close_range, 0, ~0u, 0);
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || (getppid() != parent && getppid() != 0))
        _exit(1);
    for (;;)
        poll(NULL, 0, -1); /* as the supervisor's filter, which it inherits, allows */
}

int namespaces_start_first(struct namespaces *namespaces, struct error *error)
{
    if (namespaces->failed[NAMESPACE_PROCESS])
        return 0;
    pid_t parent = getpid();
    pid_t pid = fork();
    if (pid == 0)
        be_first(parent);
    if (pid < 0)
        return error_set(error, -errno, "cannot start a process namespace: %s", strerror(errno));
    namespaces->first = pid;
    namespaces->first_fd = pidfd_open(pid, 0);
    if (namespaces->first_fd >= 0)
        return 0;
    int code = errno;
    namespaces_leave(namespaces);
    return error_set(error, -code, "cannot watch a process namespace: %s", strerror(code));
}

void namespaces_leave(struct namespaces *namespaces)
{
    if (namespaces->first > 0) {
        kill(namespaces->first, SIGKILL); /* not reaped yet, so the number is still its own */
        /* Its end waits until all others in there have been reaped, in whatever order. */
        while (waitpid(-1, NULL, 0) > 0 || errno == EINTR)
            ;
    }
    if (namespaces->first_fd >= 0)
        close(namespaces->first_fd);
    *namespaces = NAMESPACES_INIT;
}
