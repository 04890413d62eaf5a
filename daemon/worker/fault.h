/* SPDX-License-Identifier: Apache-2.0 */
/* fault.h: how a worker ends: by a call's fault, by the runtime's word, by its own failure. Each
 * leaves last words in `verdicts` and exits; a call that went wrong is never continued. */
#ifndef WORKER_FAULT_H
#define WORKER_FAULT_H

#include "daemon/worker/space.h"
#include "lib/base/error.h"
#include "proto/ring.h"

/* Where last words go; before, nowhere. */
void fault_report_to(struct verdicts_head *head);

/* Handlers for what a call can run into, on a stack of their own. */
int fault_install(const struct space *space, struct error *error);

/* Whether environment code is running: what faults outside is the worker's own failure. */
void fault_in_call(bool running);

/* The worker itself cannot go on. */
_Noreturn void worker_fail(const char *text);

#endif
