/* SPDX-License-Identifier: Apache-2.0 */
/* gym_metrics.h: NeMo Gym's POST /aggregate_metrics: what many verified rows come to. Pure. */
#ifndef FRONT_GYM_METRICS_H
#define FRONT_GYM_METRICS_H

#include "daemon/front/request_json.h"

/* {"verify_responses": […]} → mean, min and max of every number at the top of the rows, over all
 * and for each _ng_task_index, without the rows that are masked. False and `trouble` for another
 * shape.
 */
bool gym_metrics(struct buffer *out, const struct value *root, struct request_trouble *trouble);

#endif
