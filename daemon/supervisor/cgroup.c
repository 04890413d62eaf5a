/* SPDX-License-Identifier: Apache-2.0 */
/* cgroup.c: see cgroup.h. Written from the kernel's Documentation/admin-guide/cgroup-v2.rst and
 * systemd's "Control Group APIs and Delegation". */
#include "daemon/supervisor/cgroup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

static const char own_group[] = "resynd", worker_group[] = "workers";

/* systemd sets one or the other, by its version and by who asks. */
static bool is_delegated(const char *directory)
{
    static const char *const marks[] = {"user.delegate", "trusted.delegate"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        char value[4];
        ssize_t size = getxattr(directory, marks[i], value, sizeof value);
        if (size >= 1 && value[0] == '1')
            return true;
    }
    return false;
}

static bool has_controller(int directory, const char *wanted)
{
    char list[256], *rest = list, *name;
    int fd = openat(directory, "cgroup.controllers", O_RDONLY | O_CLOEXEC);
    ssize_t size = fd >= 0 ? read(fd, list, sizeof list - 1) : -1;
    if (fd >= 0)
        close(fd);
    list[size > 0 ? size : 0] = '\0';
    while ((name = strsep(&rest, " \n")))
        if (strcmp(name, wanted) == 0)
            return true;
    return false;
}

static int put(int directory, const char *file, const char *text)
{
    size_t size = strlen(text);
    int fd = openat(directory, file, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    int result = write(fd, text, size) == (ssize_t)size ? 0 : -errno;
    close(fd);
    return result;
}

static int put_number(int directory, const char *file, unsigned long long number)
{
    char text[32];
    snprintf(text, sizeof text, "%llu", number);
    return put(directory, file, text);
}

/* The directory of a group below, made where it is not there yet; or a negative errno. */
static int open_below(int directory, const char *name)
{
    if (mkdirat(directory, name, 0755) < 0 && errno != EEXIST)
        return -errno;
    int fd = openat(directory, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    return fd < 0 ? -errno : fd;
}

static int move_below(int directory)
{
    int own = open_below(directory, own_group);
    if (own < 0)
        return own;
    int result = put(own, "cgroup.procs", "0");
    close(own);
    return result;
}

int cgroup_bound(const struct cgroup *group, unsigned processes)
{
    char text[32];
    int size = snprintf(text, sizeof text, "%u", processes);
    return !group->pids || write(group->pids, text, (size_t)size) == size ? 0 : -errno;
}

static int open_to_write(int directory, const char *file, int *out)
{
    int fd = openat(directory, file, O_WRONLY | O_CLOEXEC);
    *out = fd < 0 ? 0 : fd;
    return fd < 0 ? -errno : 0;
}

/* Gives the group these limits, and opens what is written to later, when no path may be opened. */
static int limit(struct cgroup *group, int directory, bool processes,
                 const struct cgroup_limits *limits)
{
    int result = put_number(directory, "memory.max", limits->memory_bytes);
    if (result == 0 && processes)
        result = open_to_write(directory, "pids.max", &group->pids);
    if (result == 0)
        result = cgroup_bound(group, limits->processes);
    if (result == 0)
        result = open_to_write(directory, "cgroup.procs", &group->procs);
    if (result < 0)
        cgroup_close(group);
    return result;
}

static int make_groups(struct cgroup *group, int directory, const struct cgroup_limits *limits)
{
    bool processes = has_controller(directory, "pids");
    int result = move_below(directory);
    if (result == 0)
        result = put(directory, "cgroup.subtree_control", processes ? "+memory +pids" : "+memory");
    int workers = result == 0 ? open_below(directory, worker_group) : result;
    if (workers < 0)
        return workers;
    result = limit(group, workers, processes, limits);
    close(workers);
    if (result < 0)
        return result;
    group->state = processes ? "workers and compilers together are limited in memory and processes"
                             : "workers and compilers together are limited in memory";
    return 0;
}

/* NULL: there is one that can be divided. */
static const char *why_not(int directory, const char *path)
{
    if (directory < 0 || faccessat(directory, "cgroup.controllers", F_OK, 0) < 0)
        return "no cgroup v2 here; each has its address space limited, all share the daemon's "
               "group";
    if (!is_delegated(path))
        return "the daemon's control group is not its own to divide (systemd: Delegate=yes); each "
               "has its address space limited";
    if (!has_controller(directory, "memory"))
        return "the memory controller is not delegated; each has its address space limited";
    return NULL;
}

static int open_group(const char *directory)
{
    return open(directory, O_PATH | O_DIRECTORY | O_CLOEXEC);
}

bool cgroup_offered(const char *directory, const char **state)
{
    int fd = open_group(directory);
    const char *reason = why_not(fd, directory);
    *state = reason ? reason : "workers and compilers together would be limited";
    if (fd >= 0)
        close(fd);
    return !reason;
}

int cgroup_open(struct cgroup *group, const char *directory, const struct cgroup_limits *limits,
                struct error *error)
{
    *group = (struct cgroup){0};
    int fd = open_group(directory);
    group->state = why_not(fd, directory);
    int result = group->state ? 0 : make_groups(group, fd, limits);
    if (fd >= 0)
        close(fd);
    return result == 0 ? 0
                       : error_set(error, result,
                                   "the control group %.200s is delegated, but cannot be divided: "
                                   "%s: no other process may be in it",
                                   directory, strerror(-result));
}

void cgroup_close(struct cgroup *group)
{
    if (group->procs)
        close(group->procs);
    if (group->pids)
        close(group->pids);
    *group = (struct cgroup){0};
}
