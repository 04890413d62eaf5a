/* SPDX-License-Identifier: Apache-2.0 */
/* gate_audit.h: whether a build by another compiler, with sanitizers, does what a worker did: the
 * same calls, by resynd-auditor. */
#ifndef CTL_GATE_AUDIT_H
#define CTL_GATE_AUDIT_H

#include "daemon/ctl/gate_record.h"

/* Settles CHECK_DIFFERENTIAL and CHECK_MEMORY_SAFETY of FILE by what was recorded. 0, also where
 * neither gcc nor clang is there: then they are not run; negative errno where this machine fails.
 * Blocks. */
int gate_audit(const char *file, const struct record *record, struct report *report,
               struct error *error);

#endif
