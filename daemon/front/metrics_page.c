/* SPDX-License-Identifier: Apache-2.0 */
/* metrics_page.c: see metrics_page.h. First what there is one of, then what there is for each
 * environment (metrics_environments.c), a piece at a time. */
#include "daemon/front/metrics_page.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "daemon/front/metrics_environments.h"
#include "daemon/front/metrics_text.h"
#include "lib/runtime/runtime.h"

enum { LABELS_MAX = 200 };

/* ---- HTTP ----------------------------------------------------------------------------------- */

static uint64_t requests(const struct metrics_source *source, unsigned route, unsigned code)
{
    uint64_t sum = 0;
    for (unsigned i = 0; i < source->count; i++)
        sum += counter_read(&source->threads[i]->routes[route].codes[code]);
    return sum;
}

static void route_labels(const struct metrics_route *route, char out[LABELS_MAX])
{
    snprintf(out, LABELS_MAX, "route=\"%s\",method=\"%s\"", route->label, route->method);
}

static void put_requests(const struct metrics_text *text, const struct metrics_source *source)
{
    static const char name[] = "resynd_http_requests";
    char labels[LABELS_MAX];
    metrics_family(text, name, METRICS_COUNTER, "Requests answered.");
    for (unsigned route = 0; route < source->route_count; route++)
        for (unsigned code = 0; code < HTTP_CODE_COUNT; code++) {
            uint64_t value = requests(source, route, code);
            const struct metrics_route *row = &source->routes[route];
            snprintf(labels, sizeof labels, "route=\"%s\",method=\"%s\",code=\"%d\"", row->label,
                     row->method, metrics_codes[code]);
            if (value)
                metrics_integer(text, name, "_total", labels, value);
        }
}

/* The histogram at this offset of struct route_counters, for each route that has been asked for. */
static void put_routes(const struct metrics_text *text, const struct metrics_source *source,
                       const char *name, const char *help, size_t offset,
                       const struct histogram_shape *shape)
{
    char labels[LABELS_MAX];
    metrics_family(text, name, METRICS_HISTOGRAM, help);
    for (unsigned route = 0; route < source->route_count; route++) {
        struct histogram sum = {0};
        uint64_t any = 0;
        for (unsigned i = 0; i < source->count; i++) {
            const char *counters = (const char *)&source->threads[i]->routes[route];
            histogram_sum(&sum, (const struct histogram *)(const void *)(counters + offset));
        }
        for (unsigned i = 0; i <= HISTOGRAM_BUCKETS; i++)
            any += counter_read(&sum.counts[i]);
        route_labels(&source->routes[route], labels);
        if (any)
            metrics_histogram(text, name, labels, &sum, shape);
    }
}

static void put_http(const struct metrics_text *text, const struct metrics_source *source)
{
    uint64_t connections = 0, in_flight = 0;
    for (unsigned i = 0; i < source->count; i++) {
        connections += counter_read(&source->threads[i]->connections);
        in_flight += counter_read(&source->threads[i]->in_flight);
    }
    put_requests(text, source);
    put_routes(text, source, "resynd_http_request_duration_seconds",
               "From a request's head to its answer.", offsetof(struct route_counters, seconds),
               &histogram_time);
    put_routes(text, source, "resynd_http_request_size_bytes", "Bodies of requests.",
               offsetof(struct route_counters, request_bytes), &histogram_bytes);
    put_routes(text, source, "resynd_http_response_size_bytes", "Bodies of answers.",
               offsetof(struct route_counters, response_bytes), &histogram_bytes);
    metrics_gauge(text, "resynd_http_connections", "Open connections.", (double)connections);
    metrics_gauge(text, "resynd_http_requests_in_flight", "Requests that owe an answer.",
                  (double)in_flight);
}

/* ---- Scores --------------------------------------------------------------------------------- */

static void put_times(const struct metrics_text *text, const struct metrics_source *source,
                      const char *name, const char *help, size_t offset,
                      const struct histogram_shape *shape)
{
    struct histogram sum = {0};
    metrics_family(text, name, METRICS_HISTOGRAM, help);
    for (unsigned i = 0; i < source->count; i++)
        histogram_sum(
            &sum,
            (const struct histogram *)(const void *)((const char *)source->threads[i] + offset));
    metrics_histogram(text, name, "", &sum, shape);
}

