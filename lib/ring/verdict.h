/* SPDX-License-Identifier: Apache-2.0 */
/* verdict.h: the rules that an honest worker's verdict keeps. Within lib/ring. */
#ifndef RING_VERDICT_H
#define RING_VERDICT_H

#include <stdbool.h>

#include "proto/ring.h"

/* Whether a job of this kind may have output. */
static inline bool job_has_output(unsigned kind)
{
    return kind != JOB_VERIFY;
}

/* Checks a private copy of a verdict on `job` (the client's own descriptor), terminates its reason,
 * and blanks a score that is none. False: no honest worker wrote this. */
bool verdict_check(struct verdict_slot *verdict, uint64_t sequence, const struct job_slot *job);

#endif
