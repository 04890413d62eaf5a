/* SPDX-License-Identifier: Apache-2.0 */
/* test_filter.c: the final filters, in real children: what must work works, and every other call
 * of the kernel ends the process by SIGSYS. */
#include "lib/sandbox/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "proto/ring.h"
#include "tests/unit/sandbox/child.h"
#include "tests/unit/test.h"

enum {
    DOORBELL = WORKER_DOORBELL,
    COMPLETIONS = WORKER_COMPLETIONS,
    THREADS = 3,
    OTHER = 60,
    LAST_CALL = 470,
    GOOD = 7
};

static int lock_worker(void)
{
    int counter = eventfd(1, 0);
    for (int fd = DOORBELL; fd < COMPLETIONS + THREADS; fd++)
        if (dup2(counter, fd) != fd)
            return -1;
    dup2(counter, OTHER);
    return sandbox_lock_worker(THREADS, NULL);
}

struct call {
    long number;
    unsigned long arguments[6];
};

static char room[64];

static int worker_calls(const void *argument)
{
    const struct call *call = argument;
    const unsigned long *a = call->arguments;
    if (lock_worker() != 0)
        return 1;
    syscall(call->number, a[0], a[1], a[2], a[3], a[4], a[5]);
    syscall(SYS_exit_group, GOOD);
    return 2;
}

static int compiler_calls(const void *argument)
{
    const struct call *call = argument;
    const unsigned long *a = call->arguments;
    if (sandbox_lock_compiler(NULL) != 0)
        return 1;
    syscall(call->number, a[0], a[1], a[2], a[3], a[4], a[5]);
    syscall(SYS_exit_group, GOOD);
    return 2;
}

#define CALL(number, ...) (&(struct call){SYS_##number, {__VA_ARGS__}})
#define ROOM ((unsigned long)room)

/* ---- The worker ---- */

static void the_worker_reads_its_doorbell_and_rings_every_thread(void **state)
{
    assert_int_equal(child_run(worker_calls, CALL(read, DOORBELL, ROOM, 8)), GOOD);
    for (unsigned long i = 0; i < THREADS; i++)
        assert_int_equal(child_run(worker_calls, CALL(write, COMPLETIONS + i, ROOM, 8)), GOOD);
    assert_int_equal(child_run(worker_calls, CALL(exit_group, GOOD)), GOOD);
}

