/* SPDX-License-Identifier: Apache-2.0 */
/* verdict_log_line.h: one line of the verdict log: the item as a request could send it again, and
 * its verdict as it was sent. */
#ifndef FRONT_VERDICT_LOG_LINE_H
#define FRONT_VERDICT_LOG_LINE_H

#include "daemon/front/scoring.h"

struct buffer;

/* After the task's done(), before it is released. `traceparent`: "" where the request had none. */
void verdict_log_line(struct buffer *out, const struct score_task *task, size_t index,
                      const char *request_id, const char *traceparent);

#endif
