/* SPDX-License-Identifier: Apache-2.0 */
/* metrics.c: see metrics.h. On the path of every score: no lock, no allocation, no shared line. */
#include "daemon/front/metrics.h"

#include <stdlib.h>
#include <string.h>

const int metrics_codes[HTTP_CODE_COUNT] = {
#define HTTP_CODE_VALUE(code) code,
    HTTP_CODES(HTTP_CODE_VALUE)
#undef HTTP_CODE_VALUE
};

bool metrics_init(struct metrics *metrics, unsigned environments)
{
    size_t bytes = (environments + 1) * sizeof *metrics->environments;
    metrics->environment_count = environments;
    metrics->environments = aligned_alloc(_Alignof(struct environment_counters), bytes);
    if (metrics->environments)
        memset(metrics->environments, 0, bytes);
    return metrics->environments;
}

static unsigned code_index(int code)
{
    for (unsigned i = 0; i < HTTP_CODE_COUNT; i++)
        if (metrics_codes[i] == code)
            return i;
    return HTTP_CODE_500;
}

void metrics_count_request(struct metrics *metrics, unsigned route, int code, uint64_t wall_us,
                           uint64_t bytes)
{
    if (route >= METRICS_ROUTES_MAX)
        return;
    struct route_counters *counters = &metrics->routes[route];
    counter_add(&counters->codes[code_index(code)], 1);
    histogram_observe(&counters->seconds, &histogram_time, wall_us);
    histogram_observe(&counters->request_bytes, &histogram_bytes, bytes);
}

void metrics_count_response(struct metrics *metrics, unsigned route, uint64_t bytes)
{
    if (route < METRICS_ROUTES_MAX)
        histogram_observe(&metrics->routes[route].response_bytes, &histogram_bytes, bytes);
}

/* ---- By environment ------------------------------------------------------------------------- */

static void start_anew(struct environment_counters *counters, uint64_t epoch)
{
    memset(counters, 0, sizeof *counters);
    atomic_store_explicit(&counters->epoch, epoch, memory_order_release);
}

/* What is left of an environment that has gone is counted with the others. */
static struct environment_counters *counters_of(struct metrics *metrics,
                                                const struct version *version)
{
    struct environment_counters *others = &metrics->environments[metrics->environment_count];
    if (!version->epoch || version->number >= metrics->environment_count)
        return others;
    struct environment_counters *counters = &metrics->environments[version->number];
    uint64_t epoch = atomic_load_explicit(&counters->epoch, memory_order_relaxed);
    if (version->epoch > epoch)
        start_anew(counters, version->epoch);
    return version->epoch < epoch ? others : counters;
}

static unsigned reward_bucket(double reward)
{
    unsigned bucket = 0;
    while (bucket < METRICS_REWARDS - 1 && reward > bucket / (double)(METRICS_REWARDS - 1))
        bucket++;
    return bucket;
}

static void count_reward(struct environment_counters *counters, const struct score_task *task)
{
    const struct verdict *verdict = &task->verdict;
    unsigned level = task->item->has_given ? 0 : task->item->address.level;
    if (level > RS_LEVELS_MAX)
        level = RS_LEVELS_MAX;
    counter_add(&counters->judged[level], 1);
    counter_add(&counters->passed[level], verdict->score >= 1);
    counter_add(&counters->rewards[reward_bucket(verdict->score)], 1);
    counter_add(&counters->unanswered, verdict->extraction == EXTRACTION_NONE);
    double sum = atomic_load_explicit(&counters->reward_sum, memory_order_relaxed);
    atomic_store_explicit(&counters->reward_sum, sum + verdict->score, memory_order_relaxed);
}

void metrics_count_verdict(struct metrics *metrics, const struct score_task *task)
{
    const struct verdict *verdict = &task->verdict;
    unsigned outcome =
        (unsigned)verdict->outcome < OUTCOME_COUNT ? verdict->outcome : OUTCOME_INTERNAL;
    counter_add(&metrics->verdicts[outcome], 1);
    histogram_observe(&metrics->queue, &histogram_time, verdict->queue_us);
    histogram_observe(&metrics->service, &histogram_time, verdict->service_us);
    histogram_observe(&metrics->score, &histogram_time, verdict->queue_us + verdict->service_us);
    if (!verdict->version)
        return;
    struct environment_counters *counters = counters_of(metrics, verdict->version);
    counter_add(&counters->verdicts[outcome], 1);
    if (outcome == OUTCOME_OK)
        count_reward(counters, task);
}

void metrics_count_group(struct metrics *metrics, const struct score_task *tasks, size_t count)
{
    const struct verdict *first = NULL;
    size_t judged = 0;
    bool flat = true;
    for (size_t i = 0; i < count; i++) {
        const struct verdict *verdict = &tasks[i].verdict;
        if (verdict->outcome != OUTCOME_OK)
            continue;
        if (!first)
            first = verdict;
        judged++;
        flat = flat && verdict->score == first->score;
    }
    if (judged < 2) /* one reward has no variance, and says nothing of the group */
        return;
    struct environment_counters *counters = counters_of(metrics, first->version);
    counter_add(&counters->groups, 1);
    counter_add(&counters->flat_groups, flat);
}
