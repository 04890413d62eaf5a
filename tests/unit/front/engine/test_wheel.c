/* SPDX-License-Identifier: Apache-2.0 */
/* test_wheel.c: deadlines come out when they are due: none early, none forgotten. */
#include "daemon/front/engine/wheel.h"

#include <stdlib.h>

#include "tests/unit/test.h"

#define MS UINT64_C(1000000)
enum { JOBS = 2000 };

static struct wheel wheel;
static struct job jobs[JOBS];

static int begin(void **state)
{
    wheel = (struct wheel){0};
    for (int i = 0; i < JOBS; i++)
        jobs[i] = (struct job){0};
    return 0;
}

static void test_empty_wheel_has_nothing_due(void **state)
{
    assert_null(wheel_due(&wheel, 0));
    assert_null(wheel_due(&wheel, 123456 * MS));
    wheel_remove(&wheel, &jobs[0]);
    assert_int_equal(wheel.count, 0);
}

/* Deadlines up to a minute away, that is six turns of the wheel; time moves in uneven steps. */
static void test_each_deadline_is_due_once_at_its_time(void **state)
{
    uint64_t start = 987654321 * MS, now = start;
    bool taken[JOBS] = {false};
    srand(2);
    for (int i = 0; i < JOBS; i++) {
        jobs[i].deadline_ns = start + (uint64_t)(rand() % 60000) * MS + 1;
        wheel_add(&wheel, &jobs[i]);
    }
    while (now < start + 60000 * MS) {
        struct job *job;
        now += (uint64_t)(1 + rand() % 400) * MS;
        while ((job = wheel_due(&wheel, now))) {
            assert_true(job->deadline_ns <= now);
            assert_false(taken[job - jobs]);
            taken[job - jobs] = true;
        }
        for (int i = 0; i < JOBS; i++)
            assert_true(taken[i] || jobs[i].deadline_ns > now);
    }
    assert_int_equal(wheel.count, 0);
}

static void test_removed_deadline_is_never_due(void **state)
{
    assert_null(wheel_due(&wheel, 1000 * MS));
    for (int i = 0; i < 3; i++) {
        jobs[i].deadline_ns = 1500 * MS;
        wheel_add(&wheel, &jobs[i]);
    }
    wheel_remove(&wheel, &jobs[1]);
    wheel_remove(&wheel, &jobs[1]);
    assert_int_equal(wheel.count, 2);
    struct job *first = wheel_due(&wheel, 2000 * MS);
    struct job *second = wheel_due(&wheel, 2000 * MS);
    assert_true(first != &jobs[1] && second != &jobs[1] && first != second && first && second);
    assert_null(wheel_due(&wheel, 2000 * MS));
}

static void test_deadline_in_the_past_is_due_at_once(void **state)
{
    jobs[0].deadline_ns = 5 * MS;
    assert_null(wheel_due(&wheel, 90000 * MS));
    wheel_add(&wheel, &jobs[0]);
    assert_ptr_equal(wheel_due(&wheel, 90000 * MS), &jobs[0]);
}

static void test_long_sleep_loses_nothing(void **state)
{
    assert_null(wheel_due(&wheel, 1000 * MS));
    for (int i = 0; i < JOBS; i++) {
        jobs[i].deadline_ns = (1000 + 37 * (uint64_t)i) * MS;
        wheel_add(&wheel, &jobs[i]);
    }
    int count = 0;
    while (wheel_due(&wheel, 10000000 * MS))
        count++;
    assert_int_equal(count, JOBS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_empty_wheel_has_nothing_due, begin),
        cmocka_unit_test_setup(test_each_deadline_is_due_once_at_its_time, begin),
        cmocka_unit_test_setup(test_removed_deadline_is_never_due, begin),
        cmocka_unit_test_setup(test_deadline_in_the_past_is_due_at_once, begin),
        cmocka_unit_test_setup(test_long_sleep_loses_nothing, begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
