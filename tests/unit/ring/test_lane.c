/* SPDX-License-Identifier: Apache-2.0 */
/* test_lane.c: jobs go in, verdicts come out, in order and whole. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/ring/spin.h"
#include "tests/unit/ring/rig.h"

enum { PATIENCE_MS = 10000, JOBS = 20000, BIG = 4 * 1024 * 1024 };

static char bytes[BIG], state[RS_STATE_MAX];

/* Deterministic sizes: mostly small, now and then a large one. */
static struct lane_job job_of(uint64_t seed)
{
    size_t size = (size_t)(seed * 2654435761u % 3000);
    if (seed % 97 == 0)
        size = 1000000 + seed % 1000;
    struct lane_job job = {.kind = seed % 5 ? JOB_VERIFY : JOB_OBSERVE,
                           .seed = seed,
                           .text = bytes,
                           .text_size = size,
                           .state = state,
                           .state_size = (size_t)(seed % 301)};
    if (job.kind == JOB_OBSERVE)
        job.text_size = 0;
    rig_fill(bytes, job.text_size, seed);
    rig_fill(state, job.state_size, seed + 1);
    return job;
}

static void check_verdict(const struct lane_verdict *verdict, uint64_t expected)
{
    uint64_t seed;
    assert_int_equal(verdict->sequence, expected);
    if (expected % 5) {
        assert_true(verdict->slot.score == 1);
        assert_null(verdict->output);
    } else {
        assert_int_equal(verdict->output_size, sizeof seed);
        memcpy(&seed, verdict->output, sizeof seed);
        assert_int_equal(seed, expected);
    }
}

/* Keeps up to `depth` jobs in flight until all are judged. */
static void run_jobs(struct rig *rig, unsigned depth, uint64_t jobs)
{
    uint64_t taken = 0;
    while (taken < jobs) {
        while (rig->lane.submitted < jobs && lane_in_flight(&rig->lane) < depth) {
            uint64_t next = rig->lane.submitted;
            struct lane_job job = job_of(next);
            if (!lane_room(&rig->lane, &job))
                break;
            assert_int_equal(lane_submit(&rig->lane, &job), next);
        }
        lane_ring(&rig->lane);
        struct lane_verdict verdict;
        enum lane_take take = lane_wait(&rig->lane, PATIENCE_MS, &verdict);
        assert_int_equal(take, LANE_VERDICT);
        for (; take == LANE_VERDICT; take = lane_take(&rig->lane, &verdict)) {
            check_verdict(&verdict, taken++);
            lane_release(&rig->lane);
        }
    }
    assert_int_equal(lane_in_flight(&rig->lane), 0);
}

static void thousands_of_jobs_come_back_whole_and_in_order(void **unused)
{
    struct rig rig;
    rig_open(&rig, 3, 1);
    rig_worker_start(&rig);
    run_jobs(&rig, RING_SLOTS, JOBS);
    rig_worker_stop(&rig);
    assert_int_equal(rig.damaged, 0);
    rig_close(&rig);
}

/* One at a time, the worker sleeps before almost every job: a lost wake-up would hang here. */
static void no_wake_up_is_lost(void **unused)
{
    struct rig rig;
    rig_open(&rig, 1, 0);
    rig_worker_start(&rig);
    run_jobs(&rig, 1, 3000);
    rig_worker_stop(&rig);
    assert_true(rig.sleeps > 100);
    rig_close(&rig);
}

static void a_full_ring_has_no_room(void **unused)
{
    struct rig rig;
    struct lane_job job = {.kind = JOB_VERIFY, .text = "x", .text_size = 1};
    rig_open(&rig, 1, 0);
    for (int i = 0; i < RING_SLOTS; i++) {
        assert_true(lane_room(&rig.lane, &job));
        lane_submit(&rig.lane, &job);
    }
    assert_false(lane_room(&rig.lane, &job));
    struct lane_verdict verdict;
    assert_int_equal(lane_take(&rig.lane, &verdict), LANE_NOTHING);
    struct verdict_slot honest = rig_honest(&rig, 0);
    rig_finish(&rig, 0, &honest);
    assert_int_equal(lane_take(&rig.lane, &verdict), LANE_VERDICT);
    assert_false(lane_room(&rig.lane, &job));
    lane_release(&rig.lane);
    assert_true(lane_room(&rig.lane, &job));
    rig_close(&rig);
}

static void outputs_are_few(void **unused)
{
    struct rig rig;
    struct lane_job with = {.kind = JOB_GENERATE}, without = {.kind = JOB_VERIFY};
    unsigned seen = 0;
    rig_open(&rig, 1, 0);
    for (int i = 0; i < RING_OUTPUTS; i++) {
        assert_true(lane_room(&rig.lane, &with));
        seen |= 1u << rig_job(&rig, lane_submit(&rig.lane, &with))->output_slot;
    }
    assert_int_equal(seen, (1u << RING_OUTPUTS) - 1);
    assert_false(lane_room(&rig.lane, &with));
    assert_true(lane_room(&rig.lane, &without));
    rig_close(&rig);
}

