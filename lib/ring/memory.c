/* SPDX-License-Identifier: Apache-2.0 */
/* memory.c: see lane.h: the two mappings, and what a dead worker has left in them. */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "lib/ring/lane.h"
#include "lib/ring/words.h"

enum { CLAIM_THREAD_SHIFT = 56 };

static void *map(int fd, size_t size, int protection, const char *what, struct error *error)
{
    struct stat status;
    if (fstat(fd, &status) < 0) {
        error_set(error, -errno, "cannot look at the memory of %s: %s", what, strerror(errno));
        return NULL;
    }
    /* A mapping beyond the end would be a SIGBUS later. */
    if (status.st_size < 0 || (size_t)status.st_size < size) {
        error_set(error, -EINVAL, "the memory of %s is too small", what);
        return NULL;
    }
    void *mapping = mmap(NULL, size, protection, MAP_SHARED, fd, 0);
    if (mapping != MAP_FAILED)
        return mapping;
    error_set(error, -errno, "cannot map the memory of %s: %s", what, strerror(errno));
    return NULL;
}

int lane_memory_map(struct lane_memory *memory, int jobs, int verdicts, unsigned threads,
                    struct error *error)
{
    struct error reason = {0};
    *memory = (struct lane_memory){.threads = threads};
    if (threads < 1 || threads > THREADS_MAX)
        return error_set(error, -EINVAL, "%u threads: 1 to %d", threads, THREADS_MAX);
    memory->jobs = map(jobs, ring_jobs_bytes(threads), PROT_READ | PROT_WRITE, "jobs", &reason);
    if (memory->jobs)
        memory->verdicts =
            map(verdicts, ring_verdicts_bytes(threads), PROT_READ, "verdicts", &reason);
    if (memory->verdicts)
        return 0;
    lane_memory_unmap(memory);
    return error_set(error, reason.code, "%s", reason.text);
}

void lane_memory_unmap(struct lane_memory *memory)
{
    if (memory->jobs)
        munmap(memory->jobs, ring_jobs_bytes(memory->threads));
    if (memory->verdicts)
        munmap(memory->verdicts, ring_verdicts_bytes(memory->threads));
    *memory = (struct lane_memory){0};
}

/* Splits a claim; false where it names no job. */
static bool claim_read(const struct verdicts_head *head, uint64_t *thread, uint64_t *sequence)
{
    uint64_t claim = atomic_load_explicit(&head->claim, memory_order_acquire);
    *thread = claim >> CLAIM_THREAD_SHIFT;
    *sequence = (claim & ((UINT64_C(1) << CLAIM_THREAD_SHIFT) - 1)) - 1;
    return claim != 0;
}

uint64_t lane_suspect(const struct lane *lane)
{
    uint64_t thread, sequence;
    if (!claim_read(lane->memory->verdicts, &thread, &sequence) || thread != lane->thread)
        return UINT64_MAX;
    return sequence >= lane->finished && sequence < lane->submitted ? sequence : UINT64_MAX;
}

bool lane_claim_plausible(const struct lane_memory *memory)
{
    const struct verdicts_head *verdicts = memory->verdicts;
    const struct jobs_head *jobs = memory->jobs;
    uint64_t finished[THREADS_MAX], thread, sequence;
    /* A worker drops its claim before it counts the job as finished: counts read first can only be
     * older than the claim, so a live honest worker is never suspected. */
    for (unsigned i = 0; i < memory->threads; i++)
        finished[i] = atomic_load_explicit(&verdicts->ring[i].finished, memory_order_acquire);
    if (!claim_read(verdicts, &thread, &sequence))
        return true;
    return thread < memory->threads && sequence >= finished[thread] &&
           sequence < atomic_load_explicit(&jobs->ring[thread].submitted, memory_order_relaxed);
}

enum last_words lane_last_words(const struct lane_memory *memory, char text[REASON_MAX])
{
    const struct verdicts_head *head = memory->verdicts;
    uint32_t words = *(const volatile uint32_t *)&head->last_words;
    uint32_t size = *(const volatile uint32_t *)&head->last_text_size;
    text[0] = '\0';
    if (words == LAST_WORDS_NONE || words > LAST_WORDS_CRASH)
        return LAST_WORDS_NONE;
    words_clean(head->last_text, size < REASON_MAX ? size : REASON_MAX, text, REASON_MAX);
    return (enum last_words)words;
}

bool lane_ready(const struct lane_memory *memory)
{
    const struct verdicts_head *head = memory->verdicts;
    return atomic_load_explicit(&head->ready, memory_order_acquire) == 1;
}
