/* SPDX-License-Identifier: Apache-2.0 */
/* inprocess_engine.h: what runs a job in this very process: the worker's own code on the image that
 * the compiler made, without a worker, a filter, a ring or a clock. For the benchmark only: this is
 * the front with isolation taken out, and nothing else changed. */
#ifndef BENCH_INPROCESS_ENGINE_H
#define BENCH_INPROCESS_ENGINE_H

#include "daemon/front/engine.h"

/* Compiles `file` and maps its image, which from then on is the only environment there is; its
 * name is the file's. Once, before engine_run. Negative errno and a sentence. */
int inprocess_load(const char *file, struct error *error);

#endif
