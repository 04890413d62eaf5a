/* SPDX-License-Identifier: Apache-2.0 */
/* audit_jobs.h: what was recorded, as resynd-auditor is given it (proto/audit.h). */
#ifndef CTL_AUDIT_JOBS_H
#define CTL_AUDIT_JOBS_H

#include "daemon/ctl/gate_record.h"
#include "proto/audit.h"

struct audit_list {
    const struct recorded **calls; /* owned; into the record; in the order of the jobs */
    unsigned count;
    int memory; /* sealed; −1: none */
};

/* Everything that the auditor can do; AUDIT_JOBS_MAX and AUDIT_PAYLOAD_MAX at most. Negative errno
 * without memory; audit_list_close whatever this returns. */
int audit_list_open(struct audit_list *list, const struct record *record, struct error *error);
void audit_list_close(struct audit_list *list);

#endif
