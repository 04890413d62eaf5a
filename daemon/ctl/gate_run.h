/* SPDX-License-Identifier: Apache-2.0 */
/* gate_run.h: the gate's probes on a worker of this process's own, without a daemon. */
#ifndef CTL_GATE_RUN_H
#define CTL_GATE_RUN_H

#include "daemon/ctl/gate_record.h"
#include "daemon/ctl/local.h"
#include "lib/gate/gate.h"

/* Runs all of them; `local` is compiled and described. `record`, where given, keeps them. 0, or
 * negative errno where this machine fails: the report says then what is missing. Blocks. */
int gate_run(struct local *local, struct gate *gate, struct record *record, struct error *error);

#endif
