/* SPDX-License-Identifier: Apache-2.0 */
/* metrics_environments.h: the families that have samples for each environment. Seen by
 * metrics_page.c only. */
#ifndef FRONT_METRICS_ENVIRONMENTS_H
#define FRONT_METRICS_ENVIRONMENTS_H

#include "daemon/front/metrics_page.h"
#include "daemon/front/metrics_text.h"

/* A piece of them; `ended` with the last. */
void metrics_environments_write(struct metrics_page *page, const struct metrics_source *source,
                                const struct library *library, const struct metrics_text *text);

/* The label of an outcome's fault. */
const char *metrics_fault(unsigned outcome);

#endif