static void too_large_is_refused(void **unused)
{
    struct rig rig;
    struct lane_job text = {.kind = JOB_VERIFY, .text = bytes, .text_size = RESPONSE_MAX + 1};
    struct lane_job big = {.kind = JOB_VERIFY, .state = bytes, .state_size = RS_STATE_MAX + 1};
    rig_open(&rig, 1, 0);
    assert_false(lane_room(&rig.lane, &text));
    assert_false(lane_room(&rig.lane, &big));
    rig_close(&rig);
}

static void finish_oldest(struct rig *rig)
{
    struct lane_verdict verdict;
    struct verdict_slot honest = rig_honest(rig, rig->lane.finished);
    rig_finish(rig, rig->lane.finished, &honest);
    assert_int_equal(lane_take(&rig->lane, &verdict), LANE_VERDICT);
    lane_release(&rig->lane);
}

static void payloads_fit_are_aligned_and_do_not_overlap(void **unused)
{
    struct rig rig;
    struct lane_job job = {.kind = JOB_VERIFY, .text = bytes, .text_size = BIG, .state = state};
    rig_open(&rig, 2, 0);
    job.state_size = RS_STATE_MAX;
    for (int round = 0; round < 10; round++) {
        unsigned before = lane_in_flight(&rig.lane);
        while (lane_room(&rig.lane, &job)) {
            const struct job_slot *slot = rig_job(&rig, lane_submit(&rig.lane, &job));
            assert_int_equal(slot->state_offset % PAYLOAD_ALIGN, 0);
            assert_int_equal(slot->text_offset % PAYLOAD_ALIGN, 0);
            assert_true(slot->text_offset >= slot->state_offset + slot->state_size);
            assert_true(slot->text_offset + slot->text_size <= RING_PAYLOAD_BYTES);
        }
        assert_true(lane_in_flight(&rig.lane) > before);
        assert_in_range(lane_in_flight(&rig.lane), 2, 3);
        finish_oldest(&rig);
    }
    rig_close(&rig);
}

/* A job without payload ends where the one before it ended, in the count of that time. */
static void a_job_without_payload_frees_no_other(void **unused)
{
    struct rig rig;
    struct lane_job small = {.kind = JOB_VERIFY, .text = "x", .text_size = 1};
    struct lane_job none = {.kind = JOB_GENERATE};
    struct lane_job big = {.kind = JOB_VERIFY, .text = bytes, .text_size = BIG};
    rig_open(&rig, 1, 0);
    lane_submit(&rig.lane, &small);
    lane_submit(&rig.lane, &none);
    finish_oldest(&rig);
    uint64_t kept = lane_submit(&rig.lane, &small);
    finish_oldest(&rig);
    uint32_t offset = rig_job(&rig, kept)->text_offset;
    while (lane_room(&rig.lane, &big)) {
        const struct job_slot *slot = rig_job(&rig, lane_submit(&rig.lane, &big));
        assert_true(slot->text_offset > offset || slot->text_offset + slot->text_size <= offset);
    }
    rig_close(&rig);
}

static void large_payloads_give_their_memory_back(void **unused)
{
    struct rig rig;
    struct lane_job big = {.kind = JOB_VERIFY, .text = bytes, .text_size = BIG};
    rig_open(&rig, 1, 0);
    lane_submit(&rig.lane, &big);
    assert_true(rig_occupied_kib(rig.jobs) >= BIG / 1024);
    finish_oldest(&rig);
    assert_true(rig_occupied_kib(rig.jobs) < 64);
    rig_close(&rig);
}

/* Two lanes that together may keep two large payloads' pages: one has both, the other none, until
 * the first is gone. */
static void large_payloads_keep_their_pages_within_bounds(void **unused)
{
    struct rig rigs[2];
    struct lane_job big = {.kind = JOB_VERIFY, .text = bytes, .text_size = BIG};
    size_t left = 2 * BIG;
    for (int i = 0; i < 2; i++) {
        rig_open(&rigs[i], 1, 0);
        rigs[i].lane.warm_left = &left;
    }
    for (int round = 0; round < 10; round++)
        for (int i = 0; i < 2; i++) {
            lane_submit(&rigs[i].lane, &big);
            lane_submit(&rigs[i].lane, &big);
            finish_oldest(&rigs[i]);
            finish_oldest(&rigs[i]);
        }
    assert_in_range(rig_occupied_kib(rigs[0].jobs), 2 * BIG / 1024, 2 * BIG / 1024 + 64);
    assert_true(rig_occupied_kib(rigs[1].jobs) < 64);
    assert_int_equal(left, 0);
    lane_deinit(&rigs[0].lane);
    assert_int_equal(left, 2 * BIG);
    rig_close(&rigs[0]);
    rig_close(&rigs[1]);
}

