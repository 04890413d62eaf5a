/* SPDX-License-Identifier: Apache-2.0 */
/* gate_mutate.h: whether the gate's probes notice small changes of the verifier (lib/mutate): what
 * none of them notices is untested. */
#ifndef CTL_GATE_MUTATE_H
#define CTL_GATE_MUTATE_H

#include "daemon/ctl/gate_record.h"

/* Compiles each change of FILE, asks it what was recorded of `local`, and settles CHECK_UNTESTED.
 * 0, or negative errno where this machine fails. Blocks: compiles take 10 ms, the rest is what the
 * record's calls take, and all of it is bounded (gate_mutate.c). */
int gate_mutate(const struct local *local, const char *file, const struct record *record,
                struct report *report, struct error *error);

#endif
