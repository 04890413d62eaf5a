/* SPDX-License-Identifier: Apache-2.0 */
/* declaration.h: what the image declares, read after the lock. Its numbers and pointers are an
 * author's, or an attacker's. */
#ifndef WORKER_DECLARATION_H
#define WORKER_DECLARATION_H

#include "daemon/worker/worker.h"

/* Fills worker->declaration. Before the first call of environment code. */
void declaration_read(struct worker *worker);

/* JOB_DESCRIBE: writes a struct description and the examples to `out` (OUTPUT_BYTES), as declared:
 * who receives it checks. Returns the size; 0: they do not fit. */
size_t declaration_describe(const struct worker *worker, char *out);

#endif
