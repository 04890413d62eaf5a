/* SPDX-License-Identifier: Apache-2.0 */
/* serve.c: see serve.h. One job of each ring in turn, so that no thread's jobs wait behind all of
 * another's. Counts are the worker's own: what it has written is never read back. */
#include "daemon/worker/serve.h"

#include <string.h>
#include <unistd.h>

#include "daemon/worker/fault.h"
#include "daemon/worker/jobs.h"
#include "daemon/worker/trampoline.h"
#include "lib/ring/spin.h"
#include "proto/outcome.h"

enum { CLAIM_THREAD_SHIFT = 56 };

struct progress {
    uint64_t finished;
    unsigned unrung; /* verdicts that the thread has not been told of */
};

static const struct jobs_head *jobs_head(const struct worker *worker)
{
    return (const void *)worker->jobs;
}

static uint64_t submitted(const struct worker *worker, unsigned thread)
{
    return atomic_load_explicit(&jobs_head(worker)->ring[thread].submitted, memory_order_acquire);
}

/* Copies the descriptor once and checks that all it points at lies in this ring's payload. */
static bool work_take(const struct worker *worker, unsigned thread, uint64_t sequence,
                      struct work *work)
{
    const char *slots = worker->jobs + ring_jobs_offset(thread);
    const char *payload = worker->jobs + ring_payload_offset(worker->threads, thread);
    struct job_slot *slot = &work->slot;
    memcpy(slot, slots + sequence % RING_SLOTS * sizeof *slot, sizeof *slot);
    __asm__ volatile("" : : "r"(slot) : "memory"); /* the copy only, from here on */
    if (slot->kind == 0 || slot->kind >= JOB_KINDS ||
        (slot->extract > RS_WHOLE && slot->extract != EXTRACT_DECLARED))
        return false;
    if (slot->kind != JOB_VERIFY && slot->output_slot >= RING_OUTPUTS)
        return false;
    if (slot->state_size > RS_STATE_MAX || slot->text_size > RESPONSE_MAX ||
        slot->state_offset % PAYLOAD_ALIGN)
        return false;
    if (slot->state_offset > RING_PAYLOAD_BYTES - slot->state_size ||
        slot->text_offset > RING_PAYLOAD_BYTES - slot->text_size)
        return false;
    unsigned output = slot->kind == JOB_VERIFY ? 0 : slot->output_slot;
    work->state = payload + slot->state_offset;
    work->text = payload + slot->text_offset;
    work->output = worker->verdicts + ring_output_offset(worker->threads, thread, output);
    return true;
}

static void job_serve(const struct worker *worker, unsigned thread, uint64_t sequence)
{
    struct verdict_slot verdict = {.number = sequence + 1};
    struct verdicts_head *head = worker_head(worker);
    struct work work;
    atomic_store_explicit(&head->claim, (uint64_t)thread << CLAIM_THREAD_SHIFT | (sequence + 1),
                          memory_order_release);
    if (work_take(worker, thread, sequence, &work))
        job_do(worker, &work, &verdict);
    else
        verdict_say(&verdict, OUTCOME_INTERNAL, "the job's descriptor is damaged");
    char *slots = worker->verdicts + ring_verdicts_offset(thread);
    memcpy(slots + sequence % RING_SLOTS * sizeof verdict, &verdict, sizeof verdict);
    /* First the claim, then the count: a claim always names a job that is not finished. */
    atomic_store_explicit(&head->claim, 0, memory_order_release);
    atomic_store_explicit(&head->ring[thread].finished, sequence + 1, memory_order_release);
}

/* Unless the thread is awake: then it looks once more before it sleeps (lane_sleep). */
static void thread_ring(const struct worker *worker, unsigned thread, struct progress *progress)
{
    uint64_t one = 1;
    progress->unrung = 0;
    atomic_thread_fence(memory_order_seq_cst);
    if (atomic_load_explicit(&jobs_head(worker)->ring[thread].awake, memory_order_relaxed))
        return;
    /* A full counter (EAGAIN) has rung already. */
    (void)!write(WORKER_COMPLETIONS + (int)thread, &one, sizeof one);
}

/* One job of each ring. False: there was none. */
static bool serve_round(const struct worker *worker, struct progress progress[])
{
    bool found = false;
    for (unsigned thread = 0; thread < worker->threads; thread++) {
        struct progress *own = &progress[thread];
        uint64_t waiting = submitted(worker, thread) - own->finished;
        if (waiting == 0)
            continue;
        if (waiting > RING_SLOTS)
            worker_fail("the client has submitted more jobs than a ring holds");
        job_serve(worker, thread, own->finished++);
        own->unrung++;
        found = true;
        if (own->unrung == RING_BURST || submitted(worker, thread) == own->finished)
            thread_ring(worker, thread, own);
    }
    return found;
}

static bool any_waiting(const struct worker *worker, const struct progress progress[])
{
    for (unsigned thread = 0; thread < worker->threads; thread++)
        if (submitted(worker, thread) != progress[thread].finished)
            return true;
    return false;
}

/* Looks for a job a while, where the client allows it and where it has paid lately. */
static bool spin(const struct worker *worker, const struct progress progress[])
{
    static struct spin own;
    uint32_t allowed = atomic_load_explicit(&jobs_head(worker)->spins, memory_order_relaxed);
    bool found = false;
    for (uint32_t looks = spin_begin(&own, allowed); looks > 0 && !found; looks--) {
        spin_pause();
        found = any_waiting(worker, progress);
    }
    spin_end(&own, found);
    return found;
}

/* Sleeps until a client rings, unless a job has come since the last look: the other half of
 * lane_ring's handshake. */
static void doze(const struct worker *worker, const struct progress progress[])
{
    static uint32_t sleeps; /* a worker has retired long before it wraps */
    struct verdicts_head *head = worker_head(worker);
    uint64_t count;
    atomic_store_explicit(&head->sleeping, ++sleeps, memory_order_relaxed);
    atomic_thread_fence(memory_order_seq_cst);
    if (!any_waiting(worker, progress) &&
        read(WORKER_DOORBELL, &count, sizeof count) != sizeof count)
        worker_fail("the doorbell is broken");
    atomic_store_explicit(&head->sleeping, 0, memory_order_relaxed);
}

_Noreturn void serve(const struct worker *worker)
{
    static struct progress progress[THREADS_MAX];
    trampoline_init();
    atomic_store_explicit(&worker_head(worker)->ready, 1, memory_order_release);
    for (;;)
        if (!serve_round(worker, progress) && !spin(worker, progress))
            doze(worker, progress);
}
