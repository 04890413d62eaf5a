/* SPDX-License-Identifier: Apache-2.0 */
/* samples.c: see samples.h. Reads what daemon/front/metrics_page.c writes. */
#include "daemon/ctl/samples.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BUCKETS_MAX = 64 };

/* ---- Reading -------------------------------------------------------------------------------- */

/* A line without its end, cut into name, labels and value. False: it is none. */
static bool read_sample(char *line, struct sample *sample)
{
    char *value = strrchr(line, ' ');
    if (*line == '#' || !value)
        return false;
    *value++ = '\0';
    char *brace = strchr(line, '{'), *end = strrchr(line, '}');
    *sample = (struct sample){.name = line, .labels = "", .value = strtod(value, NULL)};
    if (!brace || !end || end < brace)
        return !brace;
    *brace = *end = '\0';
    sample->labels = brace + 1;
    return true;
}

static bool read_page(struct samples *samples)
{
    size_t lines = 1;
    for (const char *at = samples->page.data; at && (at = strchr(at, '\n')); at++)
        lines++;
    samples->all = malloc(lines * sizeof *samples->all);
    if (!samples->all)
        return false;
    char *rest = samples->page.data;
    for (char *line; rest && (line = strsep(&rest, "\n"));)
        samples->count += read_sample(line, &samples->all[samples->count]);
    return true;
}

int samples_fetch(struct client *client, struct samples *out)
{
    unsigned status = 0;
    *out = SAMPLES_INIT;
    int result = client_fetch(client, "/metrics", &status, &out->page);
    if (result != EXIT_FINE)
        return result;
    if (status != 200) {
        complain("the daemon answered %u to /metrics", status);
        return EXIT_REFUSED;
    }
    if (read_page(out))
        return EXIT_FINE;
    complain("no memory");
    return EXIT_TROUBLE;
}

void samples_deinit(struct samples *samples)
{
    buffer_deinit(&samples->page);
    free(samples->all);
    *samples = SAMPLES_INIT;
}

/* ---- Sums ----------------------------------------------------------------------------------- */

double samples_sum(const struct samples *samples, const char *name, const char *label)
{
    double sum = 0;
    for (size_t i = 0; i < samples->count; i++)
        if (strcmp(samples->all[i].name, name) == 0 && strstr(samples->all[i].labels, label))
            sum += samples->all[i].value;
    return sum;
}

double samples_grown(const struct samples *samples, const struct samples *before, const char *name,
                     const char *label)
{
    double now = samples_sum(samples, name, label), then = samples_sum(before, name, label);
    return now >= then ? now - then : now;
}

bool sample_label(const struct sample *sample, const char *key, char *out, size_t size)
{
    size_t length = strlen(key);
    for (const char *at = sample->labels; *at;) {
        const char *value = at + strcspn(at, "=") + 1, *end;
        if (value[-1] != '=' || *value != '"' || !(end = strchr(value + 1, '"')))
            return false;
        if ((size_t)(value - 1 - at) == length && strncmp(at, key, length) == 0) {
            snprintf(out, size, "%.*s", (int)(end - value - 1), value + 1);
            return true;
        }
        at = end + 1;
        at += *at == ',';
    }
    return false;
}

/* ---- Quantiles ------------------------------------------------------------------------------ */

struct buckets {
    double bound[BUCKETS_MAX], below[BUCKETS_MAX]; /* ascending, the last is above all bounds */
    unsigned count;
};

static void add_bucket(struct buckets *buckets, double bound, double below)
{
    unsigned i = 0;
    while (i < buckets->count && buckets->bound[i] != bound)
        i++;
    if (i == BUCKETS_MAX)
        return;
    if (i == buckets->count) {
        buckets->bound[buckets->count] = bound;
        buckets->below[buckets->count++] = 0;
    }
    buckets->below[i] += below;
}

/* Adds all series of the histogram, times `sign`. */
static void add_page(struct buckets *buckets, const struct samples *samples, const char *name,
                     double sign)
{
    char bucket[128], bound[32];
    snprintf(bucket, sizeof bucket, "%s_bucket", name);
    for (size_t i = 0; i < samples->count; i++)
        if (strcmp(samples->all[i].name, bucket) == 0 &&
            sample_label(&samples->all[i], "le", bound, sizeof bound))
            add_bucket(buckets, strtod(bound, NULL), sign * samples->all[i].value);
}

double samples_quantile(const struct samples *samples, const struct samples *before,
                        const char *name, double quantile)
{
    struct buckets buckets = {.count = 0};
    add_page(&buckets, samples, name, 1);
    add_page(&buckets, before, name, -1);
    double all = buckets.count ? buckets.below[buckets.count - 1] : 0, rank = quantile * all;
    if (all <= 0)
        return NAN;
    unsigned i = 0;
    while (i + 1 < buckets.count && buckets.below[i] < rank)
        i++;
    if (i + 1 == buckets.count) /* above all bounds: at least the last */
        return i ? buckets.bound[i - 1] : NAN;
    double low = i ? buckets.bound[i - 1] : 0, under = i ? buckets.below[i - 1] : 0;
    return low + (buckets.bound[i] - low) * (rank - under) / (buckets.below[i] - under);
}
