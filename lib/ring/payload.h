/* SPDX-License-Identifier: Apache-2.0 */
/* payload.h: a lane's payload area as a ring of bytes. Within lib/ring. */
#ifndef RING_PAYLOAD_H
#define RING_PAYLOAD_H

#include "lib/ring/lane.h"

/* Bytes that a job would bring: its state, unless the last one's is the same and is still there,
 * and its text, each aligned. 0: neither. */
size_t payload_need(const struct lane *lane, const struct lane_job *job);

/* Where `need` bytes would go without wrapping. Counts as lane->payload_head does: the place is
 * *start % RING_PAYLOAD_BYTES. False: there is no room now. */
bool payload_place(const struct lane *lane, size_t need, uint64_t *start);

/* Copies the job's payload to `start`, where payload_place has put it, says in `slot` where it is,
 * and remembers what the job keeps in use. */
void payload_write(struct lane *lane, const struct lane_job *job, uint64_t start,
                   struct job_slot *slot);

/* Gives the oldest job's bytes back, and its pages to the kernel where they are more than may stay.
 */
void payload_release(struct lane *lane);

#endif
