/* SPDX-License-Identifier: Apache-2.0 */
/* start.c: a child of our own, from fork to its executable. Runs in the supervisor, resynctl and
 * tests. process_start blocks until the child has become its executable, process_launch does not.
 */
#include "lib/process/process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Listeners for each HTTP thread are the most that anyone passes. */
enum { DESCRIPTORS_MAX = 512, FIRST_DESCRIPTOR = 3, OPTIONS_PASSED = 3 };

/* What the child tells its parent when it cannot become the executable. */
struct failure {
    int step; /* index into step_sentences */
    int code; /* errno */
};
enum step { STEP_DEATH_SIGNAL, STEP_DESCRIPTORS, STEP_EXECUTE };
static const char *const step_sentences[] = {
    [STEP_DEATH_SIGNAL] = "tying its life to ours",
    [STEP_DESCRIPTORS] = "passing its descriptors",
    [STEP_EXECUTE] = "executing it",
};

struct plan {
    int executable, null;
    int failure_pipe; /* −1: nobody waits */
    char *const *arguments;
    char **environment;
    const int *descriptors;
    int count;
    bool quiet;
    pid_t parent;
};

const char process_no_path[1] = "";

/* ---- In the child: async-signal-safe calls only ------------------------------------------------
 */

_Noreturn static void give_up(int pipe, enum step step, int code)
{
    struct failure failure = {(int)step, code};
    ssize_t written = pipe >= 0 ? write(pipe, &failure, sizeof failure) : 0;
    (void)written; /* the exit status says as much */
    _exit(PROCESS_EXIT_UNSTARTED);
}

/* Handlers would end at exec anyway, but ignored and blocked signals would not. */
static void reset_signals(void)
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
static int lift(int fd, int above)
{
    return fcntl(fd, F_DUPFD_CLOEXEC, above);
}

static bool place_standard(int null, bool quiet)
{
    bool keep_error = !quiet && fcntl(STDERR_FILENO, F_GETFD) >= 0;
    return dup2(null, STDIN_FILENO) >= 0 && dup2(null, STDOUT_FILENO) >= 0 &&
           (keep_error || dup2(null, STDERR_FILENO) >= 0);
}

/* Leaves 0 … 2 and the plan's descriptors, everything else closed at exec. */
static bool place_descriptors(struct plan *plan)
{
    int lifted[DESCRIPTORS_MAX];
    int above = FIRST_DESCRIPTOR + plan->count;
    for (int i = 0; i < plan->count; i++)
        if ((lifted[i] = lift(plan->descriptors[i], above)) < 0)
            return false;
    if ((plan->executable = lift(plan->executable, above)) < 0 ||
        (plan->null = lift(plan->null, above)) < 0 || !place_standard(plan->null, plan->quiet))
        return false;
    for (int i = 0; i < plan->count; i++)
        if (dup2(lifted[i], FIRST_DESCRIPTOR + i) < 0)
            return false;
    return close_range((unsigned)above, ~0u, CLOSE_RANGE_CLOEXEC) == 0;
}

_Noreturn static void become(struct plan *plan)
{
    int pipe = -1;
    if (plan->failure_pipe >= 0) {
        pipe = lift(plan->failure_pipe, FIRST_DESCRIPTOR + plan->count);
        if (pipe < 0)
            give_up(plan->failure_pipe, STEP_DESCRIPTORS, errno);
    }
    /* A group of its own: ^C at a terminal is for us, who then stop it in order. */
    setsid();
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0)
        give_up(pipe, STEP_DEATH_SIGNAL, errno);
    /* The parent died before the line above. A parent outside our process namespace has number 0 in
     * here, and nobody else has. */
    pid_t parent = getppid();
    if (parent != plan->parent && parent != 0)
        _exit(PROCESS_EXIT_UNSTARTED);
    reset_signals();
    if (!place_descriptors(plan))
        give_up(pipe, STEP_DESCRIPTORS, errno);
    syscall(SYS_execveat, plan->executable, process_no_path, plan->arguments, plan->environment,
            AT_EMPTY_PATH);
    give_up(pipe, STEP_EXECUTE, errno);
}

/* ---- In the parent ------------------------------------------------------------------------------
 */

