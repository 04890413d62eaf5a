/* SPDX-License-Identifier: Apache-2.0 */
/* samples.h: a page of /metrics, read: what commands show is sums and differences of its samples.
 */
#ifndef CTL_SAMPLES_H
#define CTL_SAMPLES_H

#include "daemon/ctl/client.h"

struct sample {
    const char *name;   /* in the page, NUL-terminated; `labels` too */
    const char *labels; /* as between the braces; "": none */
    double value;
};

struct samples {
    struct buffer page; /* owned; cut into strings */
    struct sample *all; /* in the order of the page */
    size_t count;
};
#define SAMPLES_INIT ((struct samples){.page = BUFFER_INIT})

/* Fetches and reads the page. An exit status, after a complaint where it is not EXIT_FINE. */
int samples_fetch(struct client *client, struct samples *out);
void samples_deinit(struct samples *samples);

/* The sum of the samples of this name whose labels contain `label` ("": all). */
double samples_sum(const struct samples *samples, const char *name, const char *label);
/* How much that has grown since `before`; a counter that began anew counts from 0. */
double samples_grown(const struct samples *samples, const struct samples *before, const char *name,
                     const char *label);
/* The quantile of what a histogram `name` has counted since `before`, as Prometheus estimates it;
 * NAN where there was nothing. */
double samples_quantile(const struct samples *samples, const struct samples *before,
                        const char *name, double quantile);
/* The value of a label, copied into `out` (shortened to fit); false: it has none such. */
bool sample_label(const struct sample *sample, const char *key, char *out, size_t size);

#endif
