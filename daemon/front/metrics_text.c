/* SPDX-License-Identifier: Apache-2.0 */
/* metrics_text.c: see metrics_text.h. Without printf: a page of a thousand environments has some
 * twenty thousand lines. */
#include "daemon/front/metrics_text.h"

#include <stdio.h>
#include <string.h>

#include "lib/base/decimal.h"

static void put(const struct metrics_text *text, const char *word)
{
    buffer_append(text->out, word, strlen(word));
}

void metrics_family(const struct metrics_text *text, const char *name, enum metrics_type type,
                    const char *help)
{
    static const char *const types[] = {"counter", "gauge", "histogram"};
    const char *suffix = type == METRICS_COUNTER && !text->open ? "_total" : "";
    buffer_print(text->out, "# HELP %s%s %s\n# TYPE %s%s %s\n", name, suffix, help, name, suffix,
                 types[type]);
}

static void put_name(const struct metrics_text *text, const char *name, const char *suffix,
                     const char *labels)
{
    put(text, name);
    put(text, suffix);
    if (*labels) {
        put(text, "{");
        put(text, labels);
        put(text, "}");
    }
    put(text, " ");
}

static void put_integer(const struct metrics_text *text, uint64_t value)
{
    char digits[DECIMAL_INTEGER_MAX + 1];
    size_t size = decimal_unsigned(value, digits);
    digits[size] = '\n';
    buffer_append(text->out, digits, size + 1);
}

/* Whole numbers are written as such: most gauges are counts. */
static void put_real(const struct metrics_text *text, double value)
{
    if (value >= 0 && value < 1e15 && value == (double)(uint64_t)value) {
        put_integer(text, (uint64_t)value);
        return;
    }
    char digits[DECIMAL_REAL_MAX + 1];
    size_t size = decimal_real(value, digits);
    digits[size] = '\n';
    buffer_append(text->out, digits, size + 1);
}

void metrics_integer(const struct metrics_text *text, const char *name, const char *suffix,
                     const char *labels, uint64_t value)
{
    put_name(text, name, suffix, labels);
    put_integer(text, value);
}

void metrics_real(const struct metrics_text *text, const char *name, const char *suffix,
                  const char *labels, double value)
{
    put_name(text, name, suffix, labels);
    put_real(text, value);
}

static void put_bucket(const struct metrics_text *text, const char *name, const char *labels,
                       const char *bound, uint64_t below)
{
    put(text, name);
    put(text, "_bucket{");
    put(text, labels);
    put(text, *labels ? ",le=\"" : "le=\"");
    put(text, bound);
    put(text, "\"} ");
    put_integer(text, below);
}

void metrics_histogram(const struct metrics_text *text, const char *name, const char *labels,
                       const struct histogram *histogram, const struct histogram_shape *shape)
{
    uint64_t below = 0;
    for (unsigned i = 0; i < HISTOGRAM_BUCKETS; i++) {
        below += counter_read(&histogram->counts[i]);
        put_bucket(text, name, labels, shape->text[i], below);
    }
    below += counter_read(&histogram->counts[HISTOGRAM_BUCKETS]);
    put_bucket(text, name, labels, "+Inf", below);
    metrics_real(text, name, "_sum", labels, (double)counter_read(&histogram->sum) * shape->unit);
    metrics_integer(text, name, "_count", labels, below);
}

void metrics_counter(const struct metrics_text *text, const char *name, const char *help,
                     uint64_t value)
{
    metrics_family(text, name, METRICS_COUNTER, help);
    metrics_integer(text, name, "_total", "", value);
}

void metrics_seconds(const struct metrics_text *text, const char *name, const char *help,
                     double seconds)
{
    metrics_family(text, name, METRICS_COUNTER, help);
    metrics_real(text, name, "_total", "", seconds);
}

void metrics_gauge(const struct metrics_text *text, const char *name, const char *help,
                   double value)
{
    metrics_family(text, name, METRICS_GAUGE, help);
    metrics_real(text, name, "", "", value);
}
