/* SPDX-License-Identifier: Apache-2.0 */
/* test_process.c: what a started process has, and what is known of its end. */
#include "lib/process/process.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/channel/descriptors.h"
#include "tests/unit/test.h"

enum { PATIENCE_MS = 20000, FAR = 200 };

static int probe = -1;

/* The probe lies beside this test. */
static int open_probe(void **state)
{
    char path[4096];
    ssize_t size = readlink("/proc/self/exe", path, sizeof path - 32);
    assert_true(size > 0);
    path[size] = '\0';
    strcpy(strrchr(path, '/') + 1, "process_probe");
    probe = open(path, O_PATH | O_CLOEXEC);
    return probe < 0 ? -1 : 0;
}

static struct process start(const char *what, const char *more, const int *descriptors, int count)
{
    struct process process;
    struct error error = {0};
    char name[] = "probe", first[32], second[32];
    snprintf(first, sizeof first, "%s", what);
    snprintf(second, sizeof second, "%s", more);
    char *const arguments[] = {name, first, second, NULL};
    const struct start start = {probe, arguments, descriptors, count, .quiet = true};
    int result = process_start(&process, &start, &error);
    if (result)
        fail_msg("%s", error.text);
    return process;
}

static struct process_end wait_for(struct process *process)
{
    struct process_end end;
    struct pollfd wait = {.fd = process->pidfd, .events = POLLIN};
    assert_int_equal(poll(&wait, 1, PATIENCE_MS), 1);
    assert_true(process_reap(process, false, &end));
    assert_int_equal(process->pidfd, -1);
    return end;
}

/* What the probe writes to its descriptor 3, beside which it gets `more`. */
static const char *answer_of(const char *what, const int *more, int count)
{
    static char text[8192];
    int pipe_ends[2], descriptors[64];
    assert_int_equal(pipe2(pipe_ends, O_CLOEXEC), 0);
    descriptors[0] = pipe_ends[1];
    if (count)
        memcpy(descriptors + 1, more, (size_t)count * sizeof(int));
    struct process process = start(what, "", descriptors, count + 1);
    close(pipe_ends[1]);
    size_t size = 0;
    ssize_t got;
    while ((got = read(pipe_ends[0], text + size, sizeof text - 1 - size)) > 0)
        size += (size_t)got;
    text[size] = '\0';
    close(pipe_ends[0]);
    struct process_end end = wait_for(&process);
    assert_int_equal(end.signal, 0);
    assert_int_equal(end.status, 0);
    return text;
}

static void a_child_has_its_descriptors_and_no_other(void **state)
{
    int leaked = open("/etc", O_RDONLY | O_DIRECTORY); /* not close-on-exec */
    int zero = open("/dev/zero", O_RDONLY), full = open("/dev/full", O_RDONLY);
    int far = fcntl(zero, F_DUPFD, FAR);
    const char *text = answer_of("descriptors", (int[]){full, zero, full}, 3);
    const char *expected[] = {"0=/dev/null\n1=/dev/null\n2=/dev/null\n3=pipe:",
                              "4=/dev/full\n5=/dev/zero\n6=/dev/full\n"};
    assert_memory_equal(text, expected[0], strlen(expected[0]));
    const char *rest = strchr(strstr(text, "3=pipe:"), '\n') + 1;
    assert_string_equal(rest, expected[1]);
    close(leaked);
    close(zero);
    close(full);
    close(far);
}

/* Sources whose numbers are other sources' targets, in both directions, and the standard ones. */
static void no_descriptor_clobbers_another(void **state)
{
    int saved[3];
    for (int i = 0; i < 3; i++)
        saved[i] = fcntl(i, F_DUPFD_CLOEXEC, FAR);
    const char *const paths[] = {"/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"};
    int lifted[4];
    for (int i = 0; i < 4; i++) {
        int fd = open(paths[i], O_RDONLY);
        lifted[i] = fcntl(fd, F_DUPFD_CLOEXEC, FAR);
        close(fd);
    }
    int high_probe = fcntl(probe, F_DUPFD_CLOEXEC, FAR), old_probe = probe;
    /* 4 … 7 in reverse order, the executable at 5's target 6 is taken over as well. */
    int reach[] = {7, 6, 5, 4};
    for (int i = 0; i < 4; i++)
        dup2(lifted[i], reach[i]);
    dup2(high_probe, 8);
    probe = 8;
    const char *text = answer_of("descriptors", (int[]){7, 6, 5, 4, 8}, 5);
    const char *rest = strchr(strstr(text, "3=pipe:"), '\n') + 1;
    const char *expected = "4=/dev/zero\n5=/dev/full\n6=/dev/random\n7=/dev/urandom\n8=";
    assert_memory_equal(rest, expected, strlen(expected));
    for (int i = 4; i < 9; i++)
        close(i);
    probe = fcntl(high_probe, F_DUPFD_CLOEXEC, old_probe);
    close(high_probe);
    for (int i = 0; i < 4; i++)
        close(lifted[i]);
    for (int i = 0; i < 3; i++) {
        dup2(saved[i], i);
        close(saved[i]);
    }
}

