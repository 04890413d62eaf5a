/* SPDX-License-Identifier: Apache-2.0 */
/* test_rings.c: many jobs on many rings: the same verdicts in any order, nobody starves, and a
 * client that breaks the rules harms nobody but its own job. */
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "lib/ring/spin.h"
#include "proto/outcome.h"
#include "tests/process/worker/rig.h"

enum { JOBS = 10000, THREADS = 3, STATE = 48 };

static struct rig rig;

static int start(void **unused)
{
    rig_open(&rig, rig_compile("sums.c"), THREADS, STACK_KIB_DEFAULT, MEMORY_KIB_DEFAULT);
    return 0;
}

static int stop(void **unused)
{
    rig_close(&rig);
    return 0;
}

/* Job n, always the same: right, wrong, refused, without an answer. */
static struct lane_job job_of(unsigned n, char text[64])
{
    static int state[12] = {5, 0, 1, 2, 3, 4, 5};
    unsigned value = 1 + n / 5 % 5;
    state[1] = (int)(value + (n / 25) % 2);
    int size = 0;
    if (n % 5 == 0)
        size = snprintf(text, 64, "<answer>%u</answer>", value);
    if (n % 5 == 1)
        size = snprintf(text, 64, "\\boxed{1, %u}", value);
    if (n % 5 == 2)
        size = snprintf(text, 64, "<answer>5 4 %u</answer>", value);
    if (n % 5 == 3)
        size = snprintf(text, 64, "<answer>x%u</answer>", value);
    if (n % 5 == 4)
        size = snprintf(text, 64, "%u", value);
    return (struct lane_job){.kind = JOB_VERIFY,
                             .state = state,
                             .state_size = STATE,
                             .text = text,
                             .text_size = (size_t)size,
                             .extract = EXTRACT_DECLARED};
}

static struct verdict_slot verdicts[2][JOBS];

static unsigned take_all(struct lane *lane, const unsigned order[], struct verdict_slot out[])
{
    struct lane_verdict verdict;
    unsigned taken = 0;
    enum lane_take take;
    while ((take = lane_take(lane, &verdict)) == LANE_VERDICT) {
        out[order[verdict.sequence]] = verdict.slot;
        out[order[verdict.sequence]].number = 0;
        lane_release(lane);
        taken++;
    }
    assert_int_equal(take, LANE_NOTHING);
    return taken;
}

static void run(const unsigned order[], struct verdict_slot out[])
{
    struct lane *lane = &rig.lanes[1];
    struct lane_verdict verdict;
    unsigned taken = 0;
    char text[64];
    while (taken < JOBS) {
        while (lane->submitted < JOBS) {
            struct lane_job job = job_of(order[lane->submitted], text);
            if (!lane_room(lane, &job))
                break;
            lane_submit(lane, &job);
        }
        lane_ring(lane);
        assert_int_equal(lane_wait(lane, RIG_PATIENCE_MS, &verdict), LANE_VERDICT);
        taken += take_all(lane, order, out);
    }
}

static void the_order_of_jobs_decides_nothing(void **unused)
{
    static unsigned order[JOBS];
    unsigned right = 0, refused = 0;
    for (unsigned i = 0; i < JOBS; i++)
        order[i] = i;
    run(order, verdicts[0]);
    stop(NULL);
    start(NULL);
    srand(7);
    for (unsigned i = JOBS - 1; i > 0; i--) {
        unsigned j = (unsigned)rand() % (i + 1), kept = order[i];
        order[i] = order[j];
        order[j] = kept;
    }
    run(order, verdicts[1]);
    for (unsigned i = 0; i < JOBS; i++) {
        assert_memory_equal(&verdicts[0][i], &verdicts[1][i], sizeof verdicts[0][i]);
        assert_int_equal(verdicts[0][i].outcome, OUTCOME_OK);
        right += verdicts[0][i].score == 1;
        refused += verdicts[0][i].flags == 0;
    }
    assert_in_range(right, JOBS / 50, JOBS / 2);
    assert_in_range(refused, JOBS / 5, JOBS / 2);
}

/* One at a time, with pauses of all lengths up to a few microseconds, so that jobs come at every
 * moment of the worker's going to sleep, and the client sleeps at every moment of its finishing. */
static void sleep_and_wake(void)
{
    char text[64];
    struct lane *lane = &rig.lanes[1];
    struct lane_verdict verdict;
    time_t end = time(NULL) + 3;
    for (unsigned i = 0; i < 10 * JOBS && time(NULL) < end; i++) {
        struct lane_job job = job_of(i, text);
        lane_wake(lane);
        lane_submit(lane, &job);
        lane_ring(lane);
        for (unsigned looks = i % 2000; looks > 0 && !lane_moved(lane); looks--)
            ;
        lane_sleep(lane);
        lane_fence();
        assert_int_equal(lane_wait(lane, RIG_PATIENCE_MS, &verdict), LANE_VERDICT);
        lane_release(lane);
        for (volatile unsigned pause = i % 1000; pause > 0; pause--)
            ;
    }
}

