/* SPDX-License-Identifier: Apache-2.0 */
/* start.c: a child of our own, from clone to its executable. Runs in the supervisor, resynctl and
 * tests. Blocks until the child has become its executable: the child has no memory of its own until
 * then, but ours, because copying the page tables and then every page that it touches costs more
 * than all that it does there. */
#include "lib/process/process.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "lib/sandbox/without.h"

enum {
    DESCRIPTORS_MAX = 512, /* listeners for each HTTP thread are the most that anyone passes */
    FIRST_DESCRIPTOR = 3,
    STACK_BYTES = 64 * 1024, /* of the child, until it is its executable */
    STATUS_UNSTARTED = 127,  /* seen by nobody: the child is reaped here */
};

enum step { STEP_NONE, STEP_PARENT, STEP_DEATH_SIGNAL, STEP_GROUP, STEP_DESCRIPTORS, STEP_EXECUTE };
static const char *const step_sentences[] = {
    [STEP_PARENT] = "its parent has ended",
    [STEP_DEATH_SIGNAL] = "tying its life to ours",
    [STEP_GROUP] = "joining its control group",
    [STEP_DESCRIPTORS] = "passing its descriptors",
    [STEP_EXECUTE] = "executing it",
};

/* Read by the child; only `failed` and `code` are written there. */
struct plan {
    const struct start *start;
    int null;
    char **environment;
    pid_t parent;
    enum step failed;
    int code; /* errno */
};

const char process_no_path[1] = "";

/* ---- In the child: async-signal-safe calls only, and no memory written but its stack and the plan
 * ---- */

/* Its stack lies in a frame of its parent, which AddressSanitizer cannot follow. */
#define IN_CHILD __attribute__((no_sanitize_address))

/* Handlers would end at exec anyway, but ignored and blocked signals would not. */
IN_CHILD static void reset_signals(void)
{
    for (int signal_number = 1; signal_number < NSIG; signal_number++)
        if (signal_number != SIGKILL && signal_number != SIGSTOP)
            signal(signal_number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* A copy above every number that the child will use, so that no dup2 below can close a descriptor
 * that is still to be passed. */
IN_CHILD static int lift(int fd, int above)
{
    return fcntl(fd, F_DUPFD_CLOEXEC, above);
}

IN_CHILD static bool place_standard(int null, bool quiet)
{
    bool keep_error = !quiet && fcntl(STDERR_FILENO, F_GETFD) >= 0;
    return dup2(null, STDIN_FILENO) >= 0 && dup2(null, STDOUT_FILENO) >= 0 &&
           (keep_error || dup2(null, STDERR_FILENO) >= 0);
}

/* Leaves 0 … 2 and the plan's descriptors, everything else closed at exec. The executable's new
 * number, or −1. */
IN_CHILD static int place_descriptors(const struct plan *plan)
{
    const struct start *start = plan->start;
    int lifted[DESCRIPTORS_MAX];
    int above = FIRST_DESCRIPTOR + start->count;
    for (int i = 0; i < start->count; i++)
        if ((lifted[i] = lift(start->descriptors[i], above)) < 0)
            return -1;
    int executable = lift(start->executable, above), null = lift(plan->null, above);
    if (executable < 0 || null < 0 || !place_standard(null, start->quiet))
        return -1;
    for (int i = 0; i < start->count; i++)
        if (dup2(lifted[i], FIRST_DESCRIPTOR + i) < 0)
            return -1;
    return close_range((unsigned)above, ~0u, CLOSE_RANGE_CLOEXEC) == 0 ? executable : -1;
}

/* Returns only where it fails. */
IN_CHILD static enum step try_to_become(const struct plan *plan)
{
    /* A group of its own: ^C at a terminal is for us, who then stop it in order. */
    setsid();
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0)
        return STEP_DEATH_SIGNAL;
    /* The parent died before the line above. A parent outside our process namespace has number 0 in
     * here, and nobody else has. */
    pid_t parent = getppid();
    if (parent != plan->parent && parent != 0)
        return STEP_PARENT;
    if (plan->start->group && write(plan->start->group, "0", 1) != 1)
        return STEP_GROUP;
    reset_signals();
    int executable = place_descriptors(plan);
    if (executable < 0)
        return STEP_DESCRIPTORS;
    syscall(SYS_execveat, executable, process_no_path, plan->start->arguments, plan->environment,
            AT_EMPTY_PATH);
    return STEP_EXECUTE;
}

IN_CHILD static int become(void *argument)
{
    struct plan *plan = argument;
    plan->failed = try_to_become(plan);
    plan->code = errno > 0 ? errno : EIO; /* 0 would be said to have started */
    _exit(STATUS_UNSTARTED);
}

/* ---- In the parent ------------------------------------------------------------------------------
 */

/* Nothing of ours is passed on, but for what steers a sanitizer. */
static const char *const passed[] = {
    "ASAN_OPTIONS=", "UBSAN_OPTIONS=", "LSAN_OPTIONS=" WITHOUT_PASSED};
enum { OPTIONS_PASSED = sizeof passed / sizeof *passed };

static void choose_environment(char *environment[OPTIONS_PASSED + 1])
{
    int count = 0;
    for (char **entry = environ; entry && *entry; entry++)
        for (int i = 0; i < OPTIONS_PASSED && count < OPTIONS_PASSED; i++)
            if (strncmp(*entry, passed[i], strlen(passed[i])) == 0)
                environment[count++] = *entry;
    environment[count] = NULL;
}

/* Signals stay blocked until the child has its own memory: a handler of ours must not run there,
 * where it would write into ours. The calling thread waits for that (CLONE_VFORK). */
static pid_t clone_blocked(struct plan *plan)
{
    _Alignas(16) char stack[STACK_BYTES];
    sigset_t all, before;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &before);
    pid_t pid = clone(become, stack + sizeof stack, CLONE_VM | CLONE_VFORK | SIGCHLD, plan);
    int code = errno;
    sigprocmask(SIG_SETMASK, &before, NULL);
    errno = code;
    return pid;
}

