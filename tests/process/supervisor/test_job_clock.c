/* SPDX-License-Identifier: Apache-2.0 */
/* test_job_clock.c: when a worker counts as over its time. The worker's memory is written by the
 * test, and its CPU clock is the test's own. */
#include "daemon/supervisor/job_clock.h"

#include <sys/mman.h>
#include <sys/pidfd.h>
#include <time.h>
#include <unistd.h>

#include "tests/unit/test.h"

enum { BUDGET_MS = 20 };

struct rig {
    struct worker_files files;
    struct job_clock clock;
    struct process self;
    struct jobs_head *jobs;
    struct verdicts_head *verdicts;
};

static int set_up(void **state)
{
    static struct rig rig;
    assert_int_equal(worker_files_open(&rig.files, 2, NULL), 0);
    assert_int_equal(job_clock_open(&rig.clock, &rig.files, BUDGET_MS, NULL), 0);
    rig.self = (struct process){getpid(), pidfd_open(getpid(), 0), CLOCK_PROCESS_CPUTIME_ID};
    rig.jobs = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, rig.files.jobs, 0);
    rig.verdicts = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, rig.files.verdicts, 0);
    atomic_store(&rig.verdicts->ready, 1);
    *state = &rig;
    return 0;
}

static int tear_down(void **state)
{
    struct rig *rig = *state;
    munmap(rig->jobs, 4096);
    munmap(rig->verdicts, 4096);
    close(rig->self.pidfd);
    job_clock_close(&rig->clock);
    worker_files_close(&rig->files);
    return 0;
}

static void set_ring(struct rig *rig, unsigned ring, uint64_t submitted, uint64_t finished)
{
    atomic_store(&rig->jobs->ring[ring].submitted, submitted);
    atomic_store(&rig->verdicts->ring[ring].finished, finished);
}

static void burn(long milliseconds)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    long end = time.tv_sec * 1000 + time.tv_nsec / 1000000 + milliseconds;
    do
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    while (time.tv_sec * 1000 + time.tv_nsec / 1000000 <= end);
}

static enum job_clock_finding look(struct rig *rig, uint64_t now_ms)
{
    return job_clock_look(&rig->clock, &rig->self, now_ms);
}

/* The looks from whose second on the CPU counts. */
static void see(struct rig *rig, uint64_t now_ms)
{
    assert_int_equal(look(rig, now_ms), JOB_CLOCK_IN_TIME);
    assert_int_equal(look(rig, now_ms), JOB_CLOCK_IN_TIME);
}

static void a_job_that_computes_too_long_is_over(void **state)
{
    struct rig *rig = *state;
    set_ring(rig, 1, 1, 0);
    see(rig, 0);
    burn(BUDGET_MS + 5);
    assert_int_equal(look(rig, 1), JOB_CLOCK_CPU);
    assert_false(job_clock_moved(&rig->clock));
}

static void time_before_it_was_seen_does_not_count(void **state)
{
    struct rig *rig = *state;
    burn(BUDGET_MS + 5);
    set_ring(rig, 0, 1, 0);
    assert_int_equal(look(rig, 0), JOB_CLOCK_IN_TIME);
    assert_int_equal(look(rig, 1), JOB_CLOCK_IN_TIME);
}

static void a_verdict_on_any_ring_starts_the_time_anew(void **state)
{
    struct rig *rig = *state;
    set_ring(rig, 0, 9, 0);
    set_ring(rig, 1, 9, 0);
    for (uint64_t done = 0; done < 4; done++) {
        set_ring(rig, done % 2, 9, 1 + done / 2);
        see(rig, done);
        burn(BUDGET_MS - 5);
    }
    burn(10);
    assert_int_equal(look(rig, 9), JOB_CLOCK_CPU);
}

static void jobs_that_come_meanwhile_do_not(void **state)
{
    struct rig *rig = *state;
    set_ring(rig, 0, 1, 0);
    see(rig, 0);
    burn(BUDGET_MS / 2 + 5);
    set_ring(rig, 0, 2, 0);
    assert_int_equal(look(rig, 1), JOB_CLOCK_IN_TIME);
    burn(BUDGET_MS / 2 + 5);
    assert_int_equal(look(rig, 2), JOB_CLOCK_CPU);
}

static void a_job_that_is_seen_once_is_not_judged(void **state)
{
    struct rig *rig = *state;
    for (uint64_t done = 0; done < 3; done++) {
        set_ring(rig, 0, done + 1, done);
        assert_int_equal(look(rig, done), JOB_CLOCK_IN_TIME);
        burn(BUDGET_MS + 5);
    }
    assert_int_equal(look(rig, 3), JOB_CLOCK_IN_TIME);
}

