/* SPDX-License-Identifier: Apache-2.0 */
/* metrics.h: what each HTTP thread counts. A thread counts in memory of its own; whoever writes the
 * page for Prometheus (metrics_page.h) reads all of them without a lock. */
#ifndef FRONT_METRICS_H
#define FRONT_METRICS_H

#include "daemon/front/engine.h"
#include "daemon/front/scoring.h"
#include "lib/base/histogram.h"
#include "proto/outcome.h"
#include "proto/resyn.h"

/* The statuses that the front answers with, for the label `code`; others are counted as 500. */
/* clang-format off */
#define HTTP_CODES(X) \
    X(101) X(200) X(201) X(400) X(401) X(403) X(404) X(405) X(409) X(411) X(412) X(413) X(415) \
    X(422) X(426) X(429) X(500) X(503)
/* clang-format on */
enum {
#define HTTP_CODE_INDEX(code) HTTP_CODE_##code,
    HTTP_CODES(HTTP_CODE_INDEX)
#undef HTTP_CODE_INDEX
        HTTP_CODE_COUNT,

    METRICS_ROUTES_MAX = 48,
    METRICS_REWARDS = 5, /* buckets of rewards: bounds 0, 1/4, … 1 */
};

struct route_counters {
    _Atomic uint64_t codes[HTTP_CODE_COUNT];
    struct histogram seconds, request_bytes, response_bytes;
};

/* Of one environment, all its versions together. Zeroed by its thread when the number goes to
 * another environment. */
struct environment_counters {
    _Alignas(64) _Atomic uint64_t epoch; /* struct version's; 0: never used */
    _Atomic uint64_t verdicts[OUTCOME_COUNT];
    /* By level; [0]: of a checker, which has none. Judged: status ok; passed: correct. */
    _Atomic uint64_t judged[RS_LEVELS_MAX + 1], passed[RS_LEVELS_MAX + 1];
    _Atomic uint64_t rewards[METRICS_REWARDS]; /* none is above the last bound, 1 */
    _Atomic double reward_sum;
    _Atomic uint64_t groups, flat_groups; /* flat: all rewards equal */
    _Atomic uint64_t unanswered;          /* ok, and no answer was found in the response */
};

struct metrics {
    struct route_counters routes[METRICS_ROUTES_MAX];
    _Atomic uint64_t verdicts[OUTCOME_COUNT];
    struct histogram score, queue, service; /* of each verdict; score: both together */
    struct histogram items;                 /* of each request for verdicts */
    struct histogram lag;                   /* of the loop: how late its timer came */
    _Atomic uint64_t connections;           /* open now */
    _Atomic uint64_t in_flight;             /* requests that owe an answer */
    unsigned environment_count;
    struct environment_counters *environments; /* environment_count, and the others' */
};

/* False: no memory. */
bool metrics_init(struct metrics *metrics, unsigned environments);

/* Below, only the thread that owns `metrics` counts. `route` is an index into the table of routes.
 */
void metrics_count_request(struct metrics *metrics, unsigned route, int code, uint64_t wall_us,
                           uint64_t bytes);
void metrics_count_response(struct metrics *metrics, unsigned route, uint64_t bytes);
void metrics_count_verdict(struct metrics *metrics, const struct score_task *task);
/* Responses to one instance, all ended. */
void metrics_count_group(struct metrics *metrics, const struct score_task *tasks, size_t count);

extern const int metrics_codes[HTTP_CODE_COUNT];

#endif