static void put_verdicts(const struct metrics_text *text, const struct metrics_source *source)
{
    static const char name[] = "resynd_verdicts";
    char labels[LABELS_MAX];
    metrics_family(text, name, METRICS_COUNTER, "Verdicts given, by their status.");
    for (unsigned outcome = 0; outcome < OUTCOME_COUNT; outcome++) {
        uint64_t sum = 0;
        for (unsigned i = 0; i < source->count; i++)
            sum += counter_read(&source->threads[i]->verdicts[outcome]);
        snprintf(labels, sizeof labels, "status=\"%s\",fault=\"%s\"", outcome_row(outcome)->name,
                 metrics_fault(outcome));
        metrics_integer(text, name, "_total", labels, sum);
    }
}

const char *metrics_fault(unsigned outcome)
{
    enum fault fault = outcome_row(outcome)->fault;
    const char *name = fault_name(fault);
    return name ? name : fault == FAULT_NONE ? "none" : "oracle_says";
}

static void put_cache(const struct metrics_text *text, const struct metrics_source *source)
{
    static const char name[] = "resynd_instance_cache_requests";
    struct scoring_counts sum = {0};
    for (unsigned i = 0; i < source->count; i++)
        scoring_count(source->scorings[i], &sum);
    metrics_family(text, name, METRICS_COUNTER, "Instances wanted, by whether they were known.");
    metrics_integer(text, name, "_total", "result=\"hit\"", sum.hits);
    metrics_integer(text, name, "_total", "result=\"miss\"", sum.misses);
}

static void put_scores(const struct metrics_text *text, const struct metrics_source *source)
{
    put_verdicts(text, source);
    put_times(text, source, "resynd_score_duration_seconds",
              "From a request's head to a verdict: waiting and judging.",
              offsetof(struct metrics, score), &histogram_time);
    put_times(text, source, "resynd_score_queue_seconds",
              "Of it, waiting: for a worker, for the instance, for the oracle.",
              offsetof(struct metrics, queue), &histogram_time);
    put_times(text, source, "resynd_score_service_seconds", "Of it, with a worker.",
              offsetof(struct metrics, service), &histogram_time);
    put_times(text, source, "resynd_score_request_items", "Verdicts wanted by a request.",
              offsetof(struct metrics, items), &histogram_items);
    put_cache(text, source);
}

/* ---- The engine ----------------------------------------------------------------------------- */

struct sample {
    const char *labels;
    uint64_t value;
};

static void put_samples(const struct metrics_text *text, const char *name, enum metrics_type type,
                        const char *help, const struct sample *samples, unsigned count)
{
    metrics_family(text, name, type, help);
    for (unsigned i = 0; i < count; i++)
        metrics_integer(text, name, type == METRICS_COUNTER ? "_total" : "", samples[i].labels,
                        samples[i].value);
}
#define PUT_SAMPLES(text, name, type, help, samples) \
    put_samples(text, name, type, help, samples, sizeof(samples) / sizeof *(samples))

static void put_workers(const struct metrics_text *text, const struct engine_status *status)
{
    const struct sample live[] = {{"state=\"idle\"", status->workers_idle},
                                  {"state=\"busy\"", status->workers_busy},
                                  {"state=\"starting\"", status->workers_starting}};
    const uint64_t *died = status->workers_died;
    const struct sample deaths[] = {
        {"cause=\"exited\"", died[DEATH_EXITED]}, {"cause=\"signalled\"", died[DEATH_SIGNALLED]},
        {"cause=\"cpu\"", died[DEATH_CPU]},       {"cause=\"wall\"", died[DEATH_WALL]},
        {"cause=\"idle\"", died[DEATH_IDLE]},     {"cause=\"asked\"", died[DEATH_ASKED]},
        {"cause=\"unborn\"", died[DEATH_UNBORN]}};
    PUT_SAMPLES(text, "resynd_workers", METRICS_GAUGE, "Live workers by what they do.", live);
    metrics_gauge(text, "resynd_workers_max", "The largest number of live workers.",
                  status->workers_max);
    metrics_counter(text, "resynd_workers_started", "Workers started.", status->workers_started);
    PUT_SAMPLES(text, "resynd_workers_died", METRICS_COUNTER,
                "Workers that ended, by the cause; asked: the server wanted it.", deaths);
    metrics_seconds(text, "resynd_worker_cpu_seconds",
                    "CPU time of the workers that have ended, their whole lives.",
                    (double)status->worker_cpu_us / 1e6);
}

