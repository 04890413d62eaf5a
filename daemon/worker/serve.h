/* SPDX-License-Identifier: Apache-2.0 */
/* serve.h: the worker's end of the rings (proto/ring.h). */
#ifndef WORKER_SERVE_H
#define WORKER_SERVE_H

#include "daemon/worker/worker.h"

/* Says that the worker is ready and does jobs until something ends the process. */
_Noreturn void serve(const struct worker *worker);

#endif
