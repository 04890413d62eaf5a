/* SPDX-License-Identifier: Apache-2.0 */
/* machine.c: CPUs, memory and processes as the scheduler, the cgroups and the kernel grant them.
 * Runs in the supervisor, at its start. A file that is missing or cannot be understood grants
 * everything. */
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/sysinfo.h>
#include <unistd.h>

#include "daemon/supervisor/defaults.h"

#define MOUNT "/sys/fs/cgroup"

/* The first line of a small file. */
static bool read_line(const char *path, char *line, int size)
{
    FILE *file = fopen(path, "re");
    if (!file)
        return false;
    bool got = fgets(line, size, file) != NULL;
    fclose(file);
    return got;
}

/* This process's cgroup in the hierarchy of `controller` ("" is cgroup v2), as a path below the
 * mount; in a container most often "/". */
static bool own_cgroup(const char *controller, char path[PATH_MAX])
{
    char line[PATH_MAX];
    bool found = false;
    FILE *file = fopen("/proc/self/cgroup", "re");
    while (file && !found && fgets(line, sizeof line, file)) {
        char *names = strchr(line, ':');
        char *where = names ? strchr(names + 1, ':') : NULL;
        if (!where)
            continue;
        *where++ = '\0';
        where[strcspn(where, "\n")] = '\0';
        bool match = !*controller && !names[1];
        char *rest = names + 1, *name;
        while (!match && (name = strsep(&rest, ",")))
            match = *controller && strcmp(name, controller) == 0;
        if (match) {
            memcpy(path, where, strlen(where) + 1);
            found = true;
        }
    }
    if (file)
        fclose(file);
    return found;
}

void machine_cgroup(char path[PATH_MAX])
{
    char own[PATH_MAX];
    int size = own_cgroup("", own) ? snprintf(path, PATH_MAX, MOUNT "%s", own) : 0;
    if (size <= 0 || size >= PATH_MAX)
        *path = '\0';
}

/* Calls `look` for the own cgroup's directory and each above it: every level may hold a limit. */
static void walk_up(const char *mount, const char *controller,
                    void (*look)(const char *directory, void *out), void *out)
{
    char path[PATH_MAX], directory[PATH_MAX + 64];
    if (!own_cgroup(controller, path))
        return;
    for (;;) {
        snprintf(directory, sizeof directory, "%s%s", mount, path);
        look(directory, out);
        char *slash = strrchr(path, '/');
        if (!slash)
            return;
        *slash = '\0';
    }
}

static bool read_number(const char *directory, const char *name, long long *out)
{
    char path[PATH_MAX + 128], line[64], *end;
    snprintf(path, sizeof path, "%s/%s", directory, name);
    if (!read_line(path, line, sizeof line))
        return false;
    *out = strtoll(line, &end, 10);
    return end != line;
}

/* ---- CPUs --------------------------------------------------------------------------------------
 */

static void apply_quota(double *cpus, long long quota, long long period)
{
    if (quota > 0 && period > 0 && (double)quota / (double)period < *cpus)
        *cpus = (double)quota / (double)period;
}

static void look_cpu_v2(const char *directory, void *out)
{
    char path[PATH_MAX + 128], line[64], *end;
    snprintf(path, sizeof path, "%s/cpu.max", directory);
    if (!read_line(path, line, sizeof line))
        return;
    long long quota = strtoll(line, &end, 10);
    if (end != line) /* "max 100000" where there is no quota */
        apply_quota(out, quota, strtoll(end, NULL, 10));
}

static void look_cpu_v1(const char *directory, void *out)
{
    long long quota, period;
    if (read_number(directory, "cpu.cfs_quota_us", &quota) &&
        read_number(directory, "cpu.cfs_period_us", &period))
        apply_quota(out, quota, period);
}

double machine_cpu_time(void)
{
    cpu_set_t set;
    double cpus = 1;
    if (sched_getaffinity(0, sizeof set, &set) == 0)
        cpus = CPU_COUNT(&set);
    else
        cpus = get_nprocs(); /* more CPUs than a cpu_set_t holds */
    walk_up(MOUNT, "", look_cpu_v2, &cpus);
    walk_up(MOUNT "/cpu", "cpu", look_cpu_v1, &cpus);
    return cpus;
}

unsigned machine_cpus(void)
{
    double cpus = machine_cpu_time();
    unsigned whole = (unsigned)cpus;
    if ((double)whole < cpus)
        whole++;
    return whole < 1 ? 1 : whole;
}

/* ---- Memory ------------------------------------------------------------------------------------
 */

static void apply_limit(unsigned long long *bytes, long long limit)
{
    if (limit > 0 && (unsigned long long)limit < *bytes)
        *bytes = (unsigned long long)limit;
}

static void look_memory_v2(const char *directory, void *out)
{
    long long limit;
    if (read_number(directory, "memory.max", &limit)) /* "max": no number */
        apply_limit(out, limit);
}

static void look_memory_v1(const char *directory, void *out)
{
    long long limit;
    if (read_number(directory, "memory.limit_in_bytes", &limit))
        apply_limit(out, limit);
}

unsigned long long machine_memory(void)
{
    struct sysinfo info;
    unsigned long long bytes = 1ull << 30;
    if (sysinfo(&info) == 0)
        bytes = (unsigned long long)info.totalram * info.mem_unit;
    walk_up(MOUNT, "", look_memory_v2, &bytes);
    walk_up(MOUNT "/memory", "memory", look_memory_v1, &bytes);
    return bytes;
}

/* ---- Processes ---------------------------------------------------------------------------------
 */

static void look_pids(const char *directory, void *out)
{
    long long limit;
    if (read_number(directory, "pids.max", &limit)) /* "max": no number */
        apply_limit(out, limit);
}

unsigned long long machine_processes(void)
{
    struct rlimit limit;
    unsigned long long processes = ULLONG_MAX;
    /* The superuser is not held to it. */
    if (geteuid() != 0 && getrlimit(RLIMIT_NPROC, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY)
        processes = limit.rlim_cur;
    walk_up(MOUNT, "", look_pids, &processes);
    walk_up(MOUNT "/pids", "pids", look_pids, &processes);
    return processes;
}
