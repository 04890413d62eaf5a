/* SPDX-License-Identifier: Apache-2.0 */
/* test_roles.c: the locks of the long-lived processes, in real children: their own work goes on,
 * and what a stranger would do with them ends as it must. */
#include "lib/sandbox/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/sandbox/landlock.h"
#include "tests/unit/sandbox/child.h"
#include "tests/unit/test.h"

/* NOBODY: above every process id. */
enum { GOOD = 7, THREADS = 4, NOBODY = 1 << 29 };

static const char no_path[1] = "";
static const char *const folders[] = {"/etc"};
#define KEEPS (O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC) /* as SQLite opens files */

static int lock_front(void)
{
    return sandbox_basics(0, NULL) < 0 ? -1 : sandbox_lock_front(NULL);
}

static int lock_store(void)
{
    const struct sandbox_store needs = {.directories = folders, .count = 1};
    return sandbox_basics(0, NULL) < 0 ? -1 : sandbox_lock_store(&needs, NULL);
}

/* A folder of this test's own, with a folder in it that the supervisor may take files away from. */
static char scratch[] = "/tmp/resynd-roles-XXXXXX", inside[64], mine[64], foreign[64];

static void put_file(const char *path)
{
    int fd = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    close(fd);
}

static int make_scratch(void **state)
{
    assert_non_null(mkdtemp(scratch));
    snprintf(inside, sizeof inside, "%s/inside", scratch);
    snprintf(mine, sizeof mine, "%s/inside/mine", scratch);
    snprintf(foreign, sizeof foreign, "%s/foreign", scratch);
    assert_int_equal(mkdir(inside, 0700), 0);
    put_file(mine);
    put_file(foreign);
    return 0;
}

static int remove_scratch(void **state)
{
    unlink(mine);
    unlink(foreign);
    return rmdir(inside) < 0 || rmdir(scratch) < 0 ? -1 : 0;
}

static int lock_store_with_data(void)
{
    const struct sandbox_store needs = {.directories = folders, .count = 1, .data = inside};
    return sandbox_basics(0, NULL) < 0 ? -1 : sandbox_lock_store(&needs, NULL);
}

/* With this test's own executable and that folder as what it needs. */
static int lock_supervisor(void)
{
    int self = open("/proc/self/exe", O_PATH | O_CLOEXEC);
    const char *const cleaned[] = {inside};
    const struct sandbox_supervisor needs = {.executables = &self,
                                             .executable_count = 1,
                                             .cleaned = cleaned,
                                             .cleaned_count = 1,
                                             .no_path = no_path};
    return self < 0 || sandbox_basics(0, NULL) < 0 ? -1 : sandbox_lock_supervisor(&needs, NULL);
}

struct attempt {
    int (*lock)(void);
    long number;
    unsigned long arguments[6];
};

/* GOOD where the call was made, its errno + 100 where it was refused. */
static int attempts(const void *argument)
{
    const struct attempt *attempt = argument;
    const unsigned long *a = attempt->arguments;
    if (attempt->lock() < 0)
        return 1;
    long got = syscall(attempt->number, a[0], a[1], a[2], a[3], a[4], a[5]);
    return got >= 0 ? GOOD : 100 + errno;
}

