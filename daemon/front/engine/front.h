/* SPDX-License-Identifier: Apache-2.0 */
/* front.h: what the control loop and the HTTP threads share. */
#ifndef ENGINE_FRONT_H
#define ENGINE_FRONT_H

#include "daemon/front/engine/bounds.h"
#include "daemon/front/engine/thread.h"

/* Written by the control loop, read by engine_status. */
struct gauges {
    atomic_bool ready, draining;
    atomic_uint workers_idle, workers_busy, workers_starting;
    _Atomic uint64_t workers_started, workers_died[8];
    atomic_size_t environments_served, environments_failed, environments_quarantined;
    _Atomic uint64_t reloads, reloads_refused;
    atomic_size_t environments_pending;
    _Atomic uint64_t worker_cpu_us, compiled[COMPILE_FAILED + 1], adopted;
    _Atomic uint64_t gated[GATED_INCONCLUSIVE + 1], quarantines[QUARANTINES];
    struct histogram compile_time;
    atomic_bool store_up;
};

struct front {
    unsigned threads;
    atomic_uint workers_max, cpus; /* FRONT_SETTINGS changes them */
    atomic_uint spins;             /* looks before a thread sleeps: 0 where CPUs are few */
    bool fresh;                    /* each verification on a worker of its own */
    bool shares;                   /* the registry, with other replicas */
    enum gate_mode gate;
    struct log_slot *log; /* NULL: none */
    const struct thread_hooks *hooks;
    void *context;
    struct engine *engines; /* one for each thread */
    struct mailbox control;
    struct gauges gauges;
    struct isolation isolation; /* once known */
    atomic_bool isolation_known;
};

#endif
