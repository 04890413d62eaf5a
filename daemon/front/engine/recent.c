/* SPDX-License-Identifier: Apache-2.0 */
/* recent.c: see recent.h. Records never wrap: where one does not fit before the end of the ring, an
 * empty one fills it. */
#include "daemon/front/engine/recent.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/front/engine/bounds.h"
#include "daemon/front/engine/memory.h"

struct record {
    uint64_t worker; /* 0: filling */
    uint64_t size;   /* of the whole record */
    struct lane_job work;
    struct said said;
    unsigned char bytes[]; /* state, then text */
};

enum { RECORD_ALIGN = 64 };
_Static_assert(RECENT_BYTES % RECORD_ALIGN == 0 && offsetof(struct record, work) <= RECORD_ALIGN,
               "a filling always has room for its size");

void recent_init(struct recent *recent)
{
    *recent = (struct recent){.bytes = memory_new(RECENT_BYTES)};
}

void recent_deinit(struct recent *recent)
{
    free(recent->bytes);
}

static struct record *record_at(const struct recent *recent, uint64_t place)
{
    return (struct record *)(void *)(recent->bytes + place % RECENT_BYTES);
}

static void make_room(struct recent *recent, size_t size)
{
    while (recent->head + size - recent->tail > RECENT_BYTES)
        recent->tail += record_at(recent, recent->tail)->size;
}

static struct record *take_place(struct recent *recent, size_t size)
{
    size_t before_end = RECENT_BYTES - (size_t)(recent->head % RECENT_BYTES);
    if (before_end < size) {
        make_room(recent, before_end);
        record_at(recent, recent->head)->worker = 0;
        record_at(recent, recent->head)->size = before_end;
        recent->head += before_end;
    }
    make_room(recent, size);
    struct record *record = record_at(recent, recent->head);
    recent->head += size;
    return record;
}

void recent_keep(struct recent *recent, uint64_t worker, const struct lane_job *work,
                 const struct said *said)
{
    size_t size = sizeof(struct record) + work->state_size + work->text_size;
    size = (size + RECORD_ALIGN - 1) & ~(size_t)(RECORD_ALIGN - 1);
    if (size > RECENT_JOB_BYTES)
        return;
    struct record *record = take_place(recent, size);
    record->worker = worker;
    record->size = size;
    record->work = *work;
    record->said = *said;
    record->work.state = record->bytes;
    record->work.text = (const char *)record->bytes + work->state_size;
    if (work->state_size)
        memcpy(record->bytes, work->state, work->state_size);
    if (work->text_size)
        memcpy(record->bytes + work->state_size, work->text, work->text_size);
}

static unsigned count_of(const struct recent *recent, uint64_t worker)
{
    unsigned count = 0;
    for (uint64_t at = recent->tail; at < recent->head; at += record_at(recent, at)->size)
        count += record_at(recent, at)->worker == worker;
    return count;
}

void recent_visit(const struct recent *recent, uint64_t worker, unsigned most,
                  void (*each)(void *owner, const struct lane_job *work, const struct said *said),
                  void *owner)
{
    unsigned left = count_of(recent, worker);
    for (uint64_t at = recent->tail; left; at += record_at(recent, at)->size) {
        const struct record *record = record_at(recent, at);
        if (record->worker == worker && left-- <= most)
            each(owner, &record->work, &record->said);
    }
}
