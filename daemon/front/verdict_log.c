/* SPDX-License-Identifier: Apache-2.0 */
/* verdict_log.c: see verdict_log.h. The lanes, and the life of the log's thread. */
#include "daemon/front/verdict_log.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

enum { LINE_KEPT = 256 * 1024 /* bytes of a line whose memory stays for the next */ };

static void *run(void *context)
{
    struct verdict_log *log = context;
    while (!atomic_load(&log->stopping)) {
        poll(NULL, 0, VERDICT_LOG_PAUSE_MS);
        verdict_log_round(log);
    }
    verdict_log_round(log);
    return NULL;
}

static bool open_lane(struct verdict_log_lane *lane)
{
    lane->bytes = malloc(VERDICT_LOG_LANE_BYTES);
    if (getrandom(&lane->random, sizeof lane->random, 0) != sizeof lane->random)
        return false;
    lane->random |= 1;
    return lane->bytes;
}

bool verdict_log_start(struct verdict_log *log, unsigned threads)
{
    log->file = -1;
    atomic_init(&log->slot.file, -1);
    atomic_init(&log->slot.wanted, true);
    if (!log->one_in)
        return true;
    size_t bytes = threads * sizeof *log->lanes;
    log->lanes = aligned_alloc(_Alignof(struct verdict_log_lane), bytes);
    if (!log->lanes)
        return false;
    memset(log->lanes, 0, bytes);
    for (unsigned i = 0; i < threads; i++)
        if (!open_lane(&log->lanes[i]))
            return false;
    log->lane_count = threads;
    return pthread_create(&log->thread, NULL, run, log) == 0;
}

void verdict_log_stop(struct verdict_log *log)
{
    if (!log->one_in)
        return;
    atomic_store(&log->stopping, true);
    pthread_join(log->thread, NULL);
    for (unsigned i = 0; i < log->lane_count; i++) {
        free(log->lanes[i].bytes);
        buffer_deinit(&log->lanes[i].line);
    }
    free(log->lanes);
    if (log->file >= 0)
        close(log->file);
}

struct verdict_log_lane *verdict_log_lane(struct verdict_log *log, unsigned thread)
{
    return log->one_in ? &log->lanes[thread] : NULL;
}

/* xorshift64: fair enough to choose by, and nothing is decided by it. */
static uint64_t draw(struct verdict_log_lane *lane)
{
    lane->random ^= lane->random << 13;
    lane->random ^= lane->random >> 7;
    lane->random ^= lane->random << 17;
    return lane->random;
}

bool verdict_log_wants(const struct verdict_log *log, struct verdict_log_lane *lane)
{
    return lane && (log->one_in == 1 || draw(lane) % log->one_in == 0);
}

static void copy_in(struct verdict_log_lane *lane, size_t head, const char *bytes, size_t size)
{
    size_t at = head % VERDICT_LOG_LANE_BYTES, first = VERDICT_LOG_LANE_BYTES - at;
    if (first > size)
        first = size;
    memcpy(lane->bytes + at, bytes, first);
    memcpy(lane->bytes, bytes + first, size - first);
}

void verdict_log_put(struct verdict_log_lane *lane)
{
    struct buffer *line = &lane->line;
    size_t head = atomic_load_explicit(&lane->head, memory_order_relaxed);
    size_t tail = atomic_load_explicit(&lane->tail, memory_order_acquire);
    buffer_append(line, "\n", 1);
    if (line->failed || line->size > VERDICT_LOG_LANE_BYTES - (head - tail)) {
        counter_add(&lane->dropped, 1);
    } else {
        copy_in(lane, head, line->data, line->size);
        atomic_store_explicit(&lane->head, head + line->size, memory_order_release);
    }
    if (line->failed || line->capacity > LINE_KEPT)
        buffer_deinit(line);
    else
        buffer_clear(line);
}

struct verdict_log_counts verdict_log_count(const struct verdict_log *log)
{
    struct verdict_log_counts counts = {.written = counter_read(&log->written)};
    for (unsigned i = 0; i < log->lane_count; i++) {
        const struct verdict_log_lane *lane = &log->lanes[i];
        size_t tail = atomic_load_explicit(&lane->tail, memory_order_acquire);
        counts.buffered += atomic_load_explicit(&lane->head, memory_order_relaxed) - tail;
        counts.dropped += counter_read(&lane->dropped);
        counts.sampled_out += counter_read(&lane->sampled_out);
    }
    return counts;
}