static void idle_time_does_not_count(void **state)
{
    struct rig *rig = *state;
    set_ring(rig, 0, 1, 0);
    assert_int_equal(look(rig, 0), JOB_CLOCK_IN_TIME);
    set_ring(rig, 0, 1, 1);
    assert_int_equal(look(rig, 1), JOB_CLOCK_IN_TIME);
    assert_false(rig->clock.busy);
    burn(BUDGET_MS + 5);
    set_ring(rig, 0, 2, 1);
    assert_int_equal(look(rig, 2), JOB_CLOCK_IN_TIME);
    assert_true(rig->clock.busy);
}

static void a_job_that_blocks_is_over_by_the_wall(void **state)
{
    struct rig *rig = *state;
    const uint64_t cap = (uint64_t)wall_cap_ms(BUDGET_MS);
    set_ring(rig, 0, 1, 0);
    assert_int_equal(look(rig, 1000), JOB_CLOCK_IN_TIME);
    assert_int_equal(look(rig, 1000 + cap), JOB_CLOCK_IN_TIME);
    assert_int_equal(look(rig, 1000 + cap + 1), JOB_CLOCK_WALL);
}

static void a_start_is_not_charged_to_the_first_job(void **state)
{
    struct rig *rig = *state;
    atomic_store(&rig->verdicts->ready, 0);
    set_ring(rig, 0, 1, 0);
    assert_int_equal(look(rig, 0), JOB_CLOCK_IN_TIME);
    burn(BUDGET_MS + 5);
    assert_int_equal(look(rig, 1), JOB_CLOCK_IN_TIME);
    atomic_store(&rig->verdicts->ready, 1);
    see(rig, 2);
    burn(BUDGET_MS + 5);
    assert_int_equal(look(rig, 3), JOB_CLOCK_CPU);
}

static void a_start_that_never_ends_is_over_by_the_wall(void **state)
{
    struct rig *rig = *state;
    atomic_store(&rig->verdicts->ready, 0);
    set_ring(rig, 0, 1, 0);
    assert_int_equal(look(rig, 0), JOB_CLOCK_IN_TIME);
    assert_int_equal(look(rig, (uint64_t)wall_cap_ms(BUDGET_MS) + 1), JOB_CLOCK_WALL);
}

/* The words are the worker's to write: none of them buys it time. */
static void a_worker_cannot_lie_itself_more_time(void **state)
{
    struct rig *rig = *state;
    set_ring(rig, 0, 2, 1);
    see(rig, 0);
    burn(BUDGET_MS + 5);
    atomic_store(&rig->verdicts->ready, 0);
    atomic_store(&rig->verdicts->ring[0].finished, 0); /* back … */
    assert_int_equal(look(rig, 1), JOB_CLOCK_CPU);
    atomic_store(&rig->verdicts->ready, 1);
    atomic_store(&rig->verdicts->ring[0].finished, 1); /* … and forth */
    assert_int_equal(look(rig, 2), JOB_CLOCK_CPU);
    atomic_store(&rig->verdicts->claim, 77);
    atomic_store(&rig->verdicts->ring[5].finished, 99); /* a ring that it does not have */
    assert_int_equal(look(rig, 3), JOB_CLOCK_CPU);
    atomic_store(&rig->verdicts->ring[1].finished, 99); /* more than was ever submitted */
    assert_int_equal(look(rig, 4), JOB_CLOCK_CPU);
}

static void a_job_that_ends_after_the_look_was_not_over(void **state)
{
    struct rig *rig = *state;
    set_ring(rig, 0, 2, 0);
    see(rig, 0);
    burn(BUDGET_MS + 5);
    assert_int_equal(look(rig, 1), JOB_CLOCK_CPU);
    set_ring(rig, 0, 2, 1); /* between the look and the kill */
    assert_true(job_clock_moved(&rig->clock));
}

static void a_process_that_is_gone_is_left_to_the_reaper(void **state)
{
    struct rig *rig = *state;
    const struct process gone = PROCESS_INIT;
    set_ring(rig, 0, 1, 0);
    assert_int_equal(job_clock_look(&rig->clock, &gone, 0), JOB_CLOCK_IN_TIME);
    assert_int_equal(job_clock_look(&rig->clock, &gone, 1 << 20), JOB_CLOCK_IN_TIME);
}

/* ---- Without a job ------------------------------------------------------------------------------
 */

enum { IDLE_MS = 60 }; /* more than a worker without a job may compute */

