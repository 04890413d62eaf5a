/* SPDX-License-Identifier: Apache-2.0 */
/* probe.c: see probe.h. Runs in the supervisor, at its start, once for all workers. */
#include "lib/sandbox/probe.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/sandbox/give_up.h"
#include "lib/sandbox/landlock.h"
#include "lib/sandbox/sandbox.h"
#include "lib/sandbox/sanitizer.h"

/* What the child found, in memory that it shares with its parent. */
struct findings {
    bool finished; /* all but the counter, which may kill */
    bool counter_ran;
    bool privileges, dumpable, limits, files, user, capabilities;
    struct enclosure enclosure;
    struct error error;
};

/* ---- In the child ------------------------------------------------------------------------------
 */

static bool is_limited(int resource)
{
    struct rlimit limit;
    return getrlimit((__rlimit_resource_t)resource, &limit) == 0 && limit.rlim_max == 0;
}

/* Whatever the root is, it is there and may be read, so that only Landlock can say EACCES. */
static bool files_are_refused(void)
{
    int fd = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return errno == EACCES;
    close(fd);
    return false;
}

static void push(struct findings *found, uid_t user_before)
{
    found->privileges = prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1;
    found->dumpable = prctl(PR_GET_DUMPABLE) == 0;
    found->files = files_are_refused(); /* before the limits, which refuse it too */
    found->user = getuid() != user_before;
    found->capabilities = capabilities() == 0;
}

static void read_counter(void)
{
#ifdef __x86_64__
    unsigned low, high;
    /* The findings are written before: where the processor obeys, this is the child's end. */
    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high) : : "memory");
#endif
}

_Noreturn static void try_layers(struct findings *found)
{
    const struct sandbox_limits limits = {.no_files = 1};
    uid_t user = getuid();
    int rc = sandbox_basics(1, &found->error);
    if (rc == 0)
        rc = sandbox_enclose(&found->enclosure, &found->error);
    if (rc == 0)
        push(found, user);
    if (rc == 0)
        rc = sandbox_limit(&limits, &found->error);
    if (rc < 0)
        _exit(1);
    found->limits =
        is_limited(RLIMIT_CORE) && is_limited(RLIMIT_NOFILE) && is_limited(RLIMIT_NPROC);
    found->finished = true;
    read_counter();
    found->counter_ran = true;
    _exit(0);
}

static int run_child(struct findings *found, struct error *error)
{
    struct findings *shared =
        mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED)
        return error_set(error, -errno, "cannot probe the sandbox: %s", strerror(errno));
    pid_t pid = fork();
    if (pid == 0)
        try_layers(shared);
    bool ended = pid > 0 && waitpid(pid, NULL, 0) == pid;
    *found = *shared;
    munmap(shared, sizeof *shared);
    if (ended && found->finished)
        return 0;
    return error_set(error, -EIO, "a worker's sandbox cannot be set up: %.150s",
                     found->error.code ? found->error.text : "the probe has died");
}

/* ---- Saying it ---------------------------------------------------------------------------------
 */

__attribute__((format(printf, 4, 5))) static void say(struct isolation *isolation,
                                                      enum isolation_layer_kind kind, bool active,
                                                      const char *format, ...)
{
    struct isolation_layer *layer = &isolation->layers[kind];
    va_list arguments;
    layer->active = active;
    va_start(arguments, format);
    vsnprintf(layer->detail, sizeof layer->detail, format, arguments);
    va_end(arguments);
}

static void say_always(struct isolation *isolation, const struct findings *found)
{
    say(isolation, ISOLATION_SECCOMP, true,
        SANITIZER_PRESENT
            ? "workers and compilers only: the sanitizers of this build need the other processes' "
              "calls"
            : "each role its own table of system calls; a worker has three: read and write of "
              "doorbells, exit");
    say(isolation, ISOLATION_PRIVILEGES, found->privileges, "no exec gains anything");
    say(isolation, ISOLATION_DUMPABLE, found->dumpable,
        "no core file, no tracing by the same user");
    say(isolation, ISOLATION_DESCRIPTORS, true, "each process has those that it was handed");
    say(isolation, ISOLATION_LIMITS, found->limits,
        "no new descriptor, process, file growth or locked memory; address space and stack");
}