static void no_wake_up_is_lost(void **unused)
{
    sleep_and_wake();
    lane_allow_spins(&rig.memory, SPIN_LOOKS);
    sleep_and_wake();
}

static unsigned told(struct lane *lane)
{
    uint64_t count;
    return read(lane->completion, &count, sizeof count) == sizeof count ? (unsigned)count : 0;
}

static void only_a_client_that_sleeps_is_told(void **unused)
{
    char text[64];
    struct lane *lane = &rig.lanes[1];
    struct lane_verdict verdict;
    struct lane_job job = job_of(2, text);
    lane_wake(lane);
    for (unsigned i = 0; i < 3 * RING_BURST; i++)
        lane_submit(lane, &job);
    lane_ring(lane);
    for (unsigned i = 0; i < 3 * RING_BURST; i++) {
        while (lane_take(lane, &verdict) == LANE_NOTHING)
            sched_yield();
        lane_release(lane);
    }
    assert_int_equal(told(lane), 0);
    lane_sleep(lane);
    lane_submit(lane, &job);
    lane_ring(lane);
    assert_int_equal(lane_wait(lane, RIG_PATIENCE_MS, &verdict), LANE_VERDICT);
    lane_release(lane);
}

/* A full ring before it does not keep another thread's job waiting: one of each in turn. */
static void rings_take_turns(void **unused)
{
    char text[64];
    struct lane_job job = job_of(2, text);
    struct lane_verdict verdict;
    for (int i = 0; i < RING_SLOTS; i++)
        lane_submit(&rig.lanes[0], &job);
    for (int i = 0; i < 3; i++)
        lane_submit(&rig.lanes[2], &job);
    lane_ring(&rig.lanes[2]);
    assert_int_equal(lane_wait(&rig.lanes[2], RIG_PATIENCE_MS, &verdict), LANE_VERDICT);
    lane_release(&rig.lanes[2]);
    for (int i = 1; i < RING_SLOTS; i++) {
        assert_int_equal(lane_wait(&rig.lanes[0], RIG_PATIENCE_MS, &verdict), LANE_VERDICT);
        lane_release(&rig.lanes[0]);
    }
}

/* ---- A client that breaks the rules --------------------------------------------------------- */

static struct job_slot *slot_of(uint64_t sequence)
{
    char *slots = (char *)rig.memory.jobs + ring_jobs_offset(0);
    return (struct job_slot *)(void *)slots + sequence % RING_SLOTS;
}

static void submit_by_hand(const struct job_slot *slot, uint64_t sequence)
{
    struct jobs_head *head = rig.memory.jobs;
    *slot_of(sequence) = *slot;
    rig.lanes[0].submitted = sequence + 1;
    atomic_store(&head->ring[0].submitted, sequence + 1);
    lane_ring(&rig.lanes[0]);
}

static void damaged_descriptors_are_answered(void **unused)
{
    const struct job_slot good = {.kind = JOB_VERIFY, .state_size = STATE, .flags = JOB_BARE};
    struct job_slot bad[10];
    for (int i = 0; i < 10; i++)
        bad[i] = good;
    bad[0].kind = 0;
    bad[1].kind = JOB_KINDS;
    bad[2].state_offset = RING_PAYLOAD_BYTES - STATE + PAYLOAD_ALIGN;
    bad[3].state_offset = UINT32_MAX - 63;
    bad[4].state_offset = 8;
    bad[5].state_size = RS_STATE_MAX + 1;
    bad[6].text_size = RESPONSE_MAX + 1;
    bad[7].text_offset = RING_PAYLOAD_BYTES - 1, bad[7].text_size = 2;
    bad[8].extract = 3;
    bad[9].kind = JOB_GENERATE, bad[9].output_slot = RING_OUTPUTS;
    const char *slots = (const char *)rig.memory.verdicts + ring_verdicts_offset(0);
    const struct verdicts_head *head = rig.memory.verdicts;
    for (uint64_t i = 0; i < 10; i++) {
        submit_by_hand(&bad[i], i);
        for (int waited = 0; atomic_load(&head->ring[0].finished) <= i && waited < 5000; waited++)
            lane_wait(&rig.lanes[1], 1, &(struct lane_verdict){0});
        const struct verdict_slot *verdict = (const void *)(slots + i * sizeof *verdict);
        assert_int_equal(verdict->number, i + 1);
        assert_int_equal(verdict->outcome, OUTCOME_INTERNAL);
        assert_string_equal(verdict->reason, "the job's descriptor is damaged");
    }
}

static void an_impossible_count_ends_the_worker(void **unused)
{
    const struct job_slot slot = {.kind = JOB_VERIFY};
    submit_by_hand(&slot, 1000);
    assert_string_equal(rig_end(&rig),
                        "exit 2, crash: the client has submitted more jobs than a ring holds");
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, start, stop)
static const struct CMUnitTest tests[] = {
    WITH(the_order_of_jobs_decides_nothing), WITH(no_wake_up_is_lost),
    WITH(only_a_client_that_sleeps_is_told), WITH(rings_take_turns),
    WITH(damaged_descriptors_are_answered),  WITH(an_impossible_count_ends_the_worker),
};
RUN_TESTS(tests)
