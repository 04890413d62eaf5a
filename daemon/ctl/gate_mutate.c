/* SPDX-License-Identifier: Apache-2.0 */
/* gate_mutate.c: see gate_mutate.h. A change is noticed where a verdict has another outcome, score,
 * format or metric. Another reason alone is not enough: the answer that only this line refuses is
 * still missing; but it tells that the line is reached, so such changes are counted apart. */
#include "daemon/ctl/gate_mutate.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

#include "daemon/ctl/read_file.h"
#include "lib/mutate/mutate.h"

enum {
    TRIED_MAX = 96,    /* changes, evenly over the source: a verifier of 100 lines has about 60 */
    SECONDS_MAX = 60,  /* for all of them: with a slow verifier the last ones are not tried */
    LINES_SHOWN = 160, /* bytes of the list of lines in the summary */
};

enum notice { NOTICED, REASON_ONLY, UNNOTICED, UNCHANGED, NOT_COMPILED, NOTICES };

struct trial {
    const struct local *original;
    struct local local; /* of the change */
    struct buffer source;
    struct mutations mutations;
    const struct recorded **calls;
    unsigned call_count;
    unsigned counts[NOTICES], untried;
    struct report *report;
    char lines[LINES_SHOWN];
    uint32_t last_line;
};

/* ---- Verdicts -------------------------------------------------------------------------------- */

static enum notice compare(const struct recorded *call, const struct local_result *result)
{
    const struct verdict_slot *old = &call->verdict, *new = &result->verdict;
    if (call->outcome != result->outcome || call->judged != result->judged)
        return NOTICED;
    if (!result->judged)
        return UNNOTICED;
    bool scored = result->outcome == OUTCOME_OK;
    if ((scored && !recorded_same(&old->score, &new->score, 1)) || old->flags != new->flags ||
        !recorded_same(old->metrics, new->metrics, RS_METRICS_MAX))
        return NOTICED;
    return strcmp(old->reason, new->reason) == 0 ? UNNOTICED : REASON_ONLY;
}

/* Asks the change what was recorded, until a verdict differs. */
static int replay(struct trial *trial, enum notice *notice, struct error *error)
{
    struct local *local = &trial->local;
    unsigned done = 0, submitted = 0;
    int code = 0;
    *notice = UNNOTICED;
    while (done < trial->call_count && *notice != NOTICED && !code) {
        while (!code && submitted < trial->call_count && submitted - done < RING_SLOTS &&
               local_room(local, &trial->calls[submitted]->job))
            code = local_submit(local, &trial->calls[submitted++]->job, error);
        struct local_result result;
        if (!code)
            code = local_collect(local, &result, error);
        if (code)
            break;
        enum notice seen = compare(trial->calls[done++], &result);
        *notice = seen < *notice ? seen : *notice;
        submitted = result.judged ? submitted : done;
    }
    local_retire(local);
    return code;
}

/* ---- Changes --------------------------------------------------------------------------------- */

static size_t image_bytes(const struct image_header *header)
{
    return 4096 + (size_t)header->text_size + header->data_size;
}

/* The same machine code: the change is none, as in a branch that is not compiled. */
static bool same_image(int one, int other)
{
    struct image_header a, b;
    if (image_check(one, &a, NULL) < 0 || image_check(other, &b, NULL) < 0 ||
        memcmp(&a, &b, sizeof a) != 0)
        return false;
    size_t size = image_bytes(&a);
    void *first = mmap(NULL, size, PROT_READ, MAP_PRIVATE, one, 0);
    void *second = mmap(NULL, size, PROT_READ, MAP_PRIVATE, other, 0);
    bool mapped = first != MAP_FAILED && second != MAP_FAILED;
    bool same = mapped && memcmp(first, second, size) == 0;
    if (first != MAP_FAILED)
        munmap(first, size);
    if (second != MAP_FAILED)
        munmap(second, size);
    return same;
}

static int try_change(struct trial *trial, const struct mutation *mutation, enum notice *notice,
                      struct error *error)
{
    struct buffer changed = BUFFER_INIT;
    mutation_apply(mutation, trial->source.data, trial->source.size, &changed);
    int code = changed.failed
                   ? error_set(error, -ENOMEM, "no memory")
                   : local_compile_text(&trial->local, changed.data, changed.size, error);
    buffer_deinit(&changed);
    if (code)
        return code;
    *notice = NOT_COMPILED;
    if (trial->local.end != COMPILE_DONE)
        return 0;
    *notice = UNCHANGED;
    if (same_image(trial->original->image, trial->local.image))
        return 0;
    return replay(trial, notice, error);
}

