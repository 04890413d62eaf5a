/* SPDX-License-Identifier: Apache-2.0 */
/* rate.c: see rate.h. */
#include "lib/gate/rate.h"

#include <math.h>

double rate_mean(const struct rate *rate)
{
    return rate->trials ? rate->sum / rate->trials : 0;
}

/* One end: `side` is −1 or 1. */
static double wilson(const struct rate *rate, double z, double side)
{
    double n = rate->trials, p = rate_mean(rate), square = z * z;
    double centre = p + square / (2 * n);
    double reach = z * sqrt(p * (1 - p) / n + square / (4 * n * n));
    double end = (centre + side * reach) / (1 + square / n);
    return end < 0 ? 0 : end > 1 ? 1 : end;
}

double rate_low(const struct rate *rate, double z)
{
    return rate->trials ? wilson(rate, z, -1) : 0;
}

double rate_high(const struct rate *rate, double z)
{
    return rate->trials ? wilson(rate, z, 1) : 1;
}
