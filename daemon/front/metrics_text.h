/* SPDX-License-Identifier: Apache-2.0 */
/* metrics_text.h: families and samples as text, in either format (metrics_page.h). Labels are given
 * as they stand between the braces, `status="ok"`; "": none. */
#ifndef FRONT_METRICS_TEXT_H
#define FRONT_METRICS_TEXT_H

#include "lib/base/buffer.h"
#include "lib/base/histogram.h"

enum metrics_type { METRICS_COUNTER, METRICS_GAUGE, METRICS_HISTOGRAM };

struct metrics_text {
    struct buffer *out;
    bool open; /* OpenMetrics */
};

/* `name` without the _total of counters. */
void metrics_family(const struct metrics_text *text, const char *name, enum metrics_type type,
                    const char *help);
/* `suffix` is _total for counters. */
void metrics_integer(const struct metrics_text *text, const char *name, const char *suffix,
                     const char *labels, uint64_t value);
void metrics_real(const struct metrics_text *text, const char *name, const char *suffix,
                  const char *labels, double value);
/* Its samples: buckets, sum, count. */
void metrics_histogram(const struct metrics_text *text, const char *name, const char *labels,
                       const struct histogram *histogram, const struct histogram_shape *shape);

/* A family of one sample without labels. */
void metrics_counter(const struct metrics_text *text, const char *name, const char *help,
                     uint64_t value);
void metrics_seconds(const struct metrics_text *text, const char *name, const char *help,
                     double seconds); /* a counter */
void metrics_gauge(const struct metrics_text *text, const char *name, const char *help,
                   double value);

#endif