static void the_worker_dies_of_every_other_argument(void **state)
{
    const struct call wrong[] = {
        {SYS_read, {DOORBELL, ROOM, 7}},
        {SYS_read, {DOORBELL, ROOM, 16}},
        {SYS_read, {DOORBELL, ROOM, 0x100000008}},
        {SYS_read, {0x100000000 + DOORBELL, ROOM, 8}},
        {SYS_read, {COMPLETIONS, ROOM, 8}},
        {SYS_read, {0, ROOM, 8}},
        {SYS_read, {OTHER, ROOM, 8}},
        {SYS_write, {COMPLETIONS + THREADS, ROOM, 8}},
        {SYS_write, {DOORBELL, ROOM, 8}},
        {SYS_write, {COMPLETIONS, ROOM, 9}},
        {SYS_write, {COMPLETIONS, ROOM, 0xffffffff00000008}},
        {SYS_write, {0xffffffff00000000 + COMPLETIONS, ROOM, 8}},
        {SYS_write, {1, ROOM, 8}},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(child_run(worker_calls, &wrong[i]), -SIGSYS);
}

#ifndef SANITIZED
/* uretprobe and uprobe: the kernel lets them past every filter, and they do nothing without a probe
 * that root has set. */
static bool is_past_filters(long number)
{
    return number == 335 || number == 336;
}

static void the_worker_dies_of_every_other_call(void **state)
{
    for (long number = 0; number <= LAST_CALL; number++) {
        if (number == SYS_exit_group || is_past_filters(number))
            continue;
        struct call call = {number, {0}};
        int end = child_run(worker_calls, &call);
        if (end != -SIGSYS)
            print_error("call %ld\n", number);
        assert_int_equal(end, -SIGSYS);
    }
}
#endif

static void the_worker_has_no_return_from_a_signal(void **state)
{
    assert_int_equal(child_run(worker_calls, CALL(rt_sigreturn, 0)), -SIGSYS);
    assert_int_equal(child_run(worker_calls, CALL(setitimer, 0)), -SIGSYS);
}

static void a_worker_of_no_threads_or_too_many_is_refused(void **state)
{
    struct error error;
    assert_int_equal(sandbox_lock_worker(0, &error), -EINVAL);
    assert_int_equal(sandbox_lock_worker(THREADS_MAX + 1, &error), -EINVAL);
}

/* ---- Other ways into the kernel ---- */

static int lock_either(const void *role)
{
    return *(const char *)role == 'w' ? lock_worker() : sandbox_lock_compiler(NULL);
}

/* The number of an allowed call, in the x32 ABI. */
static int calls_x32(const void *role)
{
    if (lock_either(role) != 0)
        return 1;
    syscall(0x40000000 + SYS_exit_group, GOOD);
    return 2;
}

static int calls_int80(const void *role)
{
    if (lock_either(role) != 0)
        return 1;
    int result, number = 252; /* exit_group of the 32-bit table */
    __asm__ volatile("int $0x80" : "=a"(result) : "a"(number), "b"(GOOD) : "memory");
    return 2;
}

static int calls_after_second_filter(const void *role)
{
    if (lock_either(role) != 0)
        return 1;
    syscall(SYS_seccomp, 1, 0, NULL);
    return 2;
}

static void other_abis_are_no_way_around(void **state)
{
    for (const char *role = "wc"; *role != '\0'; role++) {
        assert_int_equal(child_run(calls_x32, role), -SIGSYS);
        int end = child_run(calls_int80, role);
        assert_true(end == -SIGSYS || end == -SIGSEGV); /* a kernel without 32-bit calls faults */
        assert_int_equal(child_run(calls_after_second_filter, role), -SIGSYS);
    }
}

/* ---- The compiler ---- */

static int uses_memory(const void *argument)
{
    if (sandbox_lock_compiler(NULL) != 0)
        return 1;
    for (size_t size = 16; size < 64u << 20; size *= 3) {
        char *memory = malloc(size);
        if (memory == NULL)
            return 2;
        memset(memory, 1, size);
        memory = realloc(memory, size * 2);
        if (memory == NULL)
            return 3;
        free(memory);
    }
    char *page = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return mprotect(page, 4096, PROT_READ | PROT_WRITE) == 0 && (page[0] = 1) ? GOOD : 4;
}

static int asks_for_memory_size(const void *argument)
{
    if (sandbox_lock_compiler(NULL) != 0)
        return 1;
    return syscall(SYS_sysinfo, room) == -1 && errno == ENOSYS ? GOOD : 2;
}

static void the_compiler_has_memory(void **state)
{
    assert_int_equal(child_run(uses_memory, NULL), GOOD);
    assert_int_equal(child_run(asks_for_memory_size, NULL), GOOD);
    assert_int_equal(child_run(compiler_calls, CALL(futex, ROOM, FUTEX_WAKE | FUTEX_PRIVATE_FLAG)),
                     GOOD);
}

#ifndef SANITIZED
static void the_compiler_dies_of_memory_with_a_purpose(void **state)
{
    const unsigned long anonymous = MAP_PRIVATE | MAP_ANONYMOUS, none = (unsigned long)-1;
    const struct call wrong[] = {
        {SYS_mmap, {0, 4096, PROT_READ | PROT_EXEC, anonymous, none}},
        {SYS_mmap, {0, 4096, PROT_READ | 0x100000000, anonymous, none}},
        {SYS_mmap, {0, 4096, PROT_READ, MAP_SHARED | MAP_ANONYMOUS, none}},
        {SYS_mmap, {0, 4096, PROT_READ, MAP_PRIVATE, 0}},
        {SYS_mmap, {ROOM & ~4095ul, 4096, PROT_READ, anonymous | MAP_FIXED, none}},
        {SYS_mprotect, {ROOM & ~4095ul, 4096, PROT_READ | PROT_EXEC}},
        {SYS_mprotect, {ROOM & ~4095ul, 4096, PROT_READ | PROT_GROWSDOWN}},
        {SYS_futex, {ROOM, FUTEX_REQUEUE}},
        {SYS_futex, {ROOM, FUTEX_LOCK_PI}},
        {SYS_futex, {ROOM, FUTEX_WAKE | 0x100000000}},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(child_run(compiler_calls, &wrong[i]), -SIGSYS);
}

static bool compiler_may(long number)
{
    static const long allowed[] = {SYS_brk,   SYS_munmap,     SYS_mremap,  SYS_mprotect,
                                   SYS_futex, SYS_exit_group, SYS_sysinfo, SYS_mmap};
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
        if (allowed[i] == number)
            return true;
    return false;
}

static void the_compiler_dies_of_every_other_call(void **state)
{
    for (long number = 0; number <= LAST_CALL; number++) {
        if (compiler_may(number) || is_past_filters(number))
            continue;
        struct call call = {number, {0}};
        int end = child_run(compiler_calls, &call);
        if (end != -SIGSYS)
            print_error("call %ld\n", number);
        assert_int_equal(end, -SIGSYS);
    }
}
#else

/* ---- With sanitizers: a finding gets out of the lock ---- */

static int overruns(const void *role)
{
    volatile char *memory = malloc(16);
    volatile size_t past = 16;
    if (lock_either(role) != 0)
        return 1;
    memory[past] = 1;
    return 2;
}

static void a_finding_ends_a_locked_process_with_its_own_status(void **state)
{
    for (const char *role = "wc"; *role != '\0'; role++)
        assert_int_equal(child_run(overruns, role), 86);
}
#endif

static void files_are_out_of_reach(void **state)
{
    const struct call *wrong[] = {
        CALL(openat, (unsigned long)AT_FDCWD, (unsigned long)"/etc/passwd"),
        CALL(execve, (unsigned long)"/bin/sh"), CALL(socket, 1, 1), CALL(clone, SIGCHLD),
        CALL(memfd_create, ROOM)};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
#ifdef SANITIZED
        if (wrong[i]->number == SYS_openat || wrong[i]->number == SYS_clone)
            continue; /* the report may ask, and is refused */
#endif
        assert_int_equal(child_run(worker_calls, wrong[i]), -SIGSYS);
        assert_int_equal(child_run(compiler_calls, wrong[i]), -SIGSYS);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_worker_reads_its_doorbell_and_rings_every_thread),
    cmocka_unit_test(the_worker_dies_of_every_other_argument),
    cmocka_unit_test(the_worker_has_no_return_from_a_signal),
    cmocka_unit_test(a_worker_of_no_threads_or_too_many_is_refused),
    cmocka_unit_test(other_abis_are_no_way_around),
    cmocka_unit_test(the_compiler_has_memory),
    cmocka_unit_test(files_are_out_of_reach),
#ifndef SANITIZED
    cmocka_unit_test(the_worker_dies_of_every_other_call),
    cmocka_unit_test(the_compiler_dies_of_memory_with_a_purpose),
    cmocka_unit_test(the_compiler_dies_of_every_other_call),
#else
    cmocka_unit_test(a_finding_ends_a_locked_process_with_its_own_status),
#endif
};

RUN_TESTS(tests)
