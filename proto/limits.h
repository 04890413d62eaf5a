/* SPDX-License-Identifier: Apache-2.0 */
/* limits.h: every size that two processes must agree on. What authors see is in resyn.h. */
#ifndef PROTO_LIMITS_H
#define PROTO_LIMITS_H

/* Without the names that an author defines (state, generate, verify …). */
#define RESYN_HOST
#include "proto/resyn.h"

enum {
    SOURCE_MAX = 256 * 1024,        /* bytes of one environment's source */
    RESPONSE_MAX = 4 * 1024 * 1024, /* bytes of one response: longer than any model's context */
    GIVEN_MAX = 64 * 1024,          /* bytes of a checker's ground truth */
    REASON_MAX = 240,               /* bytes of a verdict's reason, NUL included */
    NAME_MAX_BYTES = 64,            /* bytes of an environment's name or category, NUL included */
    SENTENCE_MAX = 256,   /* bytes of .summary and .answer, NUL included (authors get 200) */
    METRIC_NAME_MAX = 32, /* bytes of a metric's name, NUL included */

    CPU_MS_DEFAULT = 100,
    CPU_MS_MAX = 2000,
    MEMORY_KIB_DEFAULT = 256,
    MEMORY_KIB_MAX = 16384,
    STACK_KIB_DEFAULT = 64,
    STACK_KIB_MAX = 1024,
    /* The stack of a version's first workers. It is cleared for every call: 16 KiB cost 0.09 µs,
     * 64 KiB up to 1.4 µs (tests/bench/call.md), and few calls need more. A worker whose call does
     * ends, and its jobs go to others with so many times as much, up to what is declared. */
    STACK_KIB_FIRST = 16,
    STACK_GROWTH = 4,

    THREADS_MAX = 16, /* HTTP threads: each costs every worker a ring and a doorbell */
};

/* The longest that a job may take by the clock on the wall, where its CPU budget is `cpu_ms`: for
 * code that blocks instead of computing. Wide enough for a machine oversubscribed twenty times. */
static inline long wall_cap_ms(long cpu_ms)
{
    return 5000 + 20 * cpu_ms;
}

#endif