static void say_counter(struct isolation *isolation, const struct findings *found)
{
    if (SANITIZER_PRESENT)
        say(isolation, ISOLATION_COUNTER, false, "left on: the sanitizers of this build read it");
    else if (found->counter_ran)
        say(isolation, ISOLATION_COUNTER, false,
            "the kernel accepted PR_SET_TSC, but the processor (a virtual machine's?) does not "
            "obey: rdtsc still works");
    else
        say(isolation, ISOLATION_COUNTER, true, "rdtsc ends the process");
}

static void say_enclosure(struct isolation *isolation, const struct findings *found)
{
    const struct enclosure *made = &found->enclosure;
    if (made->landlock)
        say(isolation, ISOLATION_LANDLOCK, found->files,
            "version %d: no file%s%s; the store reads its directories, the supervisor starts its "
            "own executables",
            made->landlock, made->landlock >= 4 ? ", no TCP port" : "",
            made->landlock >= 6 ? ", no signal to the outside" : "");
    else
        say(isolation, ISOLATION_LANDLOCK, false, "not offered by this kernel");
    say(isolation, ISOLATION_USER_ID, found->user,
        made->user ? "every process another one, which owns nothing"
                   : "needs root with the capabilities SETUID and SETGID");
    say(isolation, ISOLATION_CAPABILITIES, found->capabilities, "none");
    say(isolation, ISOLATION_ROOT, made->root,
        made->root ? "the root directory is the list of the process's own descriptors"
                   : "needs the capability SYS_CHROOT, or a user namespace");
}

static void say_namespaces(struct isolation *isolation, const struct namespaces *namespaces)
{
    static const struct {
        enum isolation_layer_kind layer;
        const char *what;
    } rows[NAMESPACE_COUNT] = {
        [NAMESPACE_USER] = {ISOLATION_USER, "no capability outside"},
        [NAMESPACE_NETWORK] = {ISOLATION_NETWORK,
                               "no interface; listening sockets were opened before"},
        [NAMESPACE_PROCESS] = {ISOLATION_PROCESS, "processes outside cannot be named"},
        [NAMESPACE_MOUNT] = {ISOLATION_MOUNT, "no mount reaches the outside"},
        [NAMESPACE_IPC] = {ISOLATION_IPC, "no System V or POSIX queue, no shared memory"},
        [NAMESPACE_NAMES] = {ISOLATION_NAMES, "host name of its own"},
    };
    for (int i = 0; i < NAMESPACE_COUNT; i++) {
        int failed = namespaces->failed[i];
        if (failed == 0)
            say(isolation, rows[i].layer, true, "%s", rows[i].what);
        else if (failed < 0)
            say(isolation, rows[i].layer, false, "not needed: root makes the others without it");
        else if (i == NAMESPACE_NETWORK && namespaces->networked)
            say(isolation, rows[i].layer, false,
                "left out: the store's database is reached over the network (--database)");
        else
            say(isolation, rows[i].layer, false, "not allowed here: %s", strerror(failed));
    }
}

/* What was set up and did not hold. The counter is no such layer: see say_counter. */
static const char *broken(const struct findings *found)
{
    if (!found->privileges)
        return "no_new_privs";
    if (!found->dumpable)
        return "not dumpable";
    if (!found->limits)
        return "limits";
    if (!found->capabilities)
        return "no capabilities";
    if (found->enclosure.user && !found->user)
        return "own user id";
    return found->enclosure.landlock && !found->files ? "Landlock" : NULL;
}

int probe_layers(const struct namespaces *namespaces, struct isolation *isolation,
                 struct error *error)
{
    struct findings found;
    int rc = run_child(&found, error);
    if (rc < 0)
        return rc;
    say_always(isolation, &found);
    say_counter(isolation, &found);
    say_enclosure(isolation, &found);
    say_namespaces(isolation, namespaces);
    const char *layer = broken(&found);
    return layer ? error_set(error, -EIO, "a layer of the sandbox was set up and does not hold: %s",
                             layer)
                 : 0;
}
