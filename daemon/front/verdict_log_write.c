/* SPDX-License-Identifier: Apache-2.0 */
/* verdict_log_write.c: the log's thread: from the rings to the file. It is the only one that a slow
 * disk can hold up. What the disk does not take stays in the ring and is tried again, so that a
 * file never has half a line in it but at its end. */
#include "daemon/front/verdict_log.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/log.h"

enum { WRITE_BYTES = 256 * 1024 /* at once */ };

static void note_stall(struct verdict_log *log, int error)
{
    if (!log->stalled && error)
        log_event(LOG_WARNING, "verdict log stalled", "reason=\"%s\" next=\"lines are dropped\"",
                  strerror(error));
    if (log->stalled && !error)
        log_event(LOG_INFO, "verdict log goes on", "%s", "");
    log->stalled = error;
}

static uint64_t count_lines(const char *bytes, size_t size)
{
    uint64_t lines = 0;
    for (const char *at = bytes, *end = bytes + size;
         (at = memchr(at, '\n', (size_t)(end - at))) && ++lines; at++)
        ;
    return lines;
}

/* What was in the ring when it was looked at, which ends behind a line. False: the disk does not
 * take it all. */
static bool drain(struct verdict_log *log, struct verdict_log_lane *lane)
{
    size_t head = atomic_load_explicit(&lane->head, memory_order_acquire);
    size_t tail = atomic_load_explicit(&lane->tail, memory_order_relaxed);
    while (tail < head) {
        size_t at = tail % VERDICT_LOG_LANE_BYTES, size = head - tail;
        if (size > VERDICT_LOG_LANE_BYTES - at)
            size = VERDICT_LOG_LANE_BYTES - at;
        if (size > WRITE_BYTES)
            size = WRITE_BYTES;
        ssize_t written = write(log->file, lane->bytes + at, size);
        if (written <= 0) {
            note_stall(log, written < 0 ? errno : ENOSPC);
            return false;
        }
        counter_add(&log->written, count_lines(lane->bytes + at, (size_t)written));
        log->file_size += (size_t)written;
        tail += (size_t)written;
        atomic_store_explicit(&lane->tail, tail, memory_order_release);
    }
    return true;
}

/* Between two lines. Until there is a next file, this one goes on. */
static void look_for_file(struct verdict_log *log)
{
    if (log->file >= 0 && log->file_size < log->file_bytes)
        return;
    int next = atomic_exchange(&log->slot.file, -1);
    if (next < 0) {
        atomic_store(&log->slot.wanted, true);
        return;
    }
    if (log->file >= 0)
        close(log->file);
    log->file = next;
    log->file_size = 0;
}

void verdict_log_round(struct verdict_log *log)
{
    if (!log->stalled)
        look_for_file(log);
    if (log->file < 0)
        return;
    for (unsigned i = 0; i < log->lane_count; i++) {
        if (!drain(log, &log->lanes[log->first]))
            return; /* and the next round begins here */
        note_stall(log, 0);
        look_for_file(log);
        log->first = (log->first + 1) % log->lane_count;
    }
}
