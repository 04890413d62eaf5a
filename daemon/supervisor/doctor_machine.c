/* SPDX-License-Identifier: Apache-2.0 */
/* doctor_machine.c: the kernel, CPUs, memory and limits that resynd finds. */
#include <errno.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "daemon/supervisor/defaults.h"
#include "daemon/supervisor/doctor.h"

enum {
    WORKERS_FEW = 64, /* fewer, and environments wait for each other's workers */
    PROCESSES_LEAST =
        32, /* front, store, compilers, and a worker for each CPU of a small machine */
    PROCESSES_BESIDE = 64,   /* … on a large one, beside the workers */
    MEMORY_LEAST_MIB = 256,  /* one compiler's limit */
    MEMORY_LITTLE_MIB = 512, /* and the front, the store and workers beside it */
};

static void look_at_kernel(struct doctor *doctor)
{
    struct utsname name;
    unsigned major = 0, minor = 0;
    if (uname(&name) == 0) {
        char *end;
        major = (unsigned)strtoul(name.release, &end, 10);
        minor = *end == '.' ? (unsigned)strtoul(end + 1, NULL, 10) : 0;
    }
    int fd = (int)syscall(SYS_pidfd_open, getpid(), 0);
    int code = fd < 0 ? errno : 0;
    if (fd >= 0)
        close(fd);
    if (code)
        doctor_say(doctor, "kernel", VERDICT_PROBLEM,
                   "use Linux 5.13 or later, and a container profile that allows pidfd_open",
                   "Linux %s does not open process descriptors (errno %d): resynd cannot watch its "
                   "children",
                   name.release, code);
    else
        doctor_say(doctor, "kernel",
                   major > 5 || (major == 5 && minor >= 13) ? VERDICT_OK : VERDICT_WARNING,
                   "use Linux 5.13 or later, which has Landlock", "Linux %s", name.release);
}

static void look_at_cpus(struct doctor *doctor)
{
    double time = machine_cpu_time();
    if (time < 1)
        doctor_say(
            doctor, "cpu", VERDICT_WARNING,
            "give it one CPU at least: cpu.max, CPUQuota= (systemd), limits.cpu (Kubernetes)",
            "a quota of %.2f CPUs: HTTP and workers are stopped for a part of every period", time);
    else
        doctor_say(doctor, "cpu", VERDICT_OK, NULL,
                   "%.3g CPUs by affinity and quota; %u planned for", time, doctor->options.cpus);
}

static void look_at_memory(struct doctor *doctor)
{
    unsigned long long mib = machine_memory() >> 20;
    doctor_say(doctor, "memory",
               mib < MEMORY_LEAST_MIB    ? VERDICT_PROBLEM
               : mib < MEMORY_LITTLE_MIB ? VERDICT_WARNING
                                         : VERDICT_OK,
               "give it 512 MiB at least: memory.max, MemoryMax= (systemd), limits.memory "
               "(Kubernetes)",
               "%llu MiB by machine and cgroups; one compiler may use 256", mib);
}

static void look_at_descriptors(struct doctor *doctor)
{
    const struct options *options = &doctor->options;
    unsigned long fit = fitting_descriptors(options->threads);
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    bool enough = fit >= options->workers && fit >= WORKERS_FEW;
    doctor_say(doctor, "descriptor_limit",
               enough                ? VERDICT_OK
               : fit > options->cpus ? VERDICT_WARNING
                                     : VERDICT_PROBLEM,
               "raise the hard limit: LimitNOFILE=65536 (systemd), --ulimit nofile=65536 (Docker), "
               "ulimit -Hn; or lower workers.max",
               "%llu at most are enough for %lu workers; workers.max is %u",
               (unsigned long long)limit.rlim_max, fit, options->workers);
}

static void look_at_processes(struct doctor *doctor)
{
    unsigned long long most = machine_processes();
    unsigned workers = doctor->options.workers;
    if (most == ULLONG_MAX) {
        doctor_say(doctor, "process_limit", VERDICT_OK, NULL,
                   "as many as the kernel has numbers for");
        return;
    }
    doctor_say(doctor, "process_limit",
               most < PROCESSES_LEAST              ? VERDICT_PROBLEM
               : most < workers + PROCESSES_BESIDE ? VERDICT_WARNING
                                                   : VERDICT_OK,
               "raise the limit: TasksMax= and LimitNPROC= (systemd), pids.max, --pids-limit "
               "(Docker), podPidsLimit (kubelet); or lower workers.max",
               "%llu at most, by limit and cgroups; %u workers and what serves them are wanted",
               most, workers);
}

static void look_at_locked_memory(struct doctor *doctor)
{
    doctor_say(doctor, "locked_memory_limit", VERDICT_OK, NULL,
               "none is locked: any limit will do");
}

void doctor_machine(struct doctor *doctor)
{
    look_at_kernel(doctor);
    look_at_cpus(doctor);
    look_at_memory(doctor);
    look_at_descriptors(doctor);
    look_at_processes(doctor);
    look_at_locked_memory(doctor);
}
