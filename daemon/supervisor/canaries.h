/* SPDX-License-Identifier: Apache-2.0 */
/* canaries.h: a handful of attacks that are tried at every start, by real workers: where one comes
 * through, nothing is served. */
#ifndef SUPERVISOR_CANARIES_H
#define SUPERVISOR_CANARIES_H

#include "lib/process/process.h"
#include "proto/isolation.h"

/* Blocks for some milliseconds. Fills the canaries. Negative errno with a sentence that names the
 * attack which did not end as it must. */
int canaries_run(const struct programs *programs, struct isolation *isolation, struct error *error);

#endif
