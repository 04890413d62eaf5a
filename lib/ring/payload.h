/* SPDX-License-Identifier: Apache-2.0 */
/* payload.h: a lane's payload area as a ring of bytes. Within lib/ring. */
#ifndef RING_PAYLOAD_H
#define RING_PAYLOAD_H

#include "lib/ring/lane.h"

/* Bytes that a job's state and text take, each aligned. 0: it has neither. */
size_t payload_need(const struct lane_job *job);

/* Where `need` bytes would go without wrapping. Counts as lane->payload_head does: the place is
 * *start % RING_PAYLOAD_BYTES. False: there is no room now. */
bool payload_place(const struct lane *lane, size_t need, uint64_t *start);

/* Gives the oldest job's bytes back, and its pages to the kernel where they are many. */
void payload_release(struct lane *lane);

#endif
