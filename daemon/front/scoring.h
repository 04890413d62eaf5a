/* SPDX-License-Identifier: Apache-2.0 */
/* scoring.h: from a score_item to a verdict: the version, the instance, the judge, and whose fault
 * it was. One struct scoring for each HTTP thread; nothing is shared between threads. */
#ifndef FRONT_SCORING_H
#define FRONT_SCORING_H

#include "daemon/front/lookup.h"
#include "daemon/front/request_score.h"
#include "daemon/front/scoring_oracle.h"
#include "daemon/front/scoring_twins.h"

/* `cache_bytes`: for instances. NULL: no memory. */
struct scoring *scoring_new(struct engine *engine, size_t cache_bytes);
/* After the last task has ended. */
void scoring_free(struct scoring *scoring);
/* How often an instance was wanted that was known, and one that had to be made. */
struct scoring_counts {
    uint64_t hits, misses;
};
void scoring_count(const struct scoring *scoring, struct scoring_counts *sum); /* any thread */
/* Call a few times a second: deadlines of what waits here and not in the engine. */
void scoring_sweep(struct scoring *scoring);

enum { VERDICT_REASON_MAX = 520 };

struct verdict {
    enum outcome outcome;
    enum fault fault; /* FAULT_NONE where ok; never FAULT_ORACLE_SAYS */
    bool retryable;
    bool format;
    enum extraction extraction;
    double score;                    /* where ok */
    double metrics[RS_METRICS_MAX];  /* where ok, those that the version has */
    uint64_t queue_us, service_us;   /* wall */
    const struct version *version;   /* held until scoring_release; NULL where none was found */
    char reason[VERDICT_REASON_MAX]; /* "" where there is none */
};

/* One response on its way. In the owner's memory until done(). */
struct score_task {
    const struct score_item *item;
    uint64_t arrived_ns; /* uv_hrtime: the deadline counts from here */
    void (*done)(struct score_task *task);
    void *owner;
    bool held;              /* the owner's */
    struct verdict verdict; /* at done() */

    /* Scoring's. */
    struct scoring *scoring;
    struct instance_want want;
    struct oracle_ask ask;
    struct job job;
    struct twin twin;
    struct lookup *lookup; /* TASK_LOOKS */
    /* TASK_JOINED: another's verdict will be its own. */
    enum { TASK_ENDED, TASK_LOOKS, TASK_WAITS, TASK_JUDGED, TASK_JOINED, TASK_ASKS } stage;
};

/* done() is called exactly once, perhaps from within. `like`: a task that was started just before
 * on the same instance, so that what was found for it need not be looked for again; or NULL. The
 * task's memory may be of any content but for what its owner sets. */
void scoring_start(struct scoring *scoring, struct score_task *task, const struct score_task *like);
/* Ends the task with OUTCOME_STOPPING: now, or soon where a worker has it. Harmless after done().
 */
void scoring_cancel(struct score_task *task);
/* After done(): lets go of the version. */
void scoring_release(struct score_task *task);

/* The version that an address means. `any`: a bare name means the active one. NULL: `*outcome` and
 * a sentence in `reason`, the nearest name included. Valid as long as the library's snapshot. */
const struct version *scoring_find_version(struct engine *engine, const struct address *address,
                                           enum outcome *outcome, char reason[VERDICT_REASON_MAX]);
/* Whether it can run: OUTCOME_OK, or why not. */
enum outcome scoring_check_version(const struct version *version, char reason[VERDICT_REASON_MAX]);

#endif
