/* SPDX-License-Identifier: Apache-2.0 */
/* jobs.h: what each kind of job does (proto/ring.h, enum job_kind). */
#ifndef WORKER_JOBS_H
#define WORKER_JOBS_H

#include "daemon/worker/worker.h"

/* Does the job and writes its verdict (zeroed before, but for the sequence). */
void job_do(const struct worker *worker, const struct work *work, struct verdict_slot *verdict);

/* An outcome and a sentence, made printable. */
__attribute__((format(printf, 3, 4))) void verdict_say(struct verdict_slot *verdict,
                                                       unsigned outcome, const char *format, ...);
/* A sentence that environment code wrote. */
void verdict_quote(struct verdict_slot *verdict, unsigned outcome, const char *text, size_t size);

/* JOB_VERIFY (judge.c). */
void judge(const struct worker *worker, const struct work *work, struct verdict_slot *verdict);

#endif
