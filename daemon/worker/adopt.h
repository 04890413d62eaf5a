/* SPDX-License-Identifier: Apache-2.0 */
/* adopt.h: from exec to the lock. A worker may be started long before there is work for it
 * (daemon/supervisor/spares.h), so what depends on the image comes last. */
#ifndef WORKER_ADOPT_H
#define WORKER_ADOPT_H

#include "daemon/worker/worker.h"
#include "lib/base/error.h"

/* Reads the argument, maps what was inherited, and gives up what it does not need to take orders.
 */
int worker_prepare(struct worker *worker, int count, char **arguments, struct error *error);

/* Waits to be told what to run, maps it, and closes every descriptor but the doorbells. */
int worker_adopt(struct worker *worker, struct error *error);

/* Limits, fault handlers, the final filter. */
int worker_lock(struct worker *worker, struct error *error);

#endif
