/* SPDX-License-Identifier: Apache-2.0 */
/* status.c: engine_status, from any thread: sums of gauges that others write. */
#include "daemon/front/engine/front.h"

#define LOOK(gauge) atomic_load_explicit(&(gauge), memory_order_relaxed)

static void add_thread(const struct engine *engine, uint64_t now, struct engine_status *out)
{
    uint64_t queued = LOOK(engine->gauge.queued_jobs);
    /* Looked at by the tick: what it saw may have gone since. */
    uint64_t oldest = queued ? LOOK(engine->gauge.oldest_ns) : 0;
    out->queued_jobs += queued;
    out->queued_bytes += LOOK(engine->gauge.queued_bytes);
    out->in_flight_jobs += LOOK(engine->gauge.in_flight);
    out->rescored += LOOK(engine->gauge.rescored);
    out->rescore_differences += LOOK(engine->gauge.rescore_differences);
    out->rescores_dropped += LOOK(engine->gauge.rescores_dropped);
    double seconds = oldest && now > oldest ? (double)(now - oldest) / 1e9 : 0;
    if (seconds > out->oldest_queued_seconds)
        out->oldest_queued_seconds = seconds;
}

static void copy(uint64_t *to, const _Atomic uint64_t *from, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        to[i] = counter_read(&from[i]);
}

void engine_status(struct engine *engine, struct engine_status *out)
{
    const struct front *front = engine->front;
    const struct gauges *gauges = &front->gauges;
    *out = (struct engine_status){
        .ready = LOOK(gauges->ready),
        .draining = LOOK(gauges->draining),
        .workers_idle = LOOK(gauges->workers_idle),
        .workers_busy = LOOK(gauges->workers_busy),
        .workers_starting = LOOK(gauges->workers_starting),
        .workers_max = LOOK(front->workers_max),
        .workers_started = LOOK(gauges->workers_started),
        .environments_served = LOOK(gauges->environments_served),
        .environments_failed = LOOK(gauges->environments_failed),
        .environments_quarantined = LOOK(gauges->environments_quarantined),
        .reloads = LOOK(gauges->reloads),
        .reloads_refused = LOOK(gauges->reloads_refused),
        .environments_pending = LOOK(gauges->environments_pending),
        .worker_cpu_us = LOOK(gauges->worker_cpu_us),
        .adopted = LOOK(gauges->adopted),
        .queue_jobs_max = (uint64_t)QUEUE_JOBS_MAX * front->threads,
        .store_up = LOOK(gauges->store_up),
    };
    copy(out->workers_died, gauges->workers_died, 8);
    copy(out->compiled, gauges->compiled, COMPILE_FAILED + 1);
    copy(out->gated, gauges->gated, GATED_INCONCLUSIVE + 1);
    copy(out->quarantines, gauges->quarantines, QUARANTINES);
    histogram_sum(&out->compile_time, &gauges->compile_time);
    uint64_t now = uv_hrtime();
    for (unsigned i = 0; i < front->threads; i++)
        add_thread(&front->engines[i], now, out);
}
