/* SPDX-License-Identifier: Apache-2.0 */
/* gate_record.c: see gate_record.h. */
#include "daemon/ctl/gate_record.h"

#include <stdlib.h>
#include <string.h>

bool recorded_same(const double *a, const double *b, size_t count)
{
    return memcmp(a, b, count * sizeof *a) == 0;
}

struct record *record_new(void)
{
    return calloc(1, sizeof(struct record));
}

static void recorded_free(struct recorded *recorded)
{
    free(recorded->own_state);
    free(recorded->own_text);
}

void record_free(struct record *record)
{
    if (!record)
        return;
    struct stratum *strata = &record->strata[0][0];
    for (unsigned i = 0; i < RECORD_FAMILIES * JOB_KINDS; i++) {
        for (unsigned k = 0; k < strata[i].count; k++)
            recorded_free(&strata[i].list[k]);
        free(strata[i].list);
    }
    free(record);
}

/* FNV-1a: only a job that is the same is taken for it, but for an accident. */
static uint64_t mix(uint64_t digest, const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    for (size_t i = 0; i < size; i++)
        digest = (digest ^ at[i]) * 0x100000001b3u;
    return digest;
}

static uint64_t digest_of(const struct lane_job *job)
{
    const uint64_t words[] = {job->level, job->seed, job->extract, job->flags, job->state_size};
    uint64_t digest = mix(0xcbf29ce484222325u, words, sizeof words);
    digest = mix(digest, job->state, job->state_size);
    return mix(digest, job->text, job->text_size);
}

/* Lets every second one go. */
static void thin(struct stratum *stratum)
{
    unsigned kept = 0;
    for (unsigned i = 0; i < stratum->count; i++)
        if (i % 2 == 0) {
            stratum->list[kept++] = stratum->list[i];
        } else {
            stratum->bytes -= stratum->list[i].bytes;
            recorded_free(&stratum->list[i]);
        }
    stratum->count = kept;
    stratum->stride *= 2;
}

static bool has(const struct stratum *stratum, uint64_t digest)
{
    for (unsigned i = 0; i < stratum->count; i++)
        if (stratum->list[i].digest == digest)
            return true;
    return false;
}

/* Whether this call is one of those that are kept, and room for it. */
static bool make_room(struct stratum *stratum, uint64_t digest, size_t bytes)
{
    if (!stratum->list) {
        stratum->list = calloc(RECORD_CALLS_MAX, sizeof *stratum->list);
        stratum->stride = 1;
    }
    if (!stratum->list || has(stratum, digest) || stratum->seen++ % stratum->stride)
        return false;
    while (stratum->count == RECORD_CALLS_MAX ||
           (stratum->count > 1 && stratum->bytes + bytes > RECORD_BYTES_MAX))
        thin(stratum);
    return stratum->bytes + bytes <= RECORD_BYTES_MAX;
}

/* A copy with a byte more, as nothing is no memory. */
static void *copy_of(const void *bytes, size_t size)
{
    char *copy = malloc(size + 1);
    if (copy) {
        memcpy(copy, size ? bytes : "", size);
        copy[size] = '\0';
    }
    return copy;
}

static void fill(struct recorded *recorded, const struct local_result *result)
{
    recorded->outcome = result->outcome;
    recorded->judged = result->judged;
    recorded->verdict = result->verdict;
    hash_bytes(result->output, result->output_size, recorded->output);
}

void record_keep(struct record *record, const struct probe *probe,
                 const struct local_result *result)
{
    const struct lane_job *job = &probe->job;
    struct stratum *stratum = &record->strata[probe->plan.family % RECORD_FAMILIES][job->kind];
    struct recorded new = {.job = *job, .digest = digest_of(job)};
    new.bytes = job->text_size + (probe->state ? job->state_size : 0);
    if (outcome_row(result->outcome)->fault == FAULT_SERVER ||
        !make_room(stratum, new.digest, new.bytes))
        return;
    new.own_text = copy_of(job->text, job->text_size);
    new.job.text = new.own_text;
    if (probe->state) {
        new.own_state = copy_of(job->state, job->state_size);
        new.job.state = new.own_state;
    }
    if (!new.own_text || (probe->state && !new.own_state)) {
        recorded_free(&new);
        return;
    }
    fill(&new, result);
    stratum->bytes += new.bytes;
    stratum->list[stratum->count++] = new;
}

const struct recorded **record_list(const struct record *record, enum job_kind kind,
                                    unsigned *count)
{
    unsigned all = 0, longest = 0;
    for (unsigned family = 0; family < RECORD_FAMILIES; family++) {
        unsigned own = record->strata[family][kind].count;
        all += own;
        longest = own > longest ? own : longest;
    }
    const struct recorded **list = all ? malloc(all * sizeof *list) : NULL;
    *count = 0;
    for (unsigned i = 0; list && i < longest; i++)
        for (unsigned family = 0; family < RECORD_FAMILIES; family++) {
            const struct stratum *stratum = &record->strata[family][kind];
            if (i < stratum->count)
                list[(*count)++] = &stratum->list[i];
        }
    return list;
}