static void put_queue(const struct metrics_text *text, const struct engine_status *status)
{
    metrics_gauge(text, "resynd_queue_jobs", "Jobs that wait for a worker.",
                  (double)status->queued_jobs);
    metrics_gauge(text, "resynd_queue_capacity_jobs", "Jobs that may wait; more are refused.",
                  (double)status->queue_jobs_max);
    metrics_gauge(text, "resynd_queue_bytes", "Bytes of the jobs that wait.",
                  (double)status->queued_bytes);
    metrics_gauge(text, "resynd_queue_oldest_age_seconds", "Age of the job that waits longest.",
                  status->oldest_queued_seconds);
    metrics_gauge(text, "resynd_jobs_in_flight", "Jobs handed to workers and unfinished.",
                  (double)status->in_flight_jobs);
}

static void put_library(const struct metrics_text *text, const struct engine_status *status)
{
    const struct sample states[] = {{"state=\"served\"", status->environments_served},
                                    {"state=\"failed\"", status->environments_failed},
                                    {"state=\"pending\"", status->environments_pending},
                                    {"state=\"quarantined\"", status->environments_quarantined}};
    const struct sample quarantines[] = {
        {"reason=\"differing\"", status->quarantines[QUARANTINE_DIFFERING]},
        {"reason=\"blamed\"", status->quarantines[QUARANTINE_BLAMED]},
        {"reason=\"ordered\"", status->quarantines[QUARANTINE_ORDERED]}};
    const struct sample gated[] = {{"result=\"admitted\"", status->gated[GATED_ADMITTED]},
                                   {"result=\"rejected\"", status->gated[GATED_REJECTED]},
                                   {"result=\"inconclusive\"", status->gated[GATED_INCONCLUSIVE]},
                                   {"result=\"failed\"", status->gated[GATED_NOT]}};
    PUT_SAMPLES(text, "resynd_environments", METRICS_GAUGE, "Environments by state.", states);
    PUT_SAMPLES(text, "resynd_quarantines", METRICS_COUNTER,
                "Versions put into quarantine: a verdict was not repeated, its code ended its "
                "workers, or it was ordered.",
                quarantines);
    PUT_SAMPLES(text, "resynd_gate_examinations", METRICS_COUNTER,
                "Versions that the gate has looked at, by what it said.", gated);
    metrics_gauge(text, "resynd_store_up", "1 while there is a channel to the store.",
                  status->store_up);
}

static void put_compiler(const struct metrics_text *text, const struct engine_status *status)
{
    static const char cache[] = "resynd_compile_cache_requests";
    const uint64_t *ends = status->compiled;
    const struct sample compiled[] = {{"result=\"done\"", ends[COMPILE_DONE]},
                                      {"result=\"refused\"", ends[COMPILE_REFUSED]},
                                      {"result=\"time\"", ends[COMPILE_TIME]},
                                      {"result=\"memory\"", ends[COMPILE_MEMORY]},
                                      {"result=\"crashed\"", ends[COMPILE_CRASHED]},
                                      {"result=\"bad_image\"", ends[COMPILE_BAD_IMAGE]},
                                      {"result=\"failed\"", ends[COMPILE_FAILED]}};
    uint64_t misses = 0;
    for (unsigned i = 0; i <= COMPILE_FAILED; i++)
        misses += ends[i];
    PUT_SAMPLES(text, "resynd_compiles", METRICS_COUNTER,
                "Sources compiled, by the end; failed: the compiler could not be started.",
                compiled);
    metrics_family(text, "resynd_compile_duration_seconds", METRICS_HISTOGRAM,
                   "A compilation, its process's start and end included.");
    metrics_histogram(text, "resynd_compile_duration_seconds", "", &status->compile_time,
                      &histogram_time);
    metrics_family(text, cache, METRICS_COUNTER,
                   "Images wanted, by whether an earlier life had left them.");
    metrics_integer(text, cache, "_total", "result=\"hit\"", status->adopted);
    metrics_integer(text, cache, "_total", "result=\"miss\"", misses);
}

