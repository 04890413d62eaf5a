/* SPDX-License-Identifier: Apache-2.0 */
/* report.h: what came of each check, with the proof, and the result that follows from it. Bounded:
 * a few findings for each check, each of bounded size. */
#ifndef GATE_REPORT_H
#define GATE_REPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/base/buffer.h"
#include "lib/base/json_write.h"
#include "lib/gate/check.h"
#include "lib/gate/rate.h"
#include "proto/outcome.h"

enum check_state {
    CHECK_NOT_RUN,
    CHECK_DOES_NOT_APPLY,
    CHECK_PASSED,
    CHECK_FAILED,
};

enum gate_result { GATE_ADMITTED, GATE_REJECTED, GATE_INCONCLUSIVE };

enum {
    FINDINGS_MAX = 4,     /* of one check: the first prove it, more repeat them */
    FINDING_ANSWER = 160, /* bytes of an answer that are quoted */
};

struct finding {
    unsigned level; /* 0 for a checker, and where it is about no instance */
    uint64_t seed;  /* of the instance, or the number of the example, from 0 */
    bool judged;    /* `score` is a score of `answer` */
    enum outcome outcome;
    double score;
    size_t answer_size; /* of the whole */
    char answer[FINDING_ANSWER];
    char reason[160];
    char message[400];
};

struct check_report {
    enum standing standing;
    enum check_state state;
    unsigned tried, against; /* how often it was tried, and how often it did not hold */
    bool has_rate;
    struct rate rate; /* where the check is about a mean reward or a share: the worst one */
    char summary[300];
    unsigned finding_count, findings_dropped;
    struct finding findings[FINDINGS_MAX];
};

struct report {
    struct check_report checks[CHECK_COUNT];
    unsigned probes; /* calls that were made */
};

void report_init(struct report *report);

/* Settles a check; the sentence says what was seen. */
__attribute__((format(printf, 4, 5))) void report_settle(struct report *report,
                                                         enum gate_check check,
                                                         enum check_state state, const char *format,
                                                         ...);

/* Room for one more finding, zeroed, or NULL where there are enough; counted either way. */
struct finding *report_find(struct report *report, enum gate_check check);

enum gate_result report_result(const struct report *report);
const char *gate_result_name(enum gate_result result); /* "admitted", "rejected", "inconclusive" */

/* "result", "passed", "jobs", "checks": [{"check", "sentence", "standing", "state", "tried",
 * "against", "rate", "summary", "repair", "findings_dropped"}], "findings": [{"check", "level",
 * "seed", "status", "reward", "answer", "answer_bytes", "reason", "message"}] of the checks that
 * failed, "findings_dropped": members of an object that is open. */
void report_json_members(struct json *json, const struct report *report);

#endif