static void small_payloads_touch_little_memory(void **unused)
{
    struct rig rig;
    struct lane_job job = {.kind = JOB_VERIFY, .text = bytes, .text_size = 1500};
    rig_open(&rig, 1, 0);
    for (int i = 0; i < 50000; i++) {
        lane_submit(&rig.lane, &job);
        if (lane_in_flight(&rig.lane) == RING_SLOTS / 2)
            finish_oldest(&rig);
    }
    assert_true(rig_occupied_kib(rig.jobs) < 1024);
    rig_close(&rig);
}

/* As a group of responses to one instance. */
static struct lane_job of_group(uint64_t number, char fill)
{
    static char states[8][300];
    char *own = states[number % 8];
    memset(own, fill, sizeof states[0]);
    return (struct lane_job){.kind = JOB_VERIFY,
                             .text = bytes,
                             .text_size = 1000,
                             .state = own,
                             .state_size = sizeof states[0],
                             .state_number = number};
}

static bool holds(const struct rig *rig, uint64_t sequence, char fill)
{
    const struct job_slot *slot = rig_job(rig, sequence);
    const char *found = rig_payload(rig) + slot->state_offset;
    for (uint32_t i = 0; i < slot->state_size; i++)
        if (found[i] != fill)
            return false;
    return slot->state_size == 300;
}

static void a_group_has_its_state_once(void **unused)
{
    struct rig rig;
    struct lane_job one = of_group(1, 'a'), other = of_group(2, 'b'), nobody = of_group(0, 'c');
    rig_open(&rig, 1, 0);
    uint32_t first = rig_job(&rig, lane_submit(&rig.lane, &one))->state_offset;
    assert_int_equal(rig_job(&rig, lane_submit(&rig.lane, &one))->state_offset, first);
    uint32_t second = rig_job(&rig, lane_submit(&rig.lane, &other))->state_offset;
    assert_int_not_equal(second, first);
    uint32_t third = rig_job(&rig, lane_submit(&rig.lane, &one))->state_offset;
    assert_int_not_equal(third, first); /* only the last state is remembered */
    uint32_t fourth = rig_job(&rig, lane_submit(&rig.lane, &nobody))->state_offset;
    assert_int_not_equal(rig_job(&rig, lane_submit(&rig.lane, &nobody))->state_offset, fourth);
    for (uint64_t i = 0; i < 6; i++)
        assert_true(holds(&rig, i, "aabacc"[i]));
    rig_close(&rig);
}

/* Jobs come and go, so that the area is gone round many times: whoever is in flight finds its state
 * as it was given. */
static void a_shared_state_stays_until_its_last_job_ends(void **unused)
{
    struct rig rig;
    unsigned copies = 0;
    uint32_t last = UINT32_MAX;
    rig_open(&rig, 1, 0);
    for (uint64_t i = 0; i < 20000; i++) {
        uint64_t group = i / 700; /* longer than any ring */
        struct lane_job job = of_group(group % 7 + 1, (char)('a' + group % 26));
        const struct job_slot *slot = rig_job(&rig, lane_submit(&rig.lane, &job));
        copies += slot->state_offset != last;
        last = slot->state_offset;
        if (lane_in_flight(&rig.lane) < RING_SLOTS / 2)
            continue;
        assert_true(holds(&rig, rig.lane.finished, (char)('a' + rig.lane.finished / 700 % 26)));
        finish_oldest(&rig);
    }
    assert_in_range(copies, 20000 / 700, 20000 / 30);
    assert_true(rig_occupied_kib(rig.jobs) < 1024);
    rig_close(&rig);
}

static void a_large_state_is_nobody_elses(void **unused)
{
    struct rig rig;
    struct lane_job job = {.kind = JOB_VERIFY,
                           .state = state,
                           .state_size = RS_STATE_MAX,
                           .state_number = 1,
                           .text = bytes,
                           .text_size = BIG};
    rig_open(&rig, 1, 0);
    uint32_t first = rig_job(&rig, lane_submit(&rig.lane, &job))->state_offset;
    assert_int_not_equal(rig_job(&rig, lane_submit(&rig.lane, &job))->state_offset, first);
    rig_close(&rig);
}

static uint64_t rings(const struct rig *rig)
{
    uint64_t count = 0, one = 1;
    assert_int_equal(write(rig->doorbell, &one, sizeof one), sizeof one); /* so as not to block */
    assert_int_equal(read(rig->doorbell, &count, sizeof count), sizeof count);
    return count - 1;
}

