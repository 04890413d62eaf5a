/* SPDX-License-Identifier: Apache-2.0 */
/* load_histogram.h: counts of durations, log-linear: each power of two is cut into equal parts, so
 * that every value is kept to within 1/HISTOGRAM_PARTS of itself. */
#ifndef BENCH_LOAD_HISTOGRAM_H
#define BENCH_LOAD_HISTOGRAM_H

#include <stdint.h>

enum {
    HISTOGRAM_BITS = 7, /* within 0.8 % */
    HISTOGRAM_PARTS = 1 << HISTOGRAM_BITS,
    HISTOGRAM_POWERS = 64 - HISTOGRAM_BITS,
};

struct histogram {
    uint64_t count, highest;
    uint64_t cell[HISTOGRAM_POWERS + 1][HISTOGRAM_PARTS]; /* row 0: values below HISTOGRAM_PARTS */
};

static inline void histogram_add(struct histogram *histogram, uint64_t value)
{
    unsigned power =
        value < HISTOGRAM_PARTS ? 0 : 64 - HISTOGRAM_BITS - (unsigned)__builtin_clzll(value);
    unsigned part = (unsigned)(value >> (power ? power - 1 : 0)) & (HISTOGRAM_PARTS - 1);
    histogram->cell[power][part]++;
    histogram->count++;
    if (value > histogram->highest)
        histogram->highest = value;
}

/* The upper end of the cell that holds this quantile; 0 where nothing was counted. */
static inline double histogram_at(const struct histogram *histogram, double quantile)
{
    uint64_t wanted = (uint64_t)(quantile * (double)histogram->count), seen = 0;
    for (unsigned power = 0; power <= HISTOGRAM_POWERS; power++)
        for (unsigned part = 0; part < HISTOGRAM_PARTS; part++) {
            seen += histogram->cell[power][part];
            if (seen <= wanted)
                continue;
            uint64_t value = part + (power ? HISTOGRAM_PARTS : 0) + 1ull;
            value <<= power ? power - 1 : 0;
            return value < histogram->highest ? (double)value : (double)histogram->highest;
        }
    return (double)histogram->highest;
}

#endif