static void a_worker_that_computes_without_a_job_is_found(void **state)
{
    struct rig *rig = *state;
    see(rig, 0); /* none has ever come */
    burn(IDLE_MS);
    assert_int_equal(look(rig, 1), JOB_CLOCK_IN_TIME); /* it is looked at now and then only */
    assert_int_equal(look(rig, 2000), JOB_CLOCK_IDLE);
    set_ring(rig, 1, 3, 3);
    assert_int_equal(look(rig, 2001), JOB_CLOCK_IN_TIME); /* those three have cost what they cost */
    assert_int_equal(look(rig, 4000), JOB_CLOCK_IN_TIME);
    burn(IDLE_MS);
    assert_int_equal(look(rig, 6000), JOB_CLOCK_IDLE);
    assert_false(rig->clock.busy);
}

static void what_it_computes_adds_up_until_the_next_job(void **state)
{
    struct rig *rig = *state;
    uint64_t now = 0;
    for (uint64_t done = 1; done <= 10; done++, now += 2000) {
        set_ring(rig, 0, done, done); /* as one that spins a little after each job */
        assert_int_equal(look(rig, now), JOB_CLOCK_IN_TIME);
        burn(IDLE_MS / 6);
        assert_int_equal(look(rig, now += 2000), JOB_CLOCK_IN_TIME);
    }
    for (int i = 0; i < 6; i++)
        burn(IDLE_MS / 6);
    assert_int_equal(look(rig, now), JOB_CLOCK_IDLE);
}

static void a_start_without_a_job_may_compute(void **state)
{
    struct rig *rig = *state;
    atomic_store(&rig->verdicts->ready, 0);
    assert_int_equal(look(rig, 0), JOB_CLOCK_IN_TIME);
    burn(IDLE_MS);
    assert_int_equal(look(rig, 2000), JOB_CLOCK_IN_TIME);
    atomic_store(&rig->verdicts->ready, 1);
    assert_int_equal(look(rig, 2001), JOB_CLOCK_IN_TIME);
    assert_int_equal(look(rig, 4000), JOB_CLOCK_IN_TIME);
}

static void a_job_is_not_charged_with_what_came_before(void **state)
{
    struct rig *rig = *state;
    set_ring(rig, 0, 1, 1);
    assert_int_equal(look(rig, 0), JOB_CLOCK_IN_TIME);
    burn(IDLE_MS);
    set_ring(rig, 0, 2, 1); /* before the look that would have found it */
    assert_int_equal(look(rig, 2000), JOB_CLOCK_IN_TIME);
    assert_int_equal(look(rig, 2001), JOB_CLOCK_IN_TIME);
    assert_true(rig->clock.busy);
}

/* As if it had a job in hand again, and its time began anew. */
static void a_verdict_that_is_taken_back_buys_no_time(void **state)
{
    struct rig *rig = *state;
    set_ring(rig, 0, 1, 1);
    assert_int_equal(look(rig, 0), JOB_CLOCK_IN_TIME);
    for (uint64_t now = 10; now < 900; now += 10) {
        atomic_store(&rig->verdicts->ring[0].finished, now / 10 % 2);
        assert_int_equal(look(rig, now), JOB_CLOCK_IN_TIME);
        assert_false(rig->clock.busy);
    }
    burn(IDLE_MS);
    atomic_store(&rig->verdicts->ring[0].finished, 0);
    assert_int_equal(look(rig, 2000), JOB_CLOCK_IDLE);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_job_that_computes_too_long_is_over),
        TEST(time_before_it_was_seen_does_not_count),
        TEST(a_verdict_on_any_ring_starts_the_time_anew),
        TEST(jobs_that_come_meanwhile_do_not),
        TEST(a_job_that_is_seen_once_is_not_judged),
        TEST(idle_time_does_not_count),
        TEST(a_job_that_blocks_is_over_by_the_wall),
        TEST(a_start_is_not_charged_to_the_first_job),
        TEST(a_start_that_never_ends_is_over_by_the_wall),
        TEST(a_worker_cannot_lie_itself_more_time),
        TEST(a_job_that_ends_after_the_look_was_not_over),
        TEST(a_process_that_is_gone_is_left_to_the_reaper),
        TEST(a_worker_that_computes_without_a_job_is_found),
        TEST(what_it_computes_adds_up_until_the_next_job),
        TEST(a_start_without_a_job_may_compute),
        TEST(a_job_is_not_charged_with_what_came_before),
        TEST(a_verdict_that_is_taken_back_buys_no_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