static void put_rescored(const struct metrics_text *text, const struct engine_status *status)
{
    metrics_counter(text, "resynd_rescored", "Verdicts judged again on a fresh worker.",
                    status->rescored);
    metrics_counter(text, "resynd_rescore_differences",
                    "Of these, verdicts that were not the same: their environment is quarantined.",
                    status->rescore_differences);
    metrics_counter(text, "resynd_rescores_dropped",
                    "Verdicts not judged again, because too many waited.",
                    status->rescores_dropped);
}

static void put_reloads(const struct metrics_text *text, const struct engine_status *status)
{
    metrics_counter(text, "resynd_config_reloads", "Reloads of the settings (SIGHUP).",
                    status->reloads);
    metrics_counter(text, "resynd_config_reload_failures",
                    "Reloads that changed nothing, because the settings were not valid.",
                    status->reloads_refused);
}

static void put_log(const struct metrics_text *text, const struct verdict_log_counts *log)
{
    const struct sample lines[] = {{"result=\"written\"", log->written},
                                   {"result=\"dropped\"", log->dropped},
                                   {"result=\"sampled_out\"", log->sampled_out}};
    PUT_SAMPLES(text, "resynd_verdict_log_lines", METRICS_COUNTER,
                "Lines of the verdict log; dropped: the disk was full or slow.", lines);
    metrics_gauge(text, "resynd_verdict_log_buffer_bytes", "Lines that wait for the disk.",
                  (double)log->buffered);
}

/* ---- The process ---------------------------------------------------------------------------- */

/* That serves HTTP. Its memory and descriptors would take files to read, which it cannot open. */
static void put_process(const struct metrics_text *text, const struct metrics_source *source)
{
    struct timespec cpu = {0};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &cpu);
    metrics_seconds(text, "process_cpu_seconds", "CPU time of the process that serves HTTP.",
                    (double)cpu.tv_sec + (double)cpu.tv_nsec / 1e9);
    metrics_gauge(text, "process_start_time_seconds",
                  "When the process that serves HTTP began, in seconds since 1970.",
                  source->started_seconds);
    put_times(text, source, "resynd_eventloop_lag_seconds",
              "How late the timers of the threads that serve HTTP are.",
              offsetof(struct metrics, lag), &histogram_time);
}

static void put_build(const struct metrics_text *text)
{
    char labels[LABELS_MAX];
    snprintf(labels, sizeof labels, "version=\"%s\",abi=\"%d\",semantics=\"%d\"", RESYND_VERSION,
             RESYN_ABI, RUNTIME_SEMANTICS);
    metrics_family(text, "resynd_build_info", METRICS_GAUGE, "Always 1; the labels say what runs.");
    metrics_integer(text, "resynd_build_info", "", labels, 1);
}

/* ---- The whole ------------------------------------------------------------------------------ */

static void put_head(const struct metrics_text *text, const struct metrics_source *source)
{
    const struct engine_status *status = &source->status;
    put_build(text);
    metrics_gauge(text, "resynd_ready", "1 where rollouts can be scored now.",
                  status->ready && !status->draining);
    metrics_gauge(text, "resynd_draining", "1 once the server is stopping.", status->draining);
    put_http(text, source);
    put_scores(text, source);
    put_queue(text, status);
    put_workers(text, status);
    put_library(text, status);
    put_compiler(text, status);
    put_rescored(text, status);
    put_reloads(text, status);
    put_log(text, &source->log);
    put_process(text, source);
}

void metrics_page_write(struct metrics_page *page, const struct metrics_source *source,
                        const struct library *library, struct buffer *out)
{
    const struct metrics_text text = {out, page->open};
    if (!page->begun) {
        put_head(&text, source);
        page->begun = true;
        return;
    }
    metrics_environments_write(page, source, library, &text);
    if (page->ended && page->open)
        buffer_append_text(out, "# EOF\n");
}
