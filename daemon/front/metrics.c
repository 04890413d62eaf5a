/* SPDX-License-Identifier: Apache-2.0 */
/* metrics.c: see metrics.h. Text format 0.0.4 of Prometheus. */
#include "daemon/front/metrics.h"

#include <inttypes.h>

#include "lib/runtime/runtime.h"
#include "proto/message.h"
#include "proto/resyn.h"

/* Upper bounds of the latency histogram: from a verdict of a warm worker to the longest deadline.
 */
static const uint64_t bounds_us[METRICS_BUCKETS] = {
    100,   250,   500,    1000,   2500,    5000,     10000,
    25000, 50000, 100000, 500000, 2500000, 10000000, 60000000,
};

static const int codes[HTTP_CODE_COUNT] = {
#define HTTP_CODE_VALUE(code) code,
    HTTP_CODES(HTTP_CODE_VALUE)
#undef HTTP_CODE_VALUE
};

/* One writer: no read-modify-write is needed, and none is paid for. */
static void add(_Atomic uint64_t *counter, uint64_t value)
{
    uint64_t now = atomic_load_explicit(counter, memory_order_relaxed);
    atomic_store_explicit(counter, now + value, memory_order_relaxed);
}

static unsigned code_index(int code)
{
    for (unsigned i = 0; i < HTTP_CODE_COUNT; i++)
        if (codes[i] == code)
            return i;
    return HTTP_CODE_500;
}

void metrics_count_request(struct metrics *metrics, unsigned route, int code, uint64_t wall_us)
{
    unsigned bucket = 0;
    if (route >= METRICS_ROUTES_MAX)
        return;
    while (bucket < METRICS_BUCKETS && wall_us > bounds_us[bucket])
        bucket++;
    add(&metrics->requests[route][code_index(code)], 1);
    add(&metrics->latency[route][bucket], 1);
    add(&metrics->latency_us[route], wall_us);
}

void metrics_count_verdict(struct metrics *metrics, enum outcome outcome)
{
    add(&metrics->verdicts[(unsigned)outcome < OUTCOME_COUNT ? outcome : OUTCOME_INTERNAL], 1);
}

/* ---- The page ------------------------------------------------------------------------------ */

/* The sum over threads of the counter at this offset in struct metrics. */
static uint64_t sum(struct metrics *const *threads, unsigned count, size_t offset)
{
    uint64_t total = 0;
    for (unsigned i = 0; i < count; i++)
        total += atomic_load_explicit(
            (const _Atomic uint64_t *)(const void *)((const char *)threads[i] + offset),
            memory_order_relaxed);
    return total;
}

static size_t offset_request(unsigned route, unsigned code)
{
    return offsetof(struct metrics, requests) +
           (route * (size_t)HTTP_CODE_COUNT + code) * sizeof(uint64_t);
}

static size_t offset_latency(unsigned route, unsigned bucket)
{
    return offsetof(struct metrics, latency) +
           (route * (size_t)(METRICS_BUCKETS + 1) + bucket) * sizeof(uint64_t);
}

