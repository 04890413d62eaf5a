/* SPDX-License-Identifier: Apache-2.0 */
/* metrics.h: what each HTTP thread counts, and the page for Prometheus. A thread counts in memory
 * of its own; whoever writes the page reads all of them without a lock. */
#ifndef FRONT_METRICS_H
#define FRONT_METRICS_H

#include <stdatomic.h>
#include <stdint.h>

#include "daemon/front/engine.h"
#include "lib/base/buffer.h"
#include "proto/outcome.h"

/* The statuses that the front answers with, for the label `code`; others are counted as 500. */
#define HTTP_CODES(X) \
    X(101)            \
    X(200)            \
    X(400)            \
    X(401) X(403) X(404) X(405) X(409) X(411) X(413) X(415) X(422) X(426) X(429) X(500) X(503)
enum {
#define HTTP_CODE_INDEX(code) HTTP_CODE_##code,
    HTTP_CODES(HTTP_CODE_INDEX)
#undef HTTP_CODE_INDEX
        HTTP_CODE_COUNT,

    METRICS_ROUTES_MAX = 48,
    METRICS_BUCKETS = 14,
};

struct metrics {
    _Atomic uint64_t requests[METRICS_ROUTES_MAX][HTTP_CODE_COUNT];
    _Atomic uint64_t latency[METRICS_ROUTES_MAX][METRICS_BUCKETS + 1]; /* the last: above all */
    _Atomic uint64_t latency_us[METRICS_ROUTES_MAX];
    _Atomic uint64_t verdicts[OUTCOME_COUNT];
    _Atomic uint64_t connections; /* open now */
};

/* `route` is an index into the table of routes. Only the thread that owns `metrics` counts. */
void metrics_count_request(struct metrics *metrics, unsigned route, int code, uint64_t wall_us);
void metrics_count_verdict(struct metrics *metrics, enum outcome outcome);

struct metrics_route {
    const char *label, *method;
};
/* The page: the sums over `count` threads, and the engine's state. */
void metrics_page(struct buffer *out, struct metrics *const *threads, unsigned count,
                  const struct metrics_route *routes, unsigned route_count,
                  const struct engine_status *status);

#endif
