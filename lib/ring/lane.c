/* SPDX-License-Identifier: Apache-2.0 */
/* lane.c: see lane.h: submitting, ringing, taking. The order of the two sides' reads and writes is
 * explained where it matters; the memory itself is memory.c, the payload's bytes are payload.c. */
#include "lib/ring/lane.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "lib/ring/payload.h"
#include "lib/ring/verdict.h"

enum { NO_OUTPUT = 255 };

static struct job_slot *job_slot(const struct lane *lane, uint64_t sequence)
{
    char *slots = (char *)lane->memory->jobs + ring_jobs_offset(lane->thread);
    return (struct job_slot *)(void *)slots + sequence % RING_SLOTS;
}

static struct jobs_head *jobs_head(const struct lane *lane)
{
    return lane->memory->jobs;
}

static const struct verdicts_head *verdicts_head(const struct lane *lane)
{
    return lane->memory->verdicts;
}

void lane_init(struct lane *lane, const struct lane_memory *memory, unsigned thread, int doorbell,
               int completion, int jobs_fd)
{
    assert(thread < memory->threads);
    *lane = (struct lane){.memory = memory,
                          .thread = thread,
                          .doorbell = doorbell,
                          .completion = completion,
                          .jobs_fd = jobs_fd,
                          .outputs_free = (1u << RING_OUTPUTS) - 1};
}

void lane_deinit(struct lane *lane)
{
    if (lane->warm_left)
        *lane->warm_left += lane->warm;
    lane->warm = 0;
}

bool lane_room(const struct lane *lane, const struct lane_job *job)
{
    uint64_t start;
    if (job->state_size > RS_STATE_MAX || job->text_size > RESPONSE_MAX)
        return false;
    if (lane_in_flight(lane) >= RING_SLOTS)
        return false;
    if (job_has_output(job->kind) && !lane->outputs_free)
        return false;
    return payload_place(lane, payload_need(lane, job), &start);
}

static uint8_t output_take(struct lane *lane, enum job_kind kind)
{
    if (!job_has_output(kind))
        return NO_OUTPUT;
    unsigned output = (unsigned)__builtin_ctz(lane->outputs_free);
    lane->outputs_free &= ~(1u << output);
    return (uint8_t)output;
}

uint64_t lane_submit(struct lane *lane, const struct lane_job *job)
{
    uint64_t sequence = lane->submitted, start;
    bool room = lane_room(lane, job) && payload_place(lane, payload_need(lane, job), &start);
    assert(room);
    (void)room;

    struct job_slot slot = {.seed = job->seed,
                            .kind = job->kind,
                            .level = job->level,
                            .extract = (uint8_t)job->extract,
                            .flags = (uint8_t)job->flags,
                            .output_slot = output_take(lane, job->kind)};
    payload_write(lane, job, start, &slot);
    lane->output_of[sequence % RING_SLOTS] = slot.output_slot;
    *job_slot(lane, sequence) = slot;

    lane->submitted = sequence + 1;
    atomic_store_explicit(&jobs_head(lane)->ring[lane->thread].submitted, lane->submitted,
                          memory_order_release);
    return sequence;
}

void lane_ring(struct lane *lane)
{
    if (lane->rung == lane->submitted)
        return;
    lane->rung = lane->submitted;
    /* The worker says that it sleeps, then looks at `submitted` once more, with the same fence in
     * between: whichever side comes second sees what the other wrote, so no job is slept over. */
    atomic_thread_fence(memory_order_seq_cst);
    uint32_t sleep = atomic_load_explicit(&verdicts_head(lane)->sleeping, memory_order_relaxed);
    /* Rung once, it will look at all that was submitted before its next sleep has a number. */
    if (sleep && sleep != lane->rung_sleep) {
        uint64_t one = 1;
        lane->rung_sleep = sleep;
        /* A full counter (EAGAIN) rings all the same; a broken worker is found elsewhere. */
        (void)!write(lane->doorbell, &one, sizeof one);
    }
}

static void say_awake(struct lane *lane, uint32_t awake)
{
    atomic_store_explicit(&jobs_head(lane)->ring[lane->thread].awake, awake, memory_order_relaxed);
}

void lane_wake(struct lane *lane)
{
    say_awake(lane, 1);
}

void lane_sleep(struct lane *lane)
{
    say_awake(lane, 0);
}

void lane_fence(void)
{
    /* The worker counts a verdict, then looks whether we are awake, with the same fence in between.
     */
    atomic_thread_fence(memory_order_seq_cst);
}

/* The worker's count of this lane, or false where it went backwards or past what was submitted. */
static bool finished_read(struct lane *lane)
{
    uint64_t finished = atomic_load_explicit(&verdicts_head(lane)->ring[lane->thread].finished,
                                             memory_order_acquire);
    if (finished < lane->reported || finished > lane->submitted)
        return false;
    lane->reported = finished;
    return true;
}

static void verdict_copy(const struct lane *lane, struct verdict_slot *out)
{
    const char *slots = (const char *)lane->memory->verdicts + ring_verdicts_offset(lane->thread);
    memcpy(out, slots + lane->finished % RING_SLOTS * sizeof *out, sizeof *out);
    /* From here on only the copy counts: the compiler must not read the original again. */
    __asm__ volatile("" : : "r"(out) : "memory");
}

enum lane_take lane_take(struct lane *lane, struct lane_verdict *out)
{
    if (!finished_read(lane))
        return LANE_BROKEN;
    if (lane->reported == lane->finished)
        return LANE_NOTHING;
    verdict_copy(lane, &out->slot);
    if (!verdict_check(&out->slot, lane->finished, job_slot(lane, lane->finished)))
        return LANE_BROKEN;
    unsigned output = lane->output_of[lane->finished % RING_SLOTS];
    out->sequence = lane->finished;
    out->output_size = out->slot.output_size;
    out->output = NULL;
    if (output != NO_OUTPUT)
        out->output = (const char *)lane->memory->verdicts +
                      ring_output_offset(lane->memory->threads, lane->thread, output);
    return LANE_VERDICT;
}

void lane_release(struct lane *lane)
{
    assert(lane->finished < lane->reported);
    unsigned output = lane->output_of[lane->finished % RING_SLOTS];
    if (output != NO_OUTPUT)
        lane->outputs_free |= 1u << output;
    payload_release(lane);
    lane->finished++;
}

bool lane_moved(const struct lane *lane)
{
    return atomic_load_explicit(&verdicts_head(lane)->ring[lane->thread].finished,
                                memory_order_relaxed) != lane->finished;
}

void lane_hush(struct lane *lane)
{
    uint64_t count;
    (void)!read(lane->completion, &count, sizeof count);
}

void lane_allow_spins(const struct lane_memory *memory, unsigned looks)
{
    struct jobs_head *head = memory->jobs;
    atomic_store_explicit(&head->spins, looks, memory_order_relaxed);
}

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

enum lane_take lane_wait(struct lane *lane, int timeout_ms, struct lane_verdict *out)
{
    int64_t deadline = now_ms() + timeout_ms;
    for (;;) {
        lane_hush(lane); /* before looking: what comes after the look rings again */
        enum lane_take take = lane_take(lane, out);
        int64_t left = deadline - now_ms();
        if (take != LANE_NOTHING || left <= 0)
            return take;
        struct pollfd completion = {.fd = lane->completion, .events = POLLIN};
        if (poll(&completion, 1, (int)left) < 0 && errno != EINTR)
            return LANE_NOTHING;
    }
}