static void head(struct buffer *out, const char *name, const char *type, const char *help)
{
    buffer_print(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void put_requests(struct buffer *out, struct metrics *const *threads, unsigned count,
                         const struct metrics_route *routes, unsigned route_count)
{
    head(out, "resynd_http_requests_total", "counter", "Requests answered.");
    for (unsigned route = 0; route < route_count; route++)
        for (unsigned code = 0; code < HTTP_CODE_COUNT; code++) {
            uint64_t value = sum(threads, count, offset_request(route, code));
            if (value)
                buffer_print(out,
                             "resynd_http_requests_total{route=\"%s\",method=\"%s\",code=\"%d\"} "
                             "%" PRIu64 "\n",
                             routes[route].label, routes[route].method, codes[code], value);
        }
}

static void put_latency(struct buffer *out, struct metrics *const *threads, unsigned count,
                        unsigned route, const struct metrics_route *name)
{
    uint64_t total = 0;
    for (unsigned bucket = 0; bucket <= METRICS_BUCKETS; bucket++)
        total += sum(threads, count, offset_latency(route, bucket));
    if (!total)
        return;
    uint64_t below = 0;
    for (unsigned bucket = 0; bucket < METRICS_BUCKETS; bucket++) {
        below += sum(threads, count, offset_latency(route, bucket));
        buffer_print(out,
                     "resynd_http_request_seconds_bucket{route=\"%s\",method=\"%s\",le=\"%g\"} "
                     "%" PRIu64 "\n",
                     name->label, name->method, (double)bounds_us[bucket] / 1e6, below);
    }
    uint64_t us =
        sum(threads, count, offsetof(struct metrics, latency_us) + route * sizeof(uint64_t));
    buffer_print(out,
                 "resynd_http_request_seconds_bucket{route=\"%s\",method=\"%s\",le=\"+Inf\"} "
                 "%" PRIu64 "\n"
                 "resynd_http_request_seconds_sum{route=\"%s\",method=\"%s\"} %.6f\n"
                 "resynd_http_request_seconds_count{route=\"%s\",method=\"%s\"} %" PRIu64 "\n",
                 name->label, name->method, total, name->label, name->method, (double)us / 1e6,
                 name->label, name->method, total);
}

static void put_verdicts(struct buffer *out, struct metrics *const *threads, unsigned count)
{
    head(out, "resynd_verdicts_total", "counter", "Verdicts given, by their status.");
    for (unsigned i = 0; i < OUTCOME_COUNT; i++)
        buffer_print(
            out, "resynd_verdicts_total{status=\"%s\"} %" PRIu64 "\n", outcome_row(i)->name,
            sum(threads, count, offsetof(struct metrics, verdicts) + i * sizeof(uint64_t)));
}

static void put_workers(struct buffer *out, const struct engine_status *status)
{
    static const char *const deaths[] = {
        [DEATH_EXITED] = "exited", [DEATH_SIGNALLED] = "signalled", [DEATH_CPU] = "cpu",
        [DEATH_WALL] = "wall",     [DEATH_IDLE] = "idle",           [DEATH_ASKED] = "asked",
        [DEATH_UNBORN] = "unborn",
    };
    head(out, "resynd_workers", "gauge", "Live workers by what they do.");
    buffer_print(out,
                 "resynd_workers{state=\"idle\"} %u\nresynd_workers{state=\"busy\"} %u\n"
                 "resynd_workers{state=\"starting\"} %u\n",
                 status->workers_idle, status->workers_busy, status->workers_starting);
    head(out, "resynd_workers_max", "gauge", "The largest number of live workers.");
    buffer_print(out, "resynd_workers_max %u\n", status->workers_max);
    head(out, "resynd_workers_started_total", "counter", "Workers started.");
    buffer_print(out, "resynd_workers_started_total %" PRIu64 "\n", status->workers_started);
    head(out, "resynd_workers_died_total", "counter", "Workers that ended, by the cause.");
    for (unsigned i = 0; i < sizeof deaths / sizeof *deaths; i++)
        buffer_print(out, "resynd_workers_died_total{cause=\"%s\"} %" PRIu64 "\n", deaths[i],
                     status->workers_died[i]);
}

static void put_gauge(struct buffer *out, const char *name, const char *help, double value)
{
    head(out, name, "gauge", help);
    buffer_print(out, "%s %.15g\n", name, value);
}

static void put_engine(struct buffer *out, const struct engine_status *status)
{
    put_gauge(out, "resynd_ready", "1 where rollouts can be scored now.",
              status->ready && !status->draining);
    put_gauge(out, "resynd_queue_jobs", "Jobs that wait for a worker.",
              (double)status->queued_jobs);
    put_gauge(out, "resynd_queue_bytes", "Bytes of the jobs that wait.",
              (double)status->queued_bytes);
    put_gauge(out, "resynd_queue_oldest_seconds", "Age of the job that waits longest.",
              status->oldest_queued_seconds);
    put_gauge(out, "resynd_jobs_in_flight", "Jobs handed to workers and unfinished.",
              (double)status->in_flight_jobs);
    head(out, "resynd_environments", "gauge", "Versions of environments by state.");
    buffer_print(out,
                 "resynd_environments{state=\"served\"} %zu\n"
                 "resynd_environments{state=\"failed\"} %zu\n"
                 "resynd_environments{state=\"quarantined\"} %zu\n",
                 status->environments_served, status->environments_failed,
                 status->environments_quarantined);
}

static void put_counter(struct buffer *out, const char *name, const char *help, uint64_t value)
{
    head(out, name, "counter", help);
    buffer_print(out, "%s %" PRIu64 "\n", name, value);
}

static void put_rescored(struct buffer *out, const struct engine_status *status)
{
    put_counter(out, "resynd_rescored_total", "Verdicts judged again on a fresh worker.",
                status->rescored);
    put_counter(out, "resynd_rescore_differences_total",
                "Of these, verdicts that were not the same: their environment is quarantined.",
                status->rescore_differences);
    put_counter(out, "resynd_rescores_dropped_total",
                "Verdicts not judged again, because too many waited.", status->rescores_dropped);
}

static void put_reloads(struct buffer *out, const struct engine_status *status)
{
    put_counter(out, "resynd_config_reloads_total", "Reloads of the settings (SIGHUP).",
                status->reloads);
    put_counter(out, "resynd_config_reload_failures_total",
                "Reloads that changed nothing, because the settings were not valid.",
                status->reloads_refused);
}

void metrics_page(struct buffer *out, struct metrics *const *threads, unsigned count,
                  const struct metrics_route *routes, unsigned route_count,
                  const struct engine_status *status)
{
    head(out, "resynd_build_info", "gauge", "Always 1; the labels say what runs.");
    buffer_print(out, "resynd_build_info{version=\"%s\",abi=\"%d\",semantics=\"%d\"} 1\n",
                 RESYND_VERSION, RESYN_ABI, RUNTIME_SEMANTICS);
    put_requests(out, threads, count, routes, route_count);
    head(out, "resynd_http_request_seconds", "histogram",
         "From a request's first byte of body to its answer.");
    for (unsigned route = 0; route < route_count; route++)
        put_latency(out, threads, count, route, &routes[route]);
    put_gauge(out, "resynd_http_connections", "Open connections.",
              (double)sum(threads, count, offsetof(struct metrics, connections)));
    put_verdicts(out, threads, count);
    put_workers(out, status);
    put_engine(out, status);
    put_rescored(out, status);
    put_reloads(out, status);
}