#define ATTEMPT(lock, call, ...) \
    child_run(attempts, &(struct attempt){lock, SYS_##call, {__VA_ARGS__}})
#define TEXT(text) ((unsigned long)(text))
#define HERE ((unsigned long)AT_FDCWD)

/* ---- The front ---------------------------------------------------------------------------------
 */

static void *works(void *argument)
{
    char *memory = malloc(1u << 22);
    if (memory)
        memset(memory, 1, 1u << 22);
    free(memory);
    return argument;
}

static int serves(const void *argument)
{
    pthread_t threads[THREADS];
    int pair[2];
    char byte = 'x';
    if (lock_front() < 0)
        return 1;
    for (int i = 0; i < THREADS; i++)
        if (pthread_create(&threads[i], NULL, works, threads) != 0)
            return 2;
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    if (pipe2(pair, O_CLOEXEC) < 0 || write(pair[1], &byte, 1) != 1 || read(pair[0], &byte, 1) != 1)
        return 3;
    return epoll_create1(EPOLL_CLOEXEC) < 0 ? 4 : GOOD;
}

static void the_front_has_threads_memory_and_what_it_was_given(void **state)
{
    assert_int_equal(child_run(serves, NULL), GOOD);
}

static int fails_an_assertion(const void *argument)
{
    if (lock_front() < 0)
        return 1;
    abort();
}

static void a_bug_of_the_front_is_no_attack(void **state)
{
    assert_int_equal(child_run(fails_an_assertion, NULL), -SIGABRT);
}

static void the_front_reaches_nothing_else(void **state)
{
    assert_int_equal(ATTEMPT(lock_front, openat, HERE, TEXT("/etc/passwd")), 100 + EACCES);
    assert_int_equal(ATTEMPT(lock_front, openat2, HERE, TEXT("/etc/passwd")), -SIGSYS);
    assert_int_equal(ATTEMPT(lock_front, execve, TEXT("/bin/true")), -SIGSYS);
    assert_int_equal(ATTEMPT(lock_front, execveat, 3, TEXT(no_path), 0, 0, AT_EMPTY_PATH), -SIGSYS);
    assert_int_equal(ATTEMPT(lock_front, clone, SIGCHLD), -SIGSYS);
    assert_int_equal(ATTEMPT(lock_front, clone, CLONE_NEWUSER | SIGCHLD), -SIGSYS);
    assert_int_equal(ATTEMPT(lock_front, fork), -SIGSYS);
    assert_int_equal(ATTEMPT(lock_front, socket, AF_INET, SOCK_STREAM), -SIGSYS);
    assert_int_equal(ATTEMPT(lock_front, connect, 0), -SIGSYS);
    assert_int_equal(ATTEMPT(lock_front, ptrace, 16, NOBODY), -SIGSYS);
    assert_int_equal(ATTEMPT(lock_front, process_vm_readv, NOBODY), -SIGSYS);
    assert_int_equal(ATTEMPT(lock_front, kill, NOBODY, 0), -SIGSYS);
    assert_int_equal(ATTEMPT(lock_front, setrlimit, 7), -SIGSYS);
    assert_int_equal(ATTEMPT(lock_front, mmap, 0, 4096, PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS),
                     -SIGSYS);
}

/* ---- The store ---------------------------------------------------------------------------------
 */

static void the_store_reads_its_directories(void **state)
{
    assert_int_equal(ATTEMPT(lock_store, openat, HERE, TEXT("/etc/passwd"), O_RDONLY), GOOD);
    assert_int_equal(ATTEMPT(lock_store, openat, HERE, TEXT("/etc"), O_RDONLY | O_DIRECTORY), GOOD);
}

static void the_store_keeps_files_in_its_folder(void **state)
{
    assert_int_equal(ATTEMPT(lock_store_with_data, openat, HERE, TEXT(mine), KEEPS, 0600), GOOD);
    assert_int_equal(ATTEMPT(lock_store_with_data, unlink, TEXT(mine)), GOOD);
    assert_int_equal(ATTEMPT(lock_store_with_data, openat, HERE, TEXT(mine), KEEPS, 0600), GOOD);
    if (landlock_abi() > 0)
        assert_int_equal(ATTEMPT(lock_store_with_data, unlink, TEXT(foreign)), 100 + EACCES);
    assert_int_equal(ATTEMPT(lock_store_with_data, mkdirat, HERE, TEXT(mine), 0700), -SIGSYS);
}

static void the_store_reaches_nothing_else(void **state)
{
    if (landlock_abi() > 0) {
        assert_int_equal(ATTEMPT(lock_store, openat, HERE, TEXT("/usr"), O_RDONLY), 100 + EACCES);
        assert_int_equal(ATTEMPT(lock_store, openat, HERE, TEXT(foreign), KEEPS), 100 + EACCES);
        assert_int_equal(ATTEMPT(lock_store, unlink, TEXT(foreign)), 100 + EACCES);
    }
    assert_int_equal(ATTEMPT(lock_store, openat, HERE, TEXT(foreign), O_RDWR), -SIGSYS);
    assert_int_equal(ATTEMPT(lock_store, openat, HERE, TEXT(inside), O_CREAT | O_RDONLY, 0600),
                     -SIGSYS);
    assert_int_equal(ATTEMPT(lock_store, openat, HERE, TEXT(foreign), O_TRUNC), -SIGSYS);
    assert_int_equal(ATTEMPT(lock_store, socket, AF_INET, SOCK_STREAM), -SIGSYS);
    assert_int_equal(ATTEMPT(lock_store, execve, TEXT("/bin/true")), -SIGSYS);
    assert_int_equal(ATTEMPT(lock_store, clone, SIGCHLD), -SIGSYS);
    assert_int_equal(ATTEMPT(lock_store, ptrace, 16, NOBODY), -SIGSYS);
}

/* ---- The supervisor ----------------------------------------------------------------------------
 */

static void the_supervisor_has_no_use_for_the_rest_of_the_kernel(void **state)
{
    assert_int_equal(ATTEMPT(lock_supervisor, socket, AF_INET, SOCK_STREAM), 100 + ENOSYS);
    assert_int_equal(ATTEMPT(lock_supervisor, socketpair, AF_INET, SOCK_STREAM), 100 + ENOSYS);
    assert_int_equal(ATTEMPT(lock_supervisor, ptrace, 16, NOBODY), 100 + ENOSYS);
    assert_int_equal(ATTEMPT(lock_supervisor, unshare, CLONE_NEWUSER), 100 + ENOSYS);
    assert_int_equal(ATTEMPT(lock_supervisor, execve, TEXT("/bin/true")), 100 + ENOSYS);
    assert_int_equal(ATTEMPT(lock_supervisor, execveat, HERE, TEXT("/bin/true"), 0, 0, 0),
                     100 + ENOSYS);
    assert_int_equal(ATTEMPT(lock_supervisor, openat, HERE, TEXT(inside), O_CREAT | O_WRONLY, 0600),
                     100 + ENOSYS);
    assert_int_equal(ATTEMPT(lock_supervisor, mmap, 0, 4096, PROT_WRITE | PROT_EXEC,
                             MAP_PRIVATE | MAP_ANONYMOUS, (unsigned long)-1),
                     100 + ENOSYS);
    assert_int_equal(ATTEMPT(lock_supervisor, kill, NOBODY, SIGKILL), 100 + ESRCH);
    assert_int_equal(ATTEMPT(lock_supervisor, kill, NOBODY, SIGTERM), 100 + ENOSYS);
    assert_int_equal(ATTEMPT(lock_supervisor, kill, (unsigned long)-NOBODY, SIGKILL), 100 + ENOSYS);
}

/* Executes what `path` names as the supervisor starts its children. */
static int starts(const void *path)
{
    int program = open(path, O_PATH | O_CLOEXEC);
    char name[] = "test", argument[] = "--leave";
    char *const arguments[] = {name, argument, NULL}, *const environment[] = {NULL};
    if (program < 0 || lock_supervisor() < 0)
        return 1;
    pid_t child = fork();
    if (child == 0) {
        syscall(SYS_execveat, program, no_path, arguments, environment, AT_EMPTY_PATH);
        _exit(100 + errno);
    }
    int status;
    return waitpid(child, &status, 0) == child && WIFEXITED(status) ? WEXITSTATUS(status) : 2;
}

static void the_supervisor_starts_its_own_executables_only(void **state)
{
    assert_int_equal(child_run(starts, "/proc/self/exe"), GOOD);
    if (landlock_abi() > 0) {
        assert_int_equal(child_run(starts, "/bin/true"), 100 + EACCES);
        assert_int_equal(child_run(starts, "/bin/sh"), 100 + EACCES);
    }
}

static void the_supervisor_writes_to_nothing(void **state)
{
    assert_int_equal(ATTEMPT(lock_supervisor, openat, HERE, TEXT("/dev/null"), O_RDWR), GOOD);
    assert_int_equal(ATTEMPT(lock_supervisor, openat, HERE, TEXT("/etc/passwd"), O_RDONLY), GOOD);
    if (landlock_abi() > 0) {
        assert_int_equal(ATTEMPT(lock_supervisor, openat, HERE, TEXT(mine), O_RDWR), 100 + EACCES);
        assert_int_equal(ATTEMPT(lock_supervisor, unlink, TEXT(foreign)), 100 + EACCES);
    }
    assert_int_equal(ATTEMPT(lock_supervisor, unlink, TEXT(mine)), GOOD);
}

static const struct CMUnitTest tests[] = {
#ifndef SANITIZED /* which lock none of these */
    cmocka_unit_test(the_front_has_threads_memory_and_what_it_was_given),
    cmocka_unit_test(a_bug_of_the_front_is_no_attack),
    cmocka_unit_test(the_front_reaches_nothing_else),
    cmocka_unit_test(the_store_reads_its_directories),
    cmocka_unit_test(the_store_keeps_files_in_its_folder),
    cmocka_unit_test(the_store_reaches_nothing_else),
    cmocka_unit_test(the_supervisor_has_no_use_for_the_rest_of_the_kernel),
    cmocka_unit_test(the_supervisor_starts_its_own_executables_only),
    cmocka_unit_test(the_supervisor_writes_to_nothing),
#endif
};

int main(int count, char **arguments)
{
    if (count == 2 && strcmp(arguments[1], "--leave") == 0)
        return GOOD;
#ifdef SANITIZED
    (void)tests;
    print_message("1..0 # SKIP with sanitizers these processes are not locked\n");
    return 0;
#else
    return cmocka_run_group_tests(tests, make_scratch, remove_scratch);
#endif
}
