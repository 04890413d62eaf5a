/* SPDX-License-Identifier: Apache-2.0 */
/* test_limits.c: what a process has given up before its filter. */
#include "lib/sandbox/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "tests/unit/sandbox/child.h"
#include "tests/unit/test.h"

enum { GOOD = 7 };

static int looks_at_basics(const void *argument)
{
    if (sandbox_basics(0, NULL) != 0)
        return 1;
    struct rlimit core;
    getrlimit(RLIMIT_CORE, &core);
    return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 && prctl(PR_GET_DUMPABLE) == 0 &&
                   core.rlim_max == 0
               ? GOOD
               : 2;
}

static void basics_cannot_be_taken_back(void **state)
{
    assert_int_equal(child_run(looks_at_basics, NULL), GOOD);
}

#if defined __x86_64__ && !defined SANITIZED
static int has_no_clock(const void *argument)
{
    int setting = 0;
    if (sandbox_basics(1, NULL) != 0 || prctl(PR_GET_TSC, &setting, 0, 0, 0) != 0)
        return 1;
    return setting == PR_TSC_SIGSEGV ? GOOD : 2;
}

static void the_counter_is_refused_where_asked(void **state)
{
    assert_int_equal(child_run(has_no_clock, NULL), GOOD);
}

static unsigned read_counter(void)
{
    unsigned low, high;
    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
    return low;
}

static int reads_counter(const void *no_clock)
{
    if (sandbox_basics(*(const int *)no_clock, NULL) != 0)
        return 1;
    read_counter();
    return GOOD;
}

static int reads_refused_counter(const void *argument)
{
    prctl(PR_SET_TSC, PR_TSC_SIGSEGV, 0, 0, 0);
    read_counter();
    return GOOD;
}

static void reading_the_counter_ends_the_process(void **state)
{
    int with = 0, without = 1;
    assert_int_equal(child_run(reads_counter, &with), GOOD);
    if (child_run(reads_refused_counter, NULL) == GOOD) {
        print_message("# this virtual machine does not obey PR_SET_TSC: nothing to see here\n");
        return;
    }
    assert_int_equal(child_run(reads_counter, &without), -SIGSEGV);
}

static int exhausts_memory(const void *argument)
{
    const struct sandbox_limits limits = {.address_space = 64u << 20};
    if (sandbox_limit(&limits, NULL) != 0)
        return 1;
    void *small = mmap(NULL, 1u << 20, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    void *large = mmap(NULL, 64u << 20, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return small != MAP_FAILED && large == MAP_FAILED && errno == ENOMEM ? GOOD : 2;
}

static void address_space_has_an_end(void **state)
{
    assert_int_equal(child_run(exhausts_memory, NULL), GOOD);
}
#endif

static int opens_after(const void *argument)
{
    const struct sandbox_limits limits = {.no_files = 1};
    int before = open("/dev/null", O_WRONLY);
    if (sandbox_limit(&limits, NULL) != 0)
        return 1;
    bool usable = write(before, "x", 1) == 1;
    return usable && open("/dev/null", O_RDONLY) == -1 && errno == EMFILE && dup(before) == -1
               ? GOOD
               : 2;
}

static void no_new_descriptor_after_the_limit(void **state)
{
    assert_int_equal(child_run(opens_after, NULL), GOOD);
}

static int spins(const void *argument)
{
    const struct sandbox_limits limits = {.cpu_seconds = 1};
    if (sandbox_limit(&limits, NULL) != 0)
        return 1;
    for (volatile unsigned long i = 0;; i++)
        ;
}

static void cpu_time_ends_by_its_own_signal(void **state)
{
    assert_int_equal(child_run(spins, NULL), -SIGXCPU);
}

static bool is_open(int fd)
{
    return fcntl(fd, F_GETFD) >= 0;
}

static int closes_rest(const void *argument)
{
    for (int fd = 3; fd < 30; fd++)
        dup2(0, fd);
    const int keep[] = {5, 6, 20};
    if (sandbox_close_all_but(keep, 3, NULL) != 0)
        return 1;
    for (int fd = 3; fd < 40; fd++)
        if (is_open(fd) != (fd == 5 || fd == 6 || fd == 20))
            return 2;
#ifndef SANITIZED
    if (is_open(0) || is_open(1) || is_open(2))
        return 3;
#endif
    return GOOD;
}

static int closes_all(const void *argument)
{
    if (sandbox_close_all_but(NULL, 0, NULL) != 0)
        return 1;
    return is_open(0) || is_open(3) ? 2 : GOOD;
}

static void only_named_descriptors_stay_open(void **state)
{
    assert_int_equal(child_run(closes_rest, NULL), GOOD);
    assert_int_equal(child_run(closes_all, NULL), GOOD);
}

static int closes_backwards(const void *argument)
{
    const int keep[] = {50, 49};
    struct error error;
    return sandbox_close_all_but(keep, 2, &error) == -EINVAL ? GOOD : 1;
}

static void descriptors_must_ascend(void **state)
{
    assert_int_equal(child_run(closes_backwards, NULL), GOOD);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(basics_cannot_be_taken_back),
#if defined __x86_64__ && !defined SANITIZED
    cmocka_unit_test(the_counter_is_refused_where_asked),
    cmocka_unit_test(reading_the_counter_ends_the_process),
    cmocka_unit_test(address_space_has_an_end),
#endif
    cmocka_unit_test(no_new_descriptor_after_the_limit),
    cmocka_unit_test(cpu_time_ends_by_its_own_signal),
    cmocka_unit_test(only_named_descriptors_stay_open),
    cmocka_unit_test(descriptors_must_ascend),
};

RUN_TESTS(tests)
