/* SPDX-License-Identifier: Apache-2.0 */
/* test_spares.c: real workers and compilers that wait for orders, and what becomes of them. */
#include "daemon/supervisor/spares.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/base/log.h"
#include "tests/unit/channel/descriptors.h"
#include "tests/unit/test.h"

enum { PATIENCE_MS = 20000 };

struct rig {
    uv_loop_t loop;
    uv_timer_t patience;
    struct programs programs;
    struct spares spares;
};

static void on_patience(uv_timer_t *timer)
{
    fail_msg("not within %d ms", PATIENCE_MS);
}

static int set_up(void **state)
{
    static struct rig rig;
    assert_int_equal(uv_loop_init(&rig.loop), 0);
    uv_timer_init(&rig.loop, &rig.patience);
    uv_timer_start(&rig.patience, on_patience, PATIENCE_MS, 0);
    assert_int_equal(programs_open(&rig.programs, NULL), 0);
    spares_init(&rig.spares, &rig.loop);
    rig.spares.programs = &rig.programs;
    rig.spares.threads = 2;
    *state = &rig;
    return 0;
}

static int tear_down(void **state)
{
    struct rig *rig = *state;
    spares_drop(&rig->spares);
    spares_close(&rig->spares);
    uv_close((uv_handle_t *)&rig->patience, NULL);
    uv_run(&rig->loop, UV_RUN_DEFAULT);
    assert_int_equal(uv_loop_close(&rig->loop), 0);
    programs_close(&rig->programs);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
    assert_int_equal(errno, ECHILD);
    return 0;
}

/* UV_RUN_ONCE would wait for the next event after a timer that has been run. */
static void turn(struct rig *rig)
{
    uv_run(&rig->loop, UV_RUN_NOWAIT);
    usleep(1000);
}

static void fill(struct rig *rig)
{
    spares_begin(&rig->spares);
    while (uv_is_active((uv_handle_t *)&rig->spares.timer))
        turn(rig);
    assert_int_equal(rig->spares.worker_count, SPARE_WORKERS);
    assert_int_equal(rig->spares.compiler_count, SPARE_COMPILERS);
}

static bool has_ended(const struct process *process, int ms)
{
    struct pollfd end = {.fd = process->pidfd, .events = POLLIN};
    int ready;
    do
        ready = poll(&end, 1, ms);
    while (ready < 0 && errno == EINTR); /* a child's end is a signal too */
    return ready == 1;
}

static void put_away(struct process *process, struct worker_files *files)
{
    struct process_end end;
    process_kill(process);
    process_reap(process, true, &end);
    worker_files_close(files);
}

static void none_before_they_are_wanted(void **state)
{
    struct rig *rig = *state;
    struct process process;
    struct worker_files files;
    uv_run(&rig->loop, UV_RUN_NOWAIT);
    assert_int_equal(spares_take_worker(&rig->spares, &process, &files, NULL), 0);
    put_away(&process, &files);
    assert_false(uv_is_active((uv_handle_t *)&rig->spares.timer));
    assert_int_equal(rig->spares.worker_count + rig->spares.compiler_count, 0);
}

static void those_taken_wait_and_are_replaced(void **state)
{
    struct rig *rig = *state;
    struct process processes[SPARE_WORKERS + 1];
    struct worker_files files[SPARE_WORKERS + 1];
    fill(rig);
    for (int i = 0; i <= SPARE_WORKERS; i++) /* one more than there are */
        assert_int_equal(spares_take_worker(&rig->spares, &processes[i], &files[i], NULL), 0);
    assert_int_equal(rig->spares.worker_count, 0);
    for (int i = 0; i <= SPARE_WORKERS; i++) {
        assert_false(has_ended(&processes[i], 0));
        assert_true(files[i].orders >= 0);
        assert_int_equal(files[i].threads, 2);
        for (int k = 0; k < i; k++)
            assert_int_not_equal(processes[i].pid, processes[k].pid);
        put_away(&processes[i], &files[i]);
    }
    fill(rig);
}

