/* SPDX-License-Identifier: Apache-2.0 */
/* rate.h: a share of successes, or a mean reward, and how far it can be believed. */
#ifndef GATE_RATE_H
#define GATE_RATE_H

struct rate {
    double sum; /* of rewards, each from 0 to 1 */
    unsigned trials;
};

static inline void rate_add(struct rate *rate, double reward)
{
    rate->sum += reward;
    rate->trials++;
}

/* 0 without trials. */
double rate_mean(const struct rate *rate);

/* The ends of Wilson's score interval at `z` standard errors (E. B. Wilson, 1927); of rewards
 * between 0 and 1 it is wider than need be. Without trials 0 and 1. */
double rate_low(const struct rate *rate, double z);
double rate_high(const struct rate *rate, double z);

#endif
