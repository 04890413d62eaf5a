/* SPDX-License-Identifier: Apache-2.0 */
/* metrics_environments.c: see metrics_environments.h. One family after the other, as the format
 * wants it, and in each the environments by name; where the last piece ended is found again by
 * name, because the library may have changed since. */
#include "daemon/front/metrics_environments.h"

#include <stdio.h>
#include <string.h>

enum { LABELS_MAX = 200 };

/* One environment's counters, of all threads. */
struct row {
    const struct metrics_text *text;
    const char *name; /* of the environment */
    const struct environment_counters *counters[THREADS_MAX];
    unsigned count;
};

static uint64_t sum(const struct row *row, size_t offset)
{
    uint64_t total = 0;
    for (unsigned i = 0; i < row->count; i++) {
        const char *counters = (const char *)row->counters[i];
        total += counter_read((const _Atomic uint64_t *)(const void *)(counters + offset));
    }
    return total;
}
#define OFFSET(member) offsetof(struct environment_counters, member)
#define OFFSET_AT(member, index) (OFFSET(member) + (index) * sizeof(uint64_t))

static const char *label(const struct row *row, char out[LABELS_MAX])
{
    snprintf(out, LABELS_MAX, "environment=\"%s\"", row->name);
    return out;
}

/* ---- The families --------------------------------------------------------------------------- */

static void put_verdicts(const struct row *row, const char *family)
{
    char labels[LABELS_MAX];
    for (unsigned outcome = 0; outcome < OUTCOME_COUNT; outcome++) {
        uint64_t value = sum(row, OFFSET_AT(verdicts, outcome));
        if (!value)
            continue;
        snprintf(labels, sizeof labels, "environment=\"%s\",status=\"%s\"", row->name,
                 outcome_row(outcome)->name);
        metrics_integer(row->text, family, "_total", labels, value);
    }
}

/* A counter for each level on which something has been judged, so that each has its pair. */
static void put_levels(const struct row *row, const char *family, size_t offset)
{
    char labels[LABELS_MAX];
    for (unsigned level = 0; level <= RS_LEVELS_MAX; level++) {
        if (!sum(row, OFFSET_AT(judged, level)))
            continue;
        label(row, labels);
        size_t size = strlen(labels);
        if (level)
            snprintf(labels + size, sizeof labels - size, ",level=\"%u\"", level);
        metrics_integer(row->text, family, "_total", labels,
                        sum(row, offset + level * sizeof(uint64_t)));
    }
}

static void put_judged(const struct row *row, const char *family)
{
    put_levels(row, family, OFFSET(judged));
}

static void put_passed(const struct row *row, const char *family)
{
    put_levels(row, family, OFFSET(passed));
}

static void put_rewards(const struct row *row, const char *family)
{
    static const char *const bounds[METRICS_REWARDS] = {"0.0", "0.25", "0.5", "0.75", "1.0"};
    char labels[LABELS_MAX];
    uint64_t below = 0;
    double rewards = 0;
    for (unsigned i = 0; i < METRICS_REWARDS; i++) {
        below += sum(row, OFFSET_AT(rewards, i));
        snprintf(labels, sizeof labels, "environment=\"%s\",le=\"%s\"", row->name, bounds[i]);
        metrics_integer(row->text, family, "_bucket", labels, below);
    }
    for (unsigned i = 0; i < row->count; i++)
        rewards += atomic_load_explicit(&row->counters[i]->reward_sum, memory_order_relaxed);
    snprintf(labels, sizeof labels, "environment=\"%s\",le=\"+Inf\"", row->name);
    metrics_integer(row->text, family, "_bucket", labels, below);
    metrics_real(row->text, family, "_sum", label(row, labels), rewards);
    metrics_integer(row->text, family, "_count", labels, below);
}

static void put_one(const struct row *row, const char *family, size_t offset)
{
    char labels[LABELS_MAX];
    metrics_integer(row->text, family, "_total", label(row, labels), sum(row, offset));
}

static void put_groups(const struct row *row, const char *family)
{
    put_one(row, family, OFFSET(groups));
}

