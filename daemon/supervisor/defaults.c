/* SPDX-License-Identifier: Apache-2.0 */
/* defaults.c: see defaults.h. Runs in the supervisor, at its start. */
#include "daemon/supervisor/defaults.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "proto/limits.h"

enum {
    /* An idle worker costs a quarter MiB, the kernel's part with it (tests/bench/README.md); one
     * with large responses or a large heap more. */
    WORKER_BYTES = 2 * 1024 * 1024,
    WORKERS_LEAST = 16,
    WORKERS_MOST = 2048,
    DESCRIPTORS_OTHER = 256, /* of the front, beside those of its workers */
};

unsigned default_threads(unsigned cpus)
{
    unsigned threads = cpus / 2;
    return threads < 1 ? 1 : threads > THREADS_MAX ? THREADS_MAX : threads;
}

/* Each worker costs the front three descriptors and one for each thread. */
unsigned long fitting_descriptors(unsigned threads)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) < 0 || limit.rlim_max == RLIM_INFINITY)
        return WORKERS_MOST;
    if (limit.rlim_max <= DESCRIPTORS_OTHER)
        return 1;
    return (limit.rlim_max - DESCRIPTORS_OTHER) / (3 + threads);
}

unsigned default_workers(unsigned threads)
{
    unsigned long long fit = machine_memory() / WORKER_BYTES;
    if (fit < WORKERS_LEAST)
        fit = WORKERS_LEAST;
    if (fit > WORKERS_MOST)
        fit = WORKERS_MOST;
    unsigned long descriptors = fitting_descriptors(threads);
    if (fit > descriptors)
        fit = descriptors;
    unsigned long long processes = machine_processes() / 2;
    if (fit > processes)
        fit = processes;
    return fit < 1 ? 1 : (unsigned)fit;
}

/* ---- Directories -------------------------------------------------------------------------------
 */

static int absolute_directory(char path[PATH_MAX])
{
    char resolved[PATH_MAX];
    struct stat info;
    if (!realpath(path, resolved) || stat(resolved, &info) < 0)
        return -errno;
    if (!S_ISDIR(info.st_mode))
        return -ENOTDIR;
    memcpy(path, resolved, strlen(resolved) + 1);
    return 0;
}

static int find_environments(char path[PATH_MAX])
{
    /* From the executable's directory: installed in bin, and build/daemon/supervisor. */
    static const char *const places[] = {"../share/resynd/verifiers", "../../../verifiers"};
    char own[PATH_MAX];
    ssize_t size = readlink("/proc/self/exe", own, sizeof own - 1);
    if (size < 0)
        return -errno;
    own[size] = '\0';
    char *slash = strrchr(own, '/');
    if (slash)
        *slash = '\0';
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        int length = snprintf(path, PATH_MAX, "%s/%s", own, places[i]);
        if (length > 0 && length < PATH_MAX && absolute_directory(path) == 0)
            return 0;
    }
    return -ENOENT;
}

int default_environments(char path[PATH_MAX], struct error *error)
{
    if (!*path) {
        int result = find_environments(path);
        return result == 0 ? 0
                           : error_set(error, -EINVAL,
                                       "the environments that come with resynd are not beside it: "
                                       "say where they are with --environments DIR");
    }
    int result = absolute_directory(path);
    if (result == 0)
        return 0;
    return error_set(error, -EINVAL, "store.environments: %.120s: %s: give a directory that exists",
                     path, strerror(-result));
}

/* The XDG base directory specification: a path that is not absolute counts as not set. */
int default_data(char path[PATH_MAX], struct error *error)
{
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    int size = -1;
    if (state && *state == '/')
        size = snprintf(path, PATH_MAX, "%s/resynd", state);
    else if (home && *home == '/' && strcmp(home, "/") != 0)
        size = snprintf(path, PATH_MAX, "%s/.local/state/resynd", home);
    else if (geteuid() == 0)
        size = snprintf(path, PATH_MAX, "/var/lib/resynd");
    if (size > 0 && size < PATH_MAX)
        return 0;
    return error_set(error, -EINVAL,
                     "there is no home directory to keep resynd's files in: give --data DIR");
}
