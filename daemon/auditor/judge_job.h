/* SPDX-License-Identifier: Apache-2.0 */
/* judge_job.h: the jobs of a worker (proto/ring.h), done by the environment's own build in this
 * process, by the same rules. */
#ifndef AUDITOR_JUDGE_JOB_H
#define AUDITOR_JUDGE_JOB_H

#include "daemon/auditor/environment.h"
#include "proto/audit.h"

struct judged {
    const struct job_slot *slot;
    const void *state; /* slot->state_size bytes */
    const char *text;  /* slot->text_size bytes */
};

/* Does the job and fills its verdict, all but its number. What ends the call in a way that the
 * runtime knows (runtime_end) is an outcome; a finding of a sanitizer ends the process. */
void judge_job(const struct environment *environment, const struct judged *job,
               struct audit_verdict *verdict);

#endif