static int clone_child(struct process *process, struct plan *plan, struct error *error)
{
    const char *name = plan->start->arguments[0];
    pid_t pid = clone_blocked(plan);
    if (pid < 0)
        return error_set(error, -errno, "cannot start %.60s: clone: %s", name, strerror(errno));
    if (plan->failed) {
        waitpid(pid, NULL, 0);
        return error_set(error, -plan->code, "cannot start %.60s: %s: %s", name,
                         step_sentences[plan->failed], strerror(plan->code));
    }
    *process = (struct process){.pid = pid, .pidfd = pidfd_open(pid, 0)};
    int code = process->pidfd < 0 ? errno : clock_getcpuclockid(pid, &process->cpu_clock);
    if (code == 0)
        return 0;
    kill(pid, SIGKILL); /* not reaped yet, so the number is still its own */
    waitpid(pid, NULL, 0);
    if (process->pidfd >= 0)
        close(process->pidfd);
    *process = PROCESS_INIT;
    return error_set(error, -code, "cannot start %.60s: it cannot be watched: %s", name,
                     strerror(code));
}

/* What can be found wrong without a child. */
static int check(const struct start *start, struct error *error)
{
    const char *name = start->arguments[0];
    if (start->executable < 0)
        return error_set(error, -ENOENT, "cannot start %.60s: it is not installed beside this one",
                         name);
    if (start->count < 0 || start->count > DESCRIPTORS_MAX)
        return error_set(error, -EINVAL, "cannot start %.60s: %d descriptors", name, start->count);
    for (int i = 0; i < start->count; i++)
        if (fcntl(start->descriptors[i], F_GETFD) < 0)
            return error_set(error, -EBADF, "cannot start %.60s: descriptor %d is not open", name,
                             start->descriptors[i]);
    return 0;
}

int process_start(struct process *process, const struct start *start, struct error *error)
{
    char *environment[OPTIONS_PASSED + 1];
    struct plan plan = {.start = start, .environment = environment, .parent = getpid()};
    *process = PROCESS_INIT;
    int result = check(start, error);
    if (result < 0)
        return result;
    choose_environment(environment);
    plan.null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (plan.null < 0)
        return error_set(error, -errno, "cannot open /dev/null: %s", strerror(errno));
    result = clone_child(process, &plan, error);
    close(plan.null);
    return result;
}
