/* SPDX-License-Identifier: Apache-2.0 */
/* trial.h: the first questions that an environment must answer before anyone relies on it: does it
 * draw instances on each level, the same ones twice, does its oracle score 1 through extraction,
 * does nothing score nothing; for a checker: do its examples score as it says.
 *
 * It runs no worker itself: the caller takes the next job from it, runs it wherever jobs are run (a
 * lane, the front's engine), and hands the result back. So the command line and the daemon ask the
 * same questions. Does no input or output; owns what it copies. */
#ifndef GATE_TRIAL_H
#define GATE_TRIAL_H

#include "lib/base/buffer.h"
#include "lib/image/image.h"
#include "lib/ring/lane.h"
#include "proto/outcome.h"

enum { TRIAL_FINDINGS_MAX = 32 };

struct trial_finding {
    const char *check; /* "generates", "deterministic", "asks", "oracle", "empty", "examples" */
    unsigned level;    /* 0 for a checker */
    uint64_t seed;     /* the instance, or the number of the example */
    enum outcome outcome;
    char text[400];
};

struct trial {
    const struct description *description; /* the caller's */
    const void *described; /* the caller's: what JOB_DESCRIBE gave, with the examples */
    size_t described_size;
    unsigned seeds; /* instances a level */

    unsigned step, level;
    uint64_t seed;
    unsigned char *state;
    size_t state_size;
    struct buffer text;

    unsigned jobs, judged, empty_won;
    unsigned finding_count, findings_dropped;
    struct trial_finding findings[TRIAL_FINDINGS_MAX];
};

/* `seeds` instances of each level are tried, 1 or more. */
void trial_init(struct trial *trial, const struct description *description, const void *described,
                size_t described_size, unsigned seeds);
void trial_deinit(struct trial *trial);

/* The next job, whose memory is the trial's until trial_take. False: the trial is over. */
bool trial_next(struct trial *trial, struct lane_job *job);

/* What came of it. `verdict` is NULL where no worker finished the job. `output` is copied. */
void trial_take(struct trial *trial, enum outcome outcome, const char *reason,
                const struct verdict_slot *verdict, const void *output, size_t output_size);

#endif