static void put_flat_groups(const struct row *row, const char *family)
{
    put_one(row, family, OFFSET(flat_groups));
}

static void put_unanswered(const struct row *row, const char *family)
{
    put_one(row, family, OFFSET(unanswered));
}

static const struct family {
    const char *name;
    enum metrics_type type;
    const char *help;
    void (*put)(const struct row *row, const char *family);
} families[] = {
    {"resynd_environment_verdicts", METRICS_COUNTER, "Verdicts by environment and status.",
     put_verdicts},
    {"resynd_environment_judged", METRICS_COUNTER,
     "Verdicts with a reward, by environment and level (a checker has no levels).", put_judged},
    {"resynd_environment_passed", METRICS_COUNTER, "Of these, correct ones.", put_passed},
    {"resynd_environment_reward", METRICS_HISTOGRAM, "Rewards by environment.", put_rewards},
    {"resynd_environment_groups", METRICS_COUNTER,
     "Groups of responses to one instance with two rewards or more.", put_groups},
    {"resynd_environment_groups_without_variance", METRICS_COUNTER,
     "Of these, groups whose rewards are all equal: they teach nothing.", put_flat_groups},
    {"resynd_environment_unanswered", METRICS_COUNTER,
     "Of the verdicts with a reward, those where no answer was found in the response.",
     put_unanswered},
};
enum { FAMILIES = sizeof families / sizeof *families };

/* ---- Piece by piece ------------------------------------------------------------------------- */

/* Whether any verdict has been counted. */
static bool counted(const struct row *row)
{
    uint64_t any = 0;
    for (unsigned outcome = 0; outcome < OUTCOME_COUNT; outcome++)
        any += sum(row, OFFSET_AT(verdicts, outcome));
    return any;
}

static void put_row(struct metrics_page *page, const struct row *row)
{
    const struct family *family = &families[page->family];
    if (!counted(row))
        return;
    if (!page->headed)
        metrics_family(row->text, family->name, family->type, family->help);
    page->headed = true;
    family->put(row, family->name);
}

static struct row row_of(const struct metrics_source *source, const struct version *version,
                         const struct metrics_text *text)
{
    struct row row = {.text = text, .name = version->name};
    for (unsigned i = 0; i < source->count; i++) {
        const struct metrics *metrics = source->threads[i];
        if (version->number >= metrics->environment_count)
            continue;
        const struct environment_counters *counters = &metrics->environments[version->number];
        if (atomic_load_explicit(&counters->epoch, memory_order_acquire) == version->epoch)
            row.counters[row.count++] = counters;
    }
    return row;
}

static struct row row_of_others(const struct metrics_source *source,
                                const struct metrics_text *text)
{
    struct row row = {.text = text, .name = "_other"};
    for (unsigned i = 0; i < source->count; i++) {
        const struct metrics *metrics = source->threads[i];
        row.counters[row.count++] = &metrics->environments[metrics->environment_count];
    }
    return row;
}

/* The first entry whose name comes after `name`. */
static size_t after(const struct library *library, const char *name)
{
    size_t low = 0, high = library->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (strcmp(library->entries[middle].name, name) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void next_family(struct metrics_page *page, const struct metrics_source *source,
                        const struct metrics_text *text)
{
    const struct row others = row_of_others(source, text);
    put_row(page, &others);
    page->family++;
    page->headed = false;
    *page->after = '\0';
    page->ended = page->family == FAMILIES;
}

void metrics_environments_write(struct metrics_page *page, const struct metrics_source *source,
                                const struct library *library, const struct metrics_text *text)
{
    size_t enough = text->out->size + METRICS_PIECE;
    while (!page->ended && text->out->size < enough && !text->out->failed) {
        size_t place = after(library, page->after);
        for (; place < library->count && text->out->size < enough; place++) {
            const struct library_entry *entry = &library->entries[place];
            const struct row row = row_of(source, entry->versions[0], text);
            put_row(page, &row);
            memcpy(page->after, entry->versions[0]->name, sizeof page->after);
        }
        if (place == library->count)
            next_family(page, source, text);
    }
}