static void who_gets_no_orders_ends(void **state)
{
    struct rig *rig = *state;
    struct process process;
    struct worker_files files;
    struct compilation compilation;
    fill(rig);
    assert_int_equal(spares_take_worker(&rig->spares, &process, &files, NULL), 0);
    assert_int_equal(spares_take_compiler(&rig->spares, &compilation, NULL), 0);
    close(files.orders);
    close(compilation.orders);
    files.orders = compilation.orders = -1;
    assert_true(has_ended(&process, PATIENCE_MS));
    assert_true(has_ended(&compilation.process, PATIENCE_MS));
    put_away(&process, &files);
    compilation_close(&compilation);
}

static void kill_all(struct rig *rig)
{
    for (int i = 0; i < SPARE_WORKERS; i++) {
        process_kill(&rig->spares.workers[i].process);
        assert_true(has_ended(&rig->spares.workers[i].process, PATIENCE_MS));
    }
    process_kill(&rig->spares.compilers[0].process);
    assert_true(has_ended(&rig->spares.compilers[0].process, PATIENCE_MS));
}

/* A process namespace ends only when all who were in it are reaped. */
static void the_dead_are_reaped_though_nobody_takes_them(void **state)
{
    struct rig *rig = *state;
    fill(rig);
    kill_all(rig);
    while (rig->spares.worker_count || rig->spares.compiler_count)
        turn(rig);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
    assert_int_equal(errno, ECHILD);
}

static void who_dies_at_once_is_not_started_for_ever(void **state)
{
    struct rig *rig = *state;
    int worker = rig->programs.worker, before = descriptors_open();
    rig->programs.worker = rig->programs.compiler; /* finds no memory where it looks for it */
    spares_begin(&rig->spares);
    while (uv_is_active((uv_handle_t *)&rig->spares.timer))
        turn(rig);
    for (int i = 0; i < 1000 && rig->spares.worker_count; i++)
        turn(rig);
    assert_int_equal(rig->spares.worker_count, 0);
    rig->programs.worker = worker;
    spares_drop(&rig->spares);
    assert_int_equal(descriptors_open(), before);
}

static void the_dead_are_not_given_out(void **state)
{
    struct rig *rig = *state;
    struct process process;
    struct worker_files files;
    struct compilation compilation;
    fill(rig);
    int before = descriptors_open();
    kill_all(rig);
    assert_int_equal(spares_take_worker(&rig->spares, &process, &files, NULL), 0);
    assert_int_equal(spares_take_compiler(&rig->spares, &compilation, NULL), 0);
    assert_false(has_ended(&process, 0));
    assert_false(has_ended(&compilation.process, 0));
    put_away(&process, &files);
    compilation_close(&compilation);
    fill(rig);
    assert_int_equal(descriptors_open(), before);
}

static void the_missing_program_is_said(void **state)
{
    struct rig *rig = *state;
    struct process process;
    struct worker_files files;
    struct compilation compilation;
    struct error error = {0};
    int before = descriptors_open(), worker = rig->programs.worker;
    int compiler = rig->programs.compiler;
    rig->programs.worker = rig->programs.compiler = -1;
    spares_begin(&rig->spares);
    while (uv_is_active((uv_handle_t *)&rig->spares.timer))
        turn(rig);
    assert_true(spares_take_worker(&rig->spares, &process, &files, &error) < 0);
    assert_non_null(strstr(error.text, "resynd-worker"));
    assert_true(spares_take_compiler(&rig->spares, &compilation, &error) < 0);
    assert_non_null(strstr(error.text, "resynd-compiler"));
    rig->programs.worker = worker;
    rig->programs.compiler = compiler;
    assert_int_equal(descriptors_open(), before);
}

int main(void)
{
    log_init("test", LOG_ERROR);
    signal(SIGPIPE, SIG_IGN);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(none_before_they_are_wanted, set_up, tear_down),
        cmocka_unit_test_setup_teardown(those_taken_wait_and_are_replaced, set_up, tear_down),
        cmocka_unit_test_setup_teardown(who_gets_no_orders_ends, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_dead_are_reaped_though_nobody_takes_them, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(who_dies_at_once_is_not_started_for_ever, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(the_dead_are_not_given_out, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_missing_program_is_said, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
