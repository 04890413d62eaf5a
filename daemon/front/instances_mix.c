/* SPDX-License-Identifier: Apache-2.0 */
/* instances_mix.c: see instances_mix.h. */
#include "daemon/front/instances_mix.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static enum outcome add(struct mix *mix, const struct version *version,
                        const struct mix_entry *entry, double weight)
{
    if (mix->count == mix->capacity) {
        size_t capacity = mix->capacity ? 2 * mix->capacity : 16;
        struct mix_candidate *candidates = realloc(mix->candidates, capacity * sizeof *candidates);
        if (!candidates)
            return OUTCOME_INTERNAL;
        mix->candidates = candidates;
        mix->capacity = capacity;
    }
    unsigned levels = version->description.levels;
    double before = mix->count ? mix->candidates[mix->count - 1].weight : 0;
    mix->candidates[mix->count++] = (struct mix_candidate){
        .version = version_hold(version),
        .low = entry->low ? entry->low : 1,
        .high = entry->high && entry->high < levels ? entry->high : levels,
        .weight = before + weight,
    };
    return OUTCOME_OK;
}

/* The active environments that have instances of the entry's levels. */
static bool belongs(const struct library_entry *known, const struct mix_entry *entry)
{
    const struct version *version = known->active;
    return version && version->state == VERSION_SERVED && !version->description.checker &&
           entry->low <= version->description.levels;
}

static enum outcome add_all(struct mix *mix, struct engine *engine, const struct mix_entry *entry,
                            char reason[VERDICT_REASON_MAX])
{
    const struct library *library = engine_library(engine);
    size_t count = 0;
    for (size_t i = 0; i < library->count; i++)
        count += belongs(&library->entries[i], entry);
    if (!count) {
        snprintf(reason, VERDICT_REASON_MAX, "no environment that is served has such levels");
        return OUTCOME_LEVEL_OUT_OF_RANGE;
    }
    enum outcome outcome = OUTCOME_OK;
    for (size_t i = 0; i < library->count && outcome == OUTCOME_OK; i++)
        if (belongs(&library->entries[i], entry))
            outcome = add(mix, library->entries[i].active, entry, entry->weight / (double)count);
    return outcome;
}

static enum outcome add_one(struct mix *mix, struct engine *engine, const struct mix_entry *entry,
                            bool mixed, char reason[VERDICT_REASON_MAX])
{
    enum outcome outcome;
    const struct version *version = scoring_find_version(engine, &entry->address, &outcome, reason);
    if (version)
        outcome = scoring_check_version(version, reason);
    if (!version || version->state == VERSION_PENDING)
        mix->missing = &entry->address;
    if (outcome != OUTCOME_OK)
        return outcome;
    if (version->description.checker) {
        snprintf(reason, VERDICT_REASON_MAX, "%s is a checker: it has no instances", version->name);
        return OUTCOME_BAD_REQUEST;
    }
    /* {"level": 0} is a level too, and none; in a mix 0 means that no levels were given. */
    if (entry->low > version->description.levels || (!mixed && entry->low == 0)) {
        snprintf(reason, VERDICT_REASON_MAX, "%s has levels 1 to %u, not %u", version->name,
                 version->description.levels, entry->low);
        return OUTCOME_LEVEL_OUT_OF_RANGE;
    }
    return add(mix, version, entry, entry->weight);
}

static void sign(struct mix *mix)
{
    struct buffer text = BUFFER_INIT;
    uint8_t hash[HASH_BYTES];
    char hex[HASH_HEX];
    for (size_t i = 0; i < mix->count; i++)
        buffer_print(&text, "%s %u %u %a\n", mix->candidates[i].version->hex,
                     mix->candidates[i].low, mix->candidates[i].high, mix->candidates[i].weight);
    hash_bytes(text.data ? text.data : "", text.size, hash);
    hash_hex(hash, hex);
    snprintf(mix->fingerprint, sizeof mix->fingerprint, "%.16s", hex);
    buffer_deinit(&text);
}

enum outcome mix_init(struct mix *mix, struct engine *engine,
                      const struct instances_request *request, char reason[VERDICT_REASON_MAX])
{
    *mix = (struct mix){0};
    snprintf(reason, VERDICT_REASON_MAX, "no memory for the mix");
    for (size_t i = 0; i < request->entry_count; i++) {
        const struct mix_entry *entry = &request->entries[i];
        enum outcome outcome = *entry->address.name
                                   ? add_one(mix, engine, entry, request->mixed, reason)
                                   : add_all(mix, engine, entry, reason);
        if (outcome != OUTCOME_OK)
            return outcome;
    }
    sign(mix);
    return OUTCOME_OK;
}

void mix_deinit(struct mix *mix)
{
    for (size_t i = 0; i < mix->count; i++)
        version_release(mix->candidates[i].version);
    free(mix->candidates);
    *mix = (struct mix){0};
}

/* splitmix64: the `draw`th number that belongs to a position. */
static uint64_t drawn(uint64_t position, uint64_t draw)
{
    uint64_t value = position * 2 + draw + 0x9e3779b97f4a7c15ul;
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ul;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebul;
    return value ^ (value >> 31);
}

const struct version *mix_pick(const struct mix *mix, uint64_t position, unsigned *level)
{
    double all = mix->candidates[mix->count - 1].weight;
    double point = (double)(drawn(position, 0) >> 11) * 0x1p-53 * all;
    size_t i = 0;
    while (i + 1 < mix->count && point >= mix->candidates[i].weight)
        i++;
    const struct mix_candidate *candidate = &mix->candidates[i];
    *level =
        candidate->low + (unsigned)(drawn(position, 1) % (candidate->high - candidate->low + 1));
    return candidate->version;
}

void mix_cursor_print(const struct mix *mix, uint64_t position, char out[CURSOR_MAX])
{
    snprintf(out, CURSOR_MAX, "1.%" PRIu64 ".%s", position, mix->fingerprint);
}

int mix_cursor_parse(const struct mix *mix, const char *text, uint64_t *position)
{
    char *end;
    if (strncmp(text, "1.", 2) != 0 || text[2] < '0' || text[2] > '9')
        return -EINVAL;
    errno = 0;
    *position = strtoull(text + 2, &end, 10);
    if (errno || *end != '.')
        return -EINVAL;
    return strcmp(end + 1, mix->fingerprint) == 0 ? 0 : -ESTALE;
}
