/* SPDX-License-Identifier: Apache-2.0 */
/* payload.c: see payload.h. The memory is sparse and shared by hundreds of workers, so what counts
 * is not only that payloads fit but that few pages are ever touched. */
#include "lib/ring/payload.h"

#include <fcntl.h>
#include <string.h>

enum {
    PAGE = 4096,
    /* The pages of a payload from here on are kept within bounds only: a new page costs as much as
     * to read what is in it, but hundreds of workers may each have had a large one. */
    PUNCH_BYTES = 256 * 1024,
    /* Small payloads go round within so many bytes, instead of touching the whole area in time. */
    ROUND_BYTES = 512 * 1024,
};

static size_t aligned(size_t size)
{
    return (size + PAYLOAD_ALIGN - 1) & ~(size_t)(PAYLOAD_ALIGN - 1);
}

/* Only the last state, only while a job that uses it is in flight, and not for ever: what it lies
 * before cannot be given back. */
static bool shares_state(const struct lane *lane, const struct lane_job *job)
{
    return job->state_number && job->state_number == lane->state.number &&
           job->state_size == lane->state.size && lane->state.jobs < RING_SLOTS;
}

size_t payload_need(const struct lane *lane, const struct lane_job *job)
{
    return (shares_state(lane, job) ? 0 : aligned(job->state_size)) + aligned(job->text_size);
}

bool payload_place(const struct lane *lane, size_t need, uint64_t *start)
{
    size_t head = lane->payload_head % RING_PAYLOAD_BYTES;
    size_t tail = lane->payload_tail % RING_PAYLOAD_BYTES;
    size_t left = RING_PAYLOAD_BYTES - (size_t)(lane->payload_head - lane->payload_tail);
    size_t skip = 0;
    bool early = head >= ROUND_BYTES && head >= tail && need <= tail;
    if (need && (early || need > RING_PAYLOAD_BYTES - head))
        skip = RING_PAYLOAD_BYTES - head;
    *start = lane->payload_head + skip;
    return skip + need <= left;
}

static void bring_state(struct lane *lane, const struct lane_job *job, uint64_t start, size_t need)
{
    /* One whose pages are punched out after its job cannot be anybody else's. */
    bool sharable = job->state_number && need < PUNCH_BYTES;
    lane->state.number = sharable ? job->state_number : 0;
    lane->state.from = start;
    lane->state.size = job->state_size;
    lane->state.jobs = 0;
}

void payload_write(struct lane *lane, const struct lane_job *job, uint64_t start,
                   struct job_slot *slot)
{
    char *payload =
        (char *)lane->memory->jobs + ring_payload_offset(lane->memory->threads, lane->thread);
    size_t index = lane->submitted % RING_SLOTS, need = payload_need(lane, job);
    size_t text_place = (size_t)(start % RING_PAYLOAD_BYTES) + need - aligned(job->text_size);
    bool shares = shares_state(lane, job);
    if (!shares)
        bring_state(lane, job, start, need);
    lane->state.jobs++;
    lane->payload_from[index] = shares ? lane->state.from : start;
    lane->payload_head = lane->payload_end[index] = start + need;
    lane->payload_bytes[index] = (uint32_t)need;
    slot->state_size = (uint32_t)job->state_size;
    slot->text_size = (uint32_t)job->text_size;
    if (job->state_size) {
        slot->state_offset = (uint32_t)(lane->state.from % RING_PAYLOAD_BYTES);
        if (!shares)
            memcpy(payload + slot->state_offset, job->state, job->state_size);
    }
    if (job->text_size) {
        slot->text_offset = (uint32_t)text_place;
        memcpy(payload + text_place, job->text, job->text_size);
    }
}

static void punch(const struct lane *lane, size_t offset, size_t size)
{
    /* Whole pages only: the edges belong to the neighbours too. Failure costs memory, no more. */
    size_t base = ring_payload_offset(lane->memory->threads, lane->thread);
    size_t from = (base + offset + PAGE - 1) & ~(size_t)(PAGE - 1);
    size_t to = (base + offset + size) & ~(size_t)(PAGE - 1);
    if (to > from)
        (void)!fallocate(lane->jobs_fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, (off_t)from,
                         (off_t)(to - from));
}

static bool keeps_warm(struct lane *lane, size_t end)
{
    if (end <= lane->warm)
        return true;
    if (!lane->warm_left || end - lane->warm > *lane->warm_left)
        return false;
    *lane->warm_left -= end - lane->warm;
    lane->warm = end;
    return true;
}

void payload_release(struct lane *lane)
{
    size_t slot = lane->finished % RING_SLOTS;
    size_t size = lane->payload_bytes[slot];
    uint64_t end = lane->payload_end[slot];
    size_t offset = (size_t)((end - size) % RING_PAYLOAD_BYTES);
    if (size >= PUNCH_BYTES && lane->jobs_fd >= 0 && !keeps_warm(lane, offset + size))
        punch(lane, offset, size);
    /* With nothing behind it in flight, begin again where pages are warm. Jobs without payload
     * count too: their ends would else be ends in the old count. */
    if (lane->finished + 1 == lane->submitted)
        lane->payload_head = lane->payload_tail = lane->state.number = 0;
    else
        lane->payload_tail = lane->payload_from[(lane->finished + 1) % RING_SLOTS];
}
