/* SPDX-License-Identifier: Apache-2.0 */
/* test_machine.c: defaults lie within their bounds and within what the machine has. */
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/sysinfo.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon/supervisor/defaults.h"
#include "proto/limits.h"
#include "tests/unit/test.h"

static void cpus_are_those_that_we_may_use(void **state)
{
    cpu_set_t all, one;
    assert_int_equal(sched_getaffinity(0, sizeof all, &all), 0);
    assert_in_range(machine_cpus(), 1, (unsigned)CPU_COUNT(&all));
    CPU_ZERO(&one);
    for (size_t cpu = 0; cpu < CPU_SETSIZE && CPU_COUNT(&one) == 0; cpu++)
        if (CPU_ISSET(cpu, &all))
            CPU_SET(cpu, &one);
    assert_int_equal(sched_setaffinity(0, sizeof one, &one), 0);
    assert_int_equal(machine_cpus(), 1);
    assert_int_equal(default_threads(machine_cpus()), 1);
    assert_int_equal(sched_setaffinity(0, sizeof all, &all), 0);
    assert_in_range(default_threads(machine_cpus()), 1, THREADS_MAX);
}

static void memory_is_no_more_than_there_is(void **state)
{
    struct sysinfo info;
    sysinfo(&info);
    unsigned long long all = (unsigned long long)info.totalram * info.mem_unit;
    assert_true(machine_memory() > 0 && machine_memory() <= all);
    assert_in_range(default_workers(1), 1, 2048);
    assert_true(default_workers(16) <= default_workers(1));
}

/* The superuser is held by its cgroup only. */
static void workers_are_half_of_the_processes_that_there_may_be(void **state)
{
    pid_t child = fork();
    if (child == 0) {
        struct rlimit few = {40, 40};
        if (setrlimit(RLIMIT_NPROC, &few) < 0 || (geteuid() == 0 && setuid(65534) < 0))
            _exit(2);
        _exit(machine_processes() == 40 && default_workers(1) == 20 ? 0 : 1);
    }
    int status;
    assert_true(child > 0 && waitpid(child, &status, 0) == child);
    assert_int_equal(status, 0);
}

static void data_goes_where_the_user_keeps_state(void **state)
{
    char path[PATH_MAX];
    struct error error;
    setenv("XDG_STATE_HOME", "/state", 1);
    setenv("HOME", "/home/someone", 1);
    assert_int_equal(default_data(path, &error), 0);
    assert_string_equal(path, "/state/resynd");
    setenv("XDG_STATE_HOME", "relative", 1);
    assert_int_equal(default_data(path, &error), 0);
    assert_string_equal(path, "/home/someone/.local/state/resynd");
    unsetenv("XDG_STATE_HOME");
    unsetenv("HOME");
    int result = default_data(path, &error);
    if (geteuid() == 0)
        assert_string_equal(path, "/var/lib/resynd");
    else
        assert_non_null(strstr(error.text, "--data"));
    assert_int_equal(result, geteuid() == 0 ? 0 : error.code);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cpus_are_those_that_we_may_use),
        cmocka_unit_test(memory_is_no_more_than_there_is),
        cmocka_unit_test(workers_are_half_of_the_processes_that_there_may_be),
        cmocka_unit_test(data_goes_where_the_user_keeps_state),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
