/* SPDX-License-Identifier: Apache-2.0 */
/* top.c: see top.h. */
#include "daemon/ctl/top.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/outcome.h"

/* ---- Environments --------------------------------------------------------------------------- */

struct environment {
    char name[80];
    double verdicts, judged, passed, reward, groups, flat, unanswered;
};

static const struct {
    const char *name;
    size_t offset;
} columns[] = {
    {"resynd_environment_verdicts_total", offsetof(struct environment, verdicts)},
    {"resynd_environment_judged_total", offsetof(struct environment, judged)},
    {"resynd_environment_passed_total", offsetof(struct environment, passed)},
    {"resynd_environment_reward_sum", offsetof(struct environment, reward)},
    {"resynd_environment_groups_total", offsetof(struct environment, groups)},
    {"resynd_environment_groups_without_variance_total", offsetof(struct environment, flat)},
    {"resynd_environment_unanswered_total", offsetof(struct environment, unanswered)},
};

struct table {
    struct environment *rows;
    size_t count, capacity;
};

static int by_name(const void *one, const void *other)
{
    return strcmp(((const struct environment *)one)->name,
                  ((const struct environment *)other)->name);
}

static int by_rate(const void *one, const void *other)
{
    double a = ((const struct environment *)one)->verdicts,
           b = ((const struct environment *)other)->verdicts;
    return a < b ? 1 : a > b ? -1 : by_name(one, other);
}

/* The environments of the page's first family of them. */
static void list(struct table *table, const struct samples *now)
{
    struct environment row = {.verdicts = 0};
    for (size_t i = 0; i < now->count; i++) {
        if (strcmp(now->all[i].name, columns[0].name) != 0 ||
            !sample_label(&now->all[i], "environment", row.name, sizeof row.name) ||
            (table->count && by_name(&table->rows[table->count - 1], &row) == 0))
            continue;
        if (table->count == table->capacity) {
            size_t capacity = table->capacity ? 2 * table->capacity : 64;
            struct environment *rows = reallocarray(table->rows, capacity, sizeof *rows);
            if (!rows)
                return;
            table->rows = rows;
            table->capacity = capacity;
        }
        table->rows[table->count++] = row;
    }
    if (table->count)
        qsort(table->rows, table->count, sizeof *table->rows, by_name);
}

/* Adds a page to the rows, times `sign`. */
static void add(struct table *table, const struct samples *samples, double sign)
{
    struct environment key;
    for (size_t i = 0; i < samples->count; i++)
        for (size_t c = 0; c < sizeof columns / sizeof *columns; c++) {
            if (strcmp(samples->all[i].name, columns[c].name) != 0 ||
                !sample_label(&samples->all[i], "environment", key.name, sizeof key.name))
                continue;
            char *row = table->count
                            ? bsearch(&key, table->rows, table->count, sizeof *table->rows, by_name)
                            : NULL;
            if (row)
                *(double *)(void *)(row + columns[c].offset) += sign * samples->all[i].value;
        }
}

/* null where nothing was counted. */
static json_t *share(double part, double of)
{
    return of > 0 ? json_real(part / of) : json_null();
}

static json_t *environments(const struct samples *before, const struct samples *now, double seconds,
                            size_t most)
{
    struct table table = {.rows = NULL};
    json_t *shown = json_array();
    list(&table, now);
    add(&table, now, 1);
    add(&table, before, -1);
    if (table.count)
        qsort(table.rows, table.count, sizeof *table.rows, by_rate);
    for (size_t i = 0; i < table.count && i < most && table.rows[i].verdicts > 0; i++) {
        const struct environment *row = &table.rows[i];
        json_array_append_new(shown, json_pack("{s:s, s:f, s:o, s:o, s:o, s:o}", "environment",
                                               row->name, "rate", row->verdicts / seconds,
                                               "pass_rate", share(row->passed, row->judged),
                                               "reward", share(row->reward, row->judged),
                                               "without_variance", share(row->flat, row->groups),
                                               "unanswered", share(row->unanswered, row->judged)));
    }
    free(table.rows);
    return shown;
}

/* ---- The whole ------------------------------------------------------------------------------ */

static json_t *quantiles(const struct samples *before, const struct samples *now, const char *name)
{
    static const struct {
        const char *key;
        double quantile;
    } wanted[] = {{"p50", 0.5}, {"p95", 0.95}, {"p99", 0.99}};
    json_t *found = json_object();
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        double value = samples_quantile(now, before, name, wanted[i].quantile);
        json_object_set_new(found, wanted[i].key, isnan(value) ? json_null() : json_real(value));
    }
    return found;
}

/* What is not ok, a second; what did not occur is left out. */
static json_t *errors(const struct samples *before, const struct samples *now, double seconds)
{
    json_t *found = json_object();
    char label[64];
    for (unsigned i = OUTCOME_OK + 1; i < OUTCOME_COUNT; i++) {
        snprintf(label, sizeof label, "status=\"%s\"", outcome_row(i)->name);
        double grown = samples_grown(now, before, "resynd_verdicts_total", label);
        if (grown > 0)
            json_object_set_new(found, outcome_row(i)->name, json_real(grown / seconds));
    }
    return found;
}