static void list_line(struct trial *trial, uint32_t line)
{
    size_t used = strlen(trial->lines);
    if (line == trial->last_line || used > sizeof trial->lines - 16)
        return;
    bool last = used > sizeof trial->lines - 32;
    snprintf(trial->lines + used, sizeof trial->lines - used, "%s%s", used ? ", " : "",
             last ? "..." : "");
    used = strlen(trial->lines);
    if (!last)
        snprintf(trial->lines + used, sizeof trial->lines - used, "%u", line);
    trial->last_line = line;
}

static void find_against(struct trial *trial, const struct mutation *mutation)
{
    list_line(trial, mutation->line);
    struct finding *finding = report_find(trial->report, CHECK_UNTESTED);
    if (finding)
        snprintf(finding->message, sizeof finding->message,
                 "line %u, column %u: %s: no probe noticed", mutation->line, mutation->column,
                 mutation->what);
}

/* ---- All of them ----------------------------------------------------------------------------- */

static double seconds_since(const struct timespec *start)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - start->tv_sec) + (double)(now.tv_nsec - start->tv_nsec) / 1e9;
}

static int try_all(struct trial *trial, struct error *error)
{
    size_t count = trial->mutations.count < TRIED_MAX ? trial->mutations.count : TRIED_MAX;
    struct timespec start;
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (size_t i = 0; i < count; i++) {
        const struct mutation *mutation =
            &trial->mutations.list[i * trial->mutations.count / count];
        enum notice notice;
        if (seconds_since(&start) > SECONDS_MAX) {
            trial->untried = (unsigned)(count - i);
            break;
        }
        int code = try_change(trial, mutation, &notice, error);
        if (code)
            return code;
        trial->counts[notice]++;
        if (notice == UNNOTICED)
            find_against(trial, mutation);
    }
    return 0;
}

static void settle(struct trial *trial)
{
    struct check_report *own = &trial->report->checks[CHECK_UNTESTED];
    const unsigned *counts = trial->counts;
    char also[80] = "", untried[40] = "";
    own->tried = counts[NOTICED] + counts[REASON_ONLY] + counts[UNNOTICED];
    own->against = counts[UNNOTICED];
    if (!own->tried) {
        report_settle(trial->report, CHECK_UNTESTED, CHECK_NOT_RUN,
                      "verify has nothing that can be changed");
        return;
    }
    if (counts[REASON_ONLY])
        snprintf(also, sizeof also, "; of %u more only the reason is another", counts[REASON_ONLY]);
    if (trial->untried)
        snprintf(untried, sizeof untried, "; time was short for %u more", trial->untried);
    report_settle(trial->report, CHECK_UNTESTED, own->against ? CHECK_FAILED : CHECK_PASSED,
                  "%u of %u changes of verify were noticed%s%s%s%s", counts[NOTICED], own->tried,
                  also, untried, own->against ? "; nothing notices those of line " : "",
                  trial->lines);
}

static int prepare(struct trial *trial, const struct record *record, const char *file,
                   struct error *error)
{
    int code = local_open(&trial->local, error);
    if (code)
        return code;
    trial->local.description = trial->original->description;
    trial->calls = record_list(record, JOB_VERIFY, &trial->call_count);
    if (!read_file(file, SOURCE_MAX, &trial->source) ||
        !mutations_find(&trial->mutations, trial->source.data ? trial->source.data : "",
                        trial->source.size))
        return error_set(error, -ENOMEM, "%s cannot be changed", file);
    return 0;
}

int gate_mutate(const struct local *local, const char *file, const struct record *record,
                struct report *report, struct error *error)
{
    struct trial *trial = calloc(1, sizeof *trial);
    if (!trial)
        return error_set(error, -ENOMEM, "no memory");
    trial->original = local;
    trial->report = report;
    int code = prepare(trial, record, file, error);
    if (!code && !trial->call_count)
        report_settle(report, CHECK_UNTESTED, CHECK_NOT_RUN, "there is no verdict to compare with");
    else if (!code && (code = try_all(trial, error)) == 0)
        settle(trial);
    mutations_deinit(&trial->mutations);
    buffer_deinit(&trial->source);
    free(trial->calls);
    local_close(&trial->local);
    free(trial);
    return code;
}