static void only_a_sleeper_is_woken_and_once(void **unused)
{
    struct rig rig;
    struct lane_job job = {.kind = JOB_VERIFY};
    rig_open(&rig, 1, 0);
    lane_submit(&rig.lane, &job);
    lane_ring(&rig.lane);
    assert_int_equal(rings(&rig), 0);
    atomic_store(&rig.head->sleeping, 1);
    lane_ring(&rig.lane); /* nothing new: it saw that job before it slept */
    assert_int_equal(rings(&rig), 0);
    lane_submit(&rig.lane, &job);
    lane_submit(&rig.lane, &job);
    lane_ring(&rig.lane);
    lane_ring(&rig.lane);
    assert_int_equal(rings(&rig), 1);
    lane_submit(&rig.lane, &job);
    lane_ring(&rig.lane); /* on its way up: it will see this one too */
    assert_int_equal(rings(&rig), 0);
    atomic_store(&rig.head->sleeping, 2);
    lane_submit(&rig.lane, &job);
    lane_ring(&rig.lane);
    assert_int_equal(rings(&rig), 1);
    rig_close(&rig);
}

/* Whatever a worker says of its sleep: a ring is one write, and there is none without a job. */
static void a_liar_is_rung_no_more_than_once_a_job(void **unused)
{
    struct rig rig;
    struct lane_job job = {.kind = JOB_VERIFY};
    rig_open(&rig, 1, 0);
    for (uint32_t i = 0; i < RING_SLOTS; i++) {
        lane_submit(&rig.lane, &job);
        atomic_store(&rig.head->sleeping, UINT32_MAX - i);
        lane_ring(&rig.lane);
        atomic_store(&rig.head->sleeping, i + 1);
        lane_ring(&rig.lane);
        assert_int_equal(rings(&rig), 1);
    }
    rig_close(&rig);
}

static void a_client_says_whether_it_is_awake(void **unused)
{
    struct rig rig;
    rig_open(&rig, 2, 1);
    const struct jobs_head *head = rig.memory.jobs;
    assert_int_equal(head->ring[1].awake, 0);
    lane_wake(&rig.lane);
    assert_int_equal(head->ring[1].awake, 1);
    assert_int_equal(head->ring[0].awake, 0);
    lane_sleep(&rig.lane);
    assert_int_equal(head->ring[1].awake, 0);
    assert_int_equal(head->spins, 0);
    lane_allow_spins(&rig.memory, 5);
    assert_int_equal(head->spins, 5);
    rig_close(&rig);
}

static void spinning_is_learnt(void **unused)
{
    struct spin spin = {0};
    assert_int_equal(spin_begin(&spin, SPIN_LOOKS), 0); /* nothing is known yet */
    for (int i = 0; i < 20; i++)
        spin_end(&spin, true);
    assert_int_equal(spin_begin(&spin, SPIN_LOOKS), SPIN_LOOKS);
    assert_int_equal(spin_begin(&spin, 7), 7);
    assert_int_equal(spin_begin(&spin, 0), 0);
    for (int i = 0; i < 20; i++)
        spin_end(&spin, false);
    assert_int_equal(spin_begin(&spin, SPIN_LOOKS), SPIN_LOOKS_LEAST);
}

static void waiting_ends(void **unused)
{
    struct rig rig;
    struct lane_verdict verdict;
    rig_open(&rig, 1, 0);
    assert_int_equal(lane_wait(&rig.lane, 20, &verdict), LANE_NOTHING);
    rig_close(&rig);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(thousands_of_jobs_come_back_whole_and_in_order),
    cmocka_unit_test(no_wake_up_is_lost),
    cmocka_unit_test(a_full_ring_has_no_room),
    cmocka_unit_test(outputs_are_few),
    cmocka_unit_test(too_large_is_refused),
    cmocka_unit_test(payloads_fit_are_aligned_and_do_not_overlap),
    cmocka_unit_test(a_job_without_payload_frees_no_other),
    cmocka_unit_test(large_payloads_give_their_memory_back),
    cmocka_unit_test(large_payloads_keep_their_pages_within_bounds),
    cmocka_unit_test(small_payloads_touch_little_memory),
    cmocka_unit_test(a_group_has_its_state_once),
    cmocka_unit_test(a_shared_state_stays_until_its_last_job_ends),
    cmocka_unit_test(a_large_state_is_nobody_elses),
    cmocka_unit_test(only_a_sleeper_is_woken_and_once),
    cmocka_unit_test(a_liar_is_rung_no_more_than_once_a_job),
    cmocka_unit_test(a_client_says_whether_it_is_awake),
    cmocka_unit_test(spinning_is_learnt),
    cmocka_unit_test(waiting_ends),
};
RUN_TESTS(tests)