/* Nothing of ours is passed on, but for what steers a sanitizer. */
static void choose_environment(char *environment[OPTIONS_PASSED + 1])
{
    static const char *const passed[OPTIONS_PASSED] = {
        "ASAN_OPTIONS=", "UBSAN_OPTIONS=", "LSAN_OPTIONS="};
    int count = 0;
    for (char **entry = environ; entry && *entry; entry++)
        for (int i = 0; i < OPTIONS_PASSED && count < OPTIONS_PASSED; i++)
            if (strncmp(*entry, passed[i], strlen(passed[i])) == 0)
                environment[count++] = *entry;
    environment[count] = NULL;
}

/* Signals stay blocked across the fork: a handler of ours must not run in the child, where it would
 * write into the pipe of our event loop. */
static pid_t fork_blocked(struct plan *plan)
{
    sigset_t all, before;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &before);
    pid_t pid = fork();
    if (pid == 0)
        become(plan);
    int code = errno;
    sigprocmask(SIG_SETMASK, &before, NULL);
    errno = code;
    return pid;
}

static int fork_child(struct process *process, struct plan *plan, struct error *error)
{
    const char *name = plan->arguments[0];
    pid_t pid = fork_blocked(plan);
    if (pid < 0)
        return error_set(error, -errno, "cannot start %.60s: fork: %s", name, strerror(errno));
    int pidfd = pidfd_open(pid, 0);
    if (pidfd < 0) {
        int code = errno;
        kill(pid, SIGKILL); /* not reaped yet, so the number is still its own */
        waitpid(pid, NULL, 0);
        return error_set(error, -code, "cannot start %.60s: pidfd_open: %s", name, strerror(code));
    }
    *process = (struct process){pid, pidfd};
    return 0;
}

/* What can be found wrong without a child. */
static int check(const struct plan *plan, struct error *error)
{
    const char *name = plan->arguments[0];
    if (plan->executable < 0)
        return error_set(error, -ENOENT, "cannot start %.60s: it is not installed beside this one",
                         name);
    if (plan->count < 0 || plan->count > DESCRIPTORS_MAX)
        return error_set(error, -EINVAL, "cannot start %.60s: %d descriptors", name, plan->count);
    for (int i = 0; i < plan->count; i++)
        if (fcntl(plan->descriptors[i], F_GETFD) < 0)
            return error_set(error, -EBADF, "cannot start %.60s: descriptor %d is not open", name,
                             plan->descriptors[i]);
    return 0;
}

/* Completes the plan and forks. */
static int carry_out(struct process *process, struct plan *plan, struct error *error)
{
    char *environment[OPTIONS_PASSED + 1];
    int result = check(plan, error);
    if (result < 0)
        return result;
    choose_environment(environment);
    plan->environment = environment;
    plan->parent = getpid();
    plan->null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (plan->null < 0)
        return error_set(error, -errno, "cannot open /dev/null: %s", strerror(errno));
    result = fork_child(process, plan, error);
    close(plan->null);
    return result;
}

int process_launch(struct process *process, int executable, char *const arguments[],
                   const int *descriptors, int count, bool quiet, struct error *error)
{
    struct plan plan = {.executable = executable,
                        .failure_pipe = -1,
                        .arguments = arguments,
                        .descriptors = descriptors,
                        .count = count,
                        .quiet = quiet};
    *process = PROCESS_INIT;
    return carry_out(process, &plan, error);
}

/* Waits until the pipe is closed by exec, or brings the reason why not. */
static bool read_failure(int pipe, struct failure *failure)
{
    ssize_t size;
    do
        size = read(pipe, failure, sizeof *failure);
    while (size < 0 && errno == EINTR);
    return size == (ssize_t)sizeof *failure;
}

int process_start(struct process *process, int executable, char *const arguments[],
                  const int *descriptors, int count, bool quiet, struct error *error)
{
    int failure_pipe[2];
    struct failure failure = {0};
    *process = PROCESS_INIT;
    if (pipe2(failure_pipe, O_CLOEXEC) < 0)
        return error_set(error, -errno, "cannot make a pipe: %s", strerror(errno));
    struct plan plan = {.executable = executable,
                        .failure_pipe = failure_pipe[1],
                        .arguments = arguments,
                        .descriptors = descriptors,
                        .count = count,
                        .quiet = quiet};
    int result = carry_out(process, &plan, error);
    close(failure_pipe[1]);
    if (result == 0 && read_failure(failure_pipe[0], &failure)) {
        struct process_end end;
        process_reap(process, true, &end);
        result = error_set(error, -failure.code, "cannot start %.60s: %s: %s", arguments[0],
                           step_sentences[failure.step], strerror(failure.code));
    }
    close(failure_pipe[0]);
    return result;
}
