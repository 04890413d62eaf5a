/* SPDX-License-Identifier: Apache-2.0 */
/* adopt.h: from exec to the lock. */
#ifndef WORKER_ADOPT_H
#define WORKER_ADOPT_H

#include "daemon/worker/worker.h"
#include "lib/base/error.h"

/* Reads the arguments, maps what was inherited, and closes every descriptor but the doorbells. */
int worker_adopt(struct worker *worker, int count, char **arguments, struct error *error);

/* Limits, fault handlers, the final filter. */
int worker_lock(struct worker *worker, struct error *error);

#endif
