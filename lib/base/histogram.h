/* SPDX-License-Identifier: Apache-2.0 */
/* histogram.h: counters and counts by size, as one thread writes them and any other reads them.
 * What a histogram measures is a whole number in its shape's small unit. */
#ifndef BASE_HISTOGRAM_H
#define BASE_HISTOGRAM_H

#include <stdatomic.h>
#include <stdint.h>

enum { HISTOGRAM_BUCKETS = 14 };

struct histogram_shape {
    uint64_t bounds[HISTOGRAM_BUCKETS];  /* each bucket's largest, ascending */
    const char *text[HISTOGRAM_BUCKETS]; /* the same in the unit of the page */
    double unit;                         /* of the page, for one of the small one */
};

/* µs: from a verdict of a warm worker to the longest deadline. */
extern const struct histogram_shape histogram_time;
extern const struct histogram_shape histogram_bytes; /* of bodies */
extern const struct histogram_shape histogram_items; /* of one request */

struct histogram {
    _Atomic uint64_t counts[HISTOGRAM_BUCKETS + 1]; /* the last: above all bounds */
    _Atomic uint64_t sum;
};

/* One writer: no read-modify-write is needed, and none is paid for. */
static inline void counter_add(_Atomic uint64_t *counter, uint64_t value)
{
    uint64_t now = atomic_load_explicit(counter, memory_order_relaxed);
    atomic_store_explicit(counter, now + value, memory_order_relaxed);
}

static inline uint64_t counter_read(const _Atomic uint64_t *counter)
{
    return atomic_load_explicit(counter, memory_order_relaxed);
}

static inline void histogram_observe(struct histogram *histogram,
                                     const struct histogram_shape *shape, uint64_t value)
{
    unsigned bucket = 0;
    while (bucket < HISTOGRAM_BUCKETS && value > shape->bounds[bucket])
        bucket++;
    counter_add(&histogram->counts[bucket], 1);
    counter_add(&histogram->sum, value);
}

/* What is in `from`, too. `into` is the caller's own. */
static inline void histogram_sum(struct histogram *into, const struct histogram *from)
{
    for (unsigned i = 0; i <= HISTOGRAM_BUCKETS; i++)
        counter_add(&into->counts[i], counter_read(&from->counts[i]));
    counter_add(&into->sum, counter_read(&from->sum));
}

#endif
