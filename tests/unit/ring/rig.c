/* SPDX-License-Identifier: Apache-2.0 */
/* rig.c: see rig.h. */
#include "tests/unit/ring/rig.h"

#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "proto/outcome.h"

void rig_open(struct rig *rig, unsigned threads, unsigned thread)
{
    struct error error;
    memset(rig, 0, sizeof *rig);
    rig->thread = thread;
    rig->jobs = memfd_create("jobs", 0);
    rig->verdicts = memfd_create("verdicts", 0);
    rig->doorbell = eventfd(0, 0);
    rig->completion = eventfd(0, EFD_NONBLOCK);
    assert_int_equal(ftruncate(rig->jobs, (off_t)ring_jobs_bytes(threads)), 0);
    assert_int_equal(ftruncate(rig->verdicts, (off_t)ring_verdicts_bytes(threads)), 0);
    assert_int_equal(lane_memory_map(&rig->memory, rig->jobs, rig->verdicts, threads, &error), 0);
    rig->head = mmap(NULL, ring_verdicts_bytes(threads), PROT_READ | PROT_WRITE, MAP_SHARED,
                     rig->verdicts, 0);
    assert_ptr_not_equal(rig->head, MAP_FAILED);
    lane_init(&rig->lane, &rig->memory, thread, rig->doorbell, rig->completion, rig->jobs);
}

void rig_close(struct rig *rig)
{
    munmap(rig->head, ring_verdicts_bytes(rig->memory.threads));
    lane_memory_unmap(&rig->memory);
    close(rig->jobs);
    close(rig->verdicts);
    close(rig->doorbell);
    close(rig->completion);
}

const struct job_slot *rig_job(const struct rig *rig, uint64_t sequence)
{
    const char *slots = (const char *)rig->memory.jobs + ring_jobs_offset(rig->thread);
    return (const struct job_slot *)(const void *)slots + sequence % RING_SLOTS;
}

const char *rig_payload(const struct rig *rig)
{
    return (const char *)rig->memory.jobs + ring_payload_offset(rig->memory.threads, rig->thread);
}

struct verdict_slot *rig_verdict(struct rig *rig, uint64_t sequence)
{
    char *slots = (char *)rig->head + ring_verdicts_offset(rig->thread);
    return (struct verdict_slot *)(void *)slots + sequence % RING_SLOTS;
}

struct verdict_slot rig_honest(const struct rig *rig, uint64_t sequence)
{
    struct verdict_slot verdict = {.number = sequence + 1, .outcome = OUTCOME_OK};
    if (rig_job(rig, sequence)->kind == JOB_VERIFY) {
        verdict.extraction = EXTRACTION_WHOLE;
        verdict.flags = VERDICT_FORMAT;
        verdict.answer_size = rig_job(rig, sequence)->text_size;
        verdict.score = 1;
    }
    return verdict;
}

void rig_finish(struct rig *rig, uint64_t sequence, const struct verdict_slot *verdict)
{
    *rig_verdict(rig, sequence) = *verdict;
    atomic_store(&rig->head->ring[rig->thread].finished, sequence + 1);
}

size_t rig_occupied_kib(int fd)
{
    struct stat status;
    assert_int_equal(fstat(fd, &status), 0);
    return (size_t)status.st_blocks / 2;
}

void rig_fill(char *bytes, size_t size, uint64_t seed)
{
    for (size_t i = 0; i < size; i++)
        bytes[i] = (char)((seed * 31 + i * 7 + (i >> 8)) & 0xff);
}

static bool is_whole(const char *bytes, size_t size, uint64_t seed)
{
    for (size_t i = 0; i < size; i++)
        if (bytes[i] != (char)((seed * 31 + i * 7 + (i >> 8)) & 0xff))
            return false;
    return true;
}

static uint64_t waiting(const struct rig *rig, uint64_t finished)
{
    const struct jobs_head *jobs = rig->memory.jobs;
    return atomic_load_explicit(&jobs->ring[rig->thread].submitted, memory_order_acquire) -
           finished;
}

static void work(struct rig *rig, uint64_t sequence)
{
    const struct job_slot *job = rig_job(rig, sequence);
    struct verdict_slot verdict = rig_honest(rig, sequence);
    bool whole = is_whole(rig_payload(rig) + job->text_offset, job->text_size, job->seed) &&
                 is_whole(rig_payload(rig) + job->state_offset, job->state_size, job->seed + 1);
    rig->damaged += !whole;
    if (job->kind == JOB_OBSERVE) {
        char *output = (char *)rig->head +
                       ring_output_offset(rig->memory.threads, rig->thread, job->output_slot);
        verdict.output_size = (uint32_t)sizeof job->seed;
        memcpy(output, &job->seed, sizeof job->seed);
    }
    rig_finish(rig, sequence, &verdict);
}

static void *worker_run(void *opaque)
{
    struct rig *rig = opaque;
    uint64_t finished = 0, count, one = 1;
    uint32_t sleep = 0;
    while (!atomic_load(&rig->stop)) {
        while (waiting(rig, finished))
            work(rig, finished++);
        assert_int_equal(write(rig->completion, &one, sizeof one), sizeof one);
        atomic_store_explicit(&rig->head->sleeping, ++sleep, memory_order_relaxed);
        atomic_thread_fence(memory_order_seq_cst);
        if (!waiting(rig, finished)) {
            rig->sleeps++;
            if (read(rig->doorbell, &count, sizeof count) != sizeof count)
                break;
        }
        atomic_store_explicit(&rig->head->sleeping, 0, memory_order_relaxed);
    }
    return NULL;
}

void rig_worker_start(struct rig *rig)
{
    assert_int_equal(pthread_create(&rig->worker, NULL, worker_run, rig), 0);
}

void rig_worker_stop(struct rig *rig)
{
    uint64_t one = 1;
    atomic_store(&rig->stop, true);
    assert_int_equal(write(rig->doorbell, &one, sizeof one), sizeof one);
    assert_int_equal(pthread_join(rig->worker, NULL), 0);
}