static void a_child_has_an_empty_environment(void **state)
{
    setenv("RESYND_SECRET", "word", 1);
    setenv("UBSAN_OPTIONS", "verbosity=0", 1);
    unsetenv("ASAN_OPTIONS");
    unsetenv("LSAN_OPTIONS");
    assert_string_equal(answer_of("environment", NULL, 0), "UBSAN_OPTIONS=verbosity=0\n");
}

static void a_child_has_signals_as_new_and_dies_with_its_parent(void **state)
{
    sigset_t mask;
    sigemptyset(&mask);
    sigaddset(&mask, SIGTERM);
    sigprocmask(SIG_BLOCK, &mask, NULL);
    signal(SIGPIPE, SIG_IGN);
    assert_string_equal(answer_of("signals", NULL, 0), "blocked=0 ignored=0 death=9 group=1\n");
    sigprocmask(SIG_UNBLOCK, &mask, NULL);
    signal(SIGPIPE, SIG_DFL);
}

static void an_orphan_is_killed(void **state)
{
    int pipe_ends[2];
    assert_int_equal(pipe2(pipe_ends, O_CLOEXEC), 0);
    pid_t parent = fork();
    if (parent == 0) {
        start("wait", "", &pipe_ends[1], 1);
        _exit(0);
    }
    close(pipe_ends[1]);
    waitpid(parent, NULL, 0);
    /* The child's copy of the writing end is closed by its death and by nothing else. */
    struct pollfd wait = {.fd = pipe_ends[0], .events = POLLIN};
    assert_int_equal(poll(&wait, 1, PATIENCE_MS), 1);
    char byte;
    assert_int_equal(read(pipe_ends[0], &byte, 1), 0);
    close(pipe_ends[0]);
}

static void how_it_ended_is_known(void **state)
{
    struct process process = start("exit", "7", NULL, 0);
    struct process_end end = wait_for(&process);
    assert_int_equal(end.signal, 0);
    assert_int_equal(end.status, 7);
    assert_true(end.peak_kib > 0);
}

static void a_living_process_is_not_reaped_and_a_killed_one_is(void **state)
{
    struct process process = start("wait", "", NULL, 0);
    struct process_end end;
    assert_false(process_reap(&process, false, &end));
    process_kill(&process);
    assert_true(process_reap(&process, true, &end));
    assert_int_equal(end.signal, SIGKILL);
    process_kill(&process); /* harmless */
    assert_true(process_reap(&process, true, &end));
    assert_true(process_cpu_us(&process) < 0);
}

static void the_clock_counts_computing_and_not_waiting(void **state)
{
    struct process waiting = start("wait", "", NULL, 0), spinning = start("spin", "", NULL, 0);
    long before = process_cpu_us(&waiting);
    for (int i = 0; i < 2000 && process_cpu_us(&spinning) < 50000; i++)
        usleep(5000);
    assert_true(process_cpu_us(&spinning) >= 50000);
    assert_true(before >= 0);
    assert_true(process_cpu_us(&waiting) - before < 40000);
    struct process_end end;
    process_kill(&spinning);
    process_kill(&waiting);
    process_reap(&spinning, true, &end);
    assert_true(end.cpu_us >= 50000);
    process_reap(&waiting, true, &end);
}

/* A group in the kernel's second hierarchy, where this machine has one that may be written to. */
static int make_group(char path[PATH_MAX])
{
    char line[PATH_MAX], mount[256] = "";
    FILE *mounts = fopen("/proc/mounts", "re");
    while (mounts && !*mount && fgets(line, sizeof line, mounts))
        if (sscanf(line, "%*s %255s cgroup2 ", mount) != 1 || !strstr(line, " cgroup2 "))
            *mount = '\0';
    if (mounts)
        fclose(mounts);
    snprintf(path, PATH_MAX, "%s/resynd-test-%d", mount, getpid());
    return *mount ? mkdir(path, 0700) : -1;
}

