/* SPDX-License-Identifier: Apache-2.0 */
/* top.h: what a daemon did between two looks at its metrics. */
#ifndef CTL_TOP_H
#define CTL_TOP_H

#include "daemon/ctl/samples.h"

/* A JSON object, for people (print_top) and programs. `rows`: the environments with most verdicts,
 * at most so many. The caller's. */
json_t *top_between(const struct samples *before, const struct samples *now, double seconds,
                    size_t rows);
void print_top(const char *url, const json_t *top);

#endif
