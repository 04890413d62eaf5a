/* SPDX-License-Identifier: Apache-2.0 */
/* metrics_page.h: the page of /metrics, for Prometheus: its text format 0.0.4, or OpenMetrics 1.0.
 * It is written a piece at a time, so that a long one delays no score. */
#ifndef FRONT_METRICS_PAGE_H
#define FRONT_METRICS_PAGE_H

#include "daemon/front/metrics.h"
#include "daemon/front/scoring.h"
#include "daemon/front/verdict_log.h"
#include "lib/base/buffer.h"

#define METRICS_TEXT "text/plain; version=0.0.4; charset=utf-8"
#define METRICS_OPEN "application/openmetrics-text; version=1.0.0; charset=utf-8"

struct metrics_route {
    const char *label, *method;
};

/* What a page is made of. */
struct metrics_source {
    const struct metrics *threads[THREADS_MAX];
    const struct scoring *scorings[THREADS_MAX];
    unsigned count; /* of both */
    struct metrics_route routes[METRICS_ROUTES_MAX];
    unsigned route_count;
    struct engine_status status;
    double started_seconds; /* the process, since 1970 */
    struct verdict_log_counts log;
};

/* A page on its way. Begins as {.open = …}. */
struct metrics_page {
    bool open;                  /* OpenMetrics */
    unsigned family;            /* of those by environment: the next to be written */
    bool headed;                /* its head has been written */
    char after[NAME_MAX_BYTES]; /* the last one written; "": none */
    bool begun, ended;
};

/* Appends a piece of some METRICS_PIECE bytes, or what is left; sets `ended` with the last one.
 * `library`: as it is now; it may be another at the next piece. */
void metrics_page_write(struct metrics_page *page, const struct metrics_source *source,
                        const struct library *library, struct buffer *out);

enum {
    METRICS_PIECE = 16 * 1024, /* some 70 µs */
};

#endif