static void a_child_joins_the_control_group_that_it_is_given(void **state)
{
    char path[PATH_MAX], file[PATH_MAX + 16], name[] = "probe", what[] = "wait", none[] = "";
    char *const arguments[] = {name, what, none, NULL};
    char joined[64] = "";
    struct process process;
    struct process_end end;
    struct error error = {0};
    if (make_group(path) < 0)
        skip();
    snprintf(file, sizeof file, "%s/cgroup.procs", path);
    int procs = open(file, O_RDWR | O_CLOEXEC);
    assert_true(procs >= 0);
    const struct start start = {probe, arguments, .quiet = true, .group = procs};
    if (process_start(&process, &start, &error))
        fail_msg("%s", error.text);
    assert_true(pread(procs, joined, sizeof joined - 1, 0) > 0);
    assert_int_equal(atoi(joined), process.pid);
    process_kill(&process);
    process_reap(&process, true, &end);
    close(procs);
    assert_int_equal(rmdir(path), 0);
}

static void what_cannot_be_started_says_why_and_leaves_nothing(void **state)
{
    struct process process;
    struct error error = {0};
    char name[] = "resynd-nothing";
    char *const arguments[] = {name, NULL};
    int before = descriptors_open();
    int text = open("/dev/null", O_PATH | O_CLOEXEC);
    struct start start = {.executable = -1, .arguments = arguments, .quiet = true};
    assert_int_equal(process_start(&process, &start, &error), -ENOENT);
    assert_non_null(strstr(error.text, "resynd-nothing"));
    start.executable = text;
    assert_int_equal(process_start(&process, &start, &error), -EACCES);
    assert_non_null(strstr(error.text, "executing it"));
    start = (struct start){probe, arguments, (int[]){-1}, 1, .quiet = true};
    assert_int_equal(process_start(&process, &start, &error), -EBADF);
    start = (struct start){probe, arguments, .group = text}; /* no control group */
    assert_int_equal(process_start(&process, &start, &error), -EBADF);
    assert_non_null(strstr(error.text, "control group"));
    assert_int_equal(process.pidfd, -1);
    close(text);
    assert_int_equal(descriptors_open(), before);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
    assert_int_equal(errno, ECHILD);
}

/* The child shares the memory until then: what it does there must not be seen. */
static void the_parent_goes_on_as_it_was(void **state)
{
    struct sigaction ours = {.sa_handler = SIG_IGN}, found;
    sigset_t mask, after;
    assert_int_equal(sigaction(SIGUSR1, &ours, NULL), 0);
    sigemptyset(&mask);
    sigaddset(&mask, SIGUSR2);
    assert_int_equal(sigprocmask(SIG_SETMASK, &mask, NULL), 0);
    int before = descriptors_open();
    pid_t session = getsid(0);
    for (int i = 0; i < 8; i++)
        how_it_ended_is_known(state);
    assert_int_equal(sigaction(SIGUSR1, NULL, &found), 0);
    assert_ptr_equal(found.sa_handler, SIG_IGN);
    assert_int_equal(sigprocmask(SIG_SETMASK, NULL, &after), 0);
    assert_true(sigismember(&after, SIGUSR2) == 1 && sigismember(&after, SIGTERM) == 0);
    assert_int_equal(getsid(0), session);
    assert_int_equal(descriptors_open(), before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_child_has_its_descriptors_and_no_other),
        cmocka_unit_test(no_descriptor_clobbers_another),
        cmocka_unit_test(a_child_has_an_empty_environment),
        cmocka_unit_test(a_child_has_signals_as_new_and_dies_with_its_parent),
        cmocka_unit_test(an_orphan_is_killed),
        cmocka_unit_test(how_it_ended_is_known),
        cmocka_unit_test(a_living_process_is_not_reaped_and_a_killed_one_is),
        cmocka_unit_test(the_clock_counts_computing_and_not_waiting),
        cmocka_unit_test(a_child_joins_the_control_group_that_it_is_given),
        cmocka_unit_test(what_cannot_be_started_says_why_and_leaves_nothing),
        cmocka_unit_test(the_parent_goes_on_as_it_was),
    };
    return cmocka_run_group_tests(tests, open_probe, NULL);
}
