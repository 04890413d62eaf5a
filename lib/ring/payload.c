/* SPDX-License-Identifier: Apache-2.0 */
/* payload.c: see payload.h. The memory is sparse and shared by hundreds of workers, so what counts
 * is not only that payloads fit but that few pages are ever touched. */
#include "lib/ring/payload.h"

#include <fcntl.h>

enum {
    PAGE = 4096,
    /* A payload from here on is punched out after use: below, the pages are worth keeping warm. */
    PUNCH_BYTES = 256 * 1024,
    /* Small payloads go round within so many bytes, instead of touching the whole area in time. */
    ROUND_BYTES = 512 * 1024,
};

static size_t aligned(size_t size)
{
    return (size + PAYLOAD_ALIGN - 1) & ~(size_t)(PAYLOAD_ALIGN - 1);
}

size_t payload_need(const struct lane_job *job)
{
    return aligned(job->state_size) + aligned(job->text_size);
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

void payload_release(struct lane *lane)
{
    size_t slot = lane->finished % RING_SLOTS;
    size_t size = lane->payload_bytes[slot];
    uint64_t end = lane->payload_end[slot];
    if (size >= PUNCH_BYTES && lane->jobs_fd >= 0)
        punch(lane, (size_t)((end - size) % RING_PAYLOAD_BYTES), size);
    lane->payload_tail = end;
    /* With nothing behind it in flight, begin again where pages are warm. Jobs without payload
     * count too: their ends would else be ends in the old count. */
    if (lane->finished + 1 == lane->submitted)
        lane->payload_head = lane->payload_tail = 0;
}
