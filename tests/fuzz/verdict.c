/* SPDX-License-Identifier: Apache-2.0 */
/* verdict.c: lane_take, and the reading of a dead worker's last words, on whatever a worker may
 * have written. Input: a byte that says which kinds of jobs are in flight, then the head page's
 * words (finished, claim, last words …), then verdict slots. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lib/ring/lane.h"
#include "lib/ring/words.h"
#include "proto/outcome.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { IN_FLIGHT = 8 };

static struct lane_memory memory;

static void must(bool holds)
{
    if (!holds)
        abort();
}

/* Sparse: the pages that are never touched cost nothing. */
static void memory_open(void)
{
    memory.threads = 1;
    memory.jobs = calloc(1, ring_jobs_bytes(1));
    memory.verdicts = calloc(1, ring_verdicts_bytes(1));
    must(memory.jobs && memory.verdicts);
}

static void jobs_submit(struct lane *lane, uint8_t kinds)
{
    for (unsigned i = 0; i < IN_FLIGHT; i++) {
        struct lane_job job = {.kind = JOB_VERIFY, .text = "a response", .text_size = 10};
        if (kinds & (1u << i))
            job.kind = (enum job_kind)(1 + (kinds + i) % (JOB_KINDS - 1));
        if (lane_room(lane, &job))
            lane_submit(lane, &job);
    }
}

static void take(void *to, size_t wanted, const uint8_t **data, size_t *size)
{
    size_t count = wanted < *size ? wanted : *size;
    memcpy(to, *data, count);
    *data += count;
    *size -= count;
}

static void memory_overwrite(const uint8_t *data, size_t size)
{
    struct verdicts_head *head = memory.verdicts;
    char *slots = (char *)memory.verdicts + ring_verdicts_offset(0);
    uint8_t finished = 0;
    memset(head, 0, sizeof *head);
    memset(slots, 0, IN_FLIGHT * sizeof(struct verdict_slot));
    take(&finished, 1, &data, &size);
    /* Small counts are worth more tries than 64 random bits. */
    atomic_store(&head->ring[0].finished, finished == 255 ? UINT64_MAX : finished);
    take(&head->claim, sizeof head->claim, &data, &size);
    take(&head->last_words, 8 + REASON_MAX, &data, &size);
    for (unsigned i = 0; i < IN_FLIGHT; i++) {
        char *slot = slots + i * sizeof(struct verdict_slot);
        take(slot, sizeof(struct verdict_slot), &data, &size);
        *(uint64_t *)(void *)slot = finished & 128 ? i + 1 : i;
    }
}

static void verdict_judge(const struct lane *lane, const struct lane_verdict *verdict)
{
    const struct verdict_slot *slot = &verdict->slot;
    must(verdict->sequence == lane->finished && slot->outcome < OUTCOME_COUNT);
    must(slot->outcome == OUTCOME_OK ? slot->score >= 0 && slot->score <= 1 && !signbit(slot->score)
                                     : isnan(slot->score));
    must(slot->extraction < EXTRACTION_COUNT && slot->answer_offset <= 10);
    must(slot->answer_size <= 10 - slot->answer_offset);
    must(strlen(slot->reason) == slot->reason_size &&
         words_printable(slot->reason, slot->reason_size));
    must(verdict->output_size == 0 || verdict->output != NULL);
    for (int i = 0; i < RS_METRICS_MAX; i++)
        must(isfinite(slot->metrics[i]));
    if (verdict->output) { /* every byte that is promised is there */
        char last = 0;
        for (size_t i = 0; i < verdict->output_size; i++)
            last ^= ((const char *)verdict->output)[i];
        must(last == 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct lane lane;
    struct lane_verdict verdict;
    char text[REASON_MAX];
    if (!memory.jobs)
        memory_open();
    if (size < 1)
        return 0;
    lane_init(&lane, &memory, 0, -1, -1, -1);
    jobs_submit(&lane, data[0]);
    memory_overwrite(data + 1, size - 1);
    while (lane_take(&lane, &verdict) == LANE_VERDICT) {
        verdict_judge(&lane, &verdict);
        lane_release(&lane);
    }
    uint64_t suspect = lane_suspect(&lane);
    must(suspect == UINT64_MAX || (suspect >= lane.finished && suspect < lane.submitted));
    lane_claim_plausible(&memory);
    lane_last_words(&memory, text);
    must(words_printable(text, strlen(text)));
    return 0;
}