json_t *top_between(const struct samples *before, const struct samples *now, double seconds,
                    size_t rows)
{
#define RATE(name) samples_grown(now, before, name, "") / seconds
#define NOW(name) samples_sum(now, name, "")
    json_t *top = json_pack(
        "{s:b, s:f, s:f, s:f, s:{s:f, s:f, s:f, s:f}, s:{s:f, s:f, s:f, s:f, s:f, s:f}}", "ready",
        NOW("resynd_ready") > 0, "rate", RATE("resynd_verdicts_total"), "requests",
        RATE("resynd_score_request_items_count"), "connections", NOW("resynd_http_connections"),
        "queue", "jobs", NOW("resynd_queue_jobs"), "capacity", NOW("resynd_queue_capacity_jobs"),
        "oldest_seconds", NOW("resynd_queue_oldest_age_seconds"), "in_flight",
        NOW("resynd_jobs_in_flight"), "workers", "busy",
        samples_sum(now, "resynd_workers", "state=\"busy\""), "idle",
        samples_sum(now, "resynd_workers", "state=\"idle\""), "starting",
        samples_sum(now, "resynd_workers", "state=\"starting\""), "max", NOW("resynd_workers_max"),
        "started", RATE("resynd_workers_started_total"), "died", RATE("resynd_workers_died_total"));
#undef RATE
#undef NOW
    json_object_set_new(top, "seconds", quantiles(before, now, "resynd_score_duration_seconds"));
    json_object_set_new(top, "waiting", quantiles(before, now, "resynd_score_queue_seconds"));
    json_object_set_new(top, "judging", quantiles(before, now, "resynd_score_service_seconds"));
    json_object_set_new(top, "errors", errors(before, now, seconds));
    json_object_set_new(top, "environments", environments(before, now, seconds, rows));
    return top;
}

/* ---- For people ----------------------------------------------------------------------------- */

static double number(const json_t *object, const char *key)
{
    return json_number_value(json_object_get(object, key));
}

static void print_time(const char *key, const json_t *quantiles)
{
    const json_t *value = json_object_get(quantiles, key);
    double seconds = json_number_value(value);
    if (!json_is_number(value))
        printf("  %s -", key);
    else if (seconds < 1)
        printf("  %s %.2f ms", key, seconds * 1e3);
    else
        printf("  %s %.2f s", key, seconds);
}

static void print_times(const char *what, const json_t *quantiles)
{
    printf("%-10s", what);
    print_time("p50", quantiles);
    print_time("p95", quantiles);
    print_time("p99", quantiles);
    putchar('\n');
}

static void print_share(const json_t *value)
{
    if (json_is_number(value))
        printf(" %11.3f", json_number_value(value));
    else
        printf(" %11s", "-");
}

static void print_errors(json_t *errors)
{
    const char *status;
    json_t *rate;
    fputs("errors     ", stdout);
    if (!json_object_size(errors))
        fputs(" none", stdout);
    json_object_foreach(errors, status, rate) printf(" %s %.1f/s", status, json_number_value(rate));
    putchar('\n');
}

static void print_environments(const json_t *environments)
{
    static const char *const keys[] = {"pass_rate", "reward", "without_variance", "unanswered"};
    const json_t *row;
    size_t i;
    printf("\n%-32s %11s %11s %11s %11s %11s\n", "environment", "verdicts/s", "pass rate", "reward",
           "no variance", "no answer");
    json_array_foreach(environments, i, row)
    {
        printf("%-32.32s %11.1f", json_string_value(json_object_get(row, "environment")),
               number(row, "rate"));
        for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
            print_share(json_object_get(row, keys[k]));
        putchar('\n');
    }
}

void print_top(const char *url, const json_t *top)
{
    const json_t *queue = json_object_get(top, "queue"), *workers = json_object_get(top, "workers");
    printf("resynd at %s: %s\n", url,
           json_is_true(json_object_get(top, "ready")) ? "ready" : "not ready");
    printf("verdicts    %.1f/s of %.1f requests/s, %.0f connections\n", number(top, "rate"),
           number(top, "requests"), number(top, "connections"));
    print_times("time", json_object_get(top, "seconds"));
    print_times(" waiting", json_object_get(top, "waiting"));
    print_times(" judging", json_object_get(top, "judging"));
    printf("queue       %.0f of %.0f jobs, the oldest for %.3f s; %.0f with workers\n",
           number(queue, "jobs"), number(queue, "capacity"), number(queue, "oldest_seconds"),
           number(queue, "in_flight"));
    printf("workers     %.0f busy, %.0f idle, %.0f starting, of %.0f; %.1f/s start, %.1f/s end\n",
           number(workers, "busy"), number(workers, "idle"), number(workers, "starting"),
           number(workers, "max"), number(workers, "started"), number(workers, "died"));
    print_errors(json_object_get(top, "errors"));
    print_environments(json_object_get(top, "environments"));
}
