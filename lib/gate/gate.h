/* SPDX-License-Identifier: Apache-2.0 */
/* gate.h: tries to fool an environment before anyone relies on it. What is checked: check.def.
 *
 * It runs no worker, has no clock and makes no system call: the caller takes probes from it, runs
 * each wherever jobs are run (a lane, the front's engine), as many at a time and in whatever order
 * it likes, and hands the results back. So the command line and the daemon ask the same questions,
 * and the same source gets the same report. It goes through stages: a stage's probes are planned
 * from what the stages before it have learnt, so the caller is told to wait between them. */
#ifndef GATE_GATE_H
#define GATE_GATE_H

#include "lib/base/buffer.h"
#include "lib/gate/report.h"
#include "lib/image/image.h"
#include "lib/ring/lane.h"

struct gate;

enum gate_effort {
    GATE_QUICK,    /* a few instances of each level: while an author is writing */
    GATE_USUAL,    /* what admits: under two seconds for a typical environment */
    GATE_THOROUGH, /* many instances: up to a minute */
};

/* The caller's, until gate_free. */
struct gate_subject {
    const struct description *description;
    const void *described; /* what JOB_DESCRIBE gave, with the examples */
    size_t described_size;
};

/* What is to be run. All but `job`, `fresh` and `context` is the gate's. */
struct probe {
    struct lane_job job; /* its memory is the probe's, until gate_take */
    bool fresh;          /* on a worker that has run nothing else yet */
    void *context;       /* the caller's */

    struct plan {
        unsigned char family, kind, form, fresh;
        unsigned instance;
        unsigned step, item, variant; /* the family's own words */
    } plan;
    struct buffer text;
    unsigned char *state; /* owned; NULL where it is the instance's */
};

struct probe_result {
    enum outcome outcome;
    const char *reason;    /* "" where there is none */
    double score;          /* of OUTCOME_OK and JOB_VERIFY */
    unsigned attempts;     /* of JOB_GENERATE */
    const double *metrics; /* of JOB_VERIFY, RS_METRICS_MAX of them; NULL where there are none */
    const void *output;    /* copied by gate_take */
    size_t output_size;
};

/* NULL without memory. */
struct gate *gate_new(const struct gate_subject *subject, enum gate_effort effort);
void gate_free(struct gate *gate); /* NULL does nothing; probes in flight go with it */

enum gate_turn {
    GATE_PROBE, /* `*probe` is to be run, then given to gate_take */
    GATE_WAIT,  /* nothing, until a result of one in flight is there */
    GATE_OVER,  /* the report is complete */
};
enum gate_turn gate_next(struct gate *gate, struct probe **probe);

/* Takes the probe back. A result that is the server's fault says nothing about the environment: the
 * checks that needed it count as not run. */
void gate_take(struct gate *gate, struct probe *probe, const struct probe_result *result);

/* Complete after GATE_OVER. */
const struct report *gate_report(const struct gate *gate);

/* The report on a source that gave no image, or no declaration: what failed, and why. */
void gate_report_failure(struct report *report, enum gate_check check, const char *sentence);

#endif
