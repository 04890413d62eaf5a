/* SPDX-License-Identifier: Apache-2.0 */
/* examination.h: puts a version through the gate (lib/gate), on one HTTP thread and beside its
 * scores. The probes are the same as those of `resynctl gate`; a few are in flight at a time. */
#ifndef FRONT_EXAMINATION_H
#define FRONT_EXAMINATION_H

#include "daemon/front/engine.h"

struct examination;

/* `*place` is the examination until done() is called, once, later or from within: then it is NULL
 * again. False: no memory, and done() is not called. The version is held by the caller until then.
 */
bool examination_start(struct examination **place, struct engine *engine,
                       const struct version *version,
                       void (*done)(void *context, const struct examined *examined), void *context);
/* done() comes soon, with OUTCOME_STOPPING as its failure; not from within. */
void examination_cancel(struct examination *examination);

/* A thread hook: for the library. */
void examination_of_library(void *context, unsigned thread, struct engine *engine,
                            struct library_examination *asked);

#endif
