/* SPDX-License-Identifier: Apache-2.0 */
/* settle.c: what families share: counting, findings, settling; see family.h. */
#include "lib/gate/family.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a blind guess may earn without being declared: resyn.h, .guess_rate. */
#define GUESS_FREE 0.05

void *gate_own(struct gate *gate, unsigned family, size_t size)
{
    if (!gate->own[family])
        gate->own[family] = calloc(1, size);
    gate->broken |= !gate->own[family];
    return gate->own[family];
}

double gate_guess_rate(const struct gate *gate)
{
    double declared = gate->subject.description->guess_rate;
    return declared > GUESS_FREE ? declared : GUESS_FREE;
}

uint64_t gate_mix(uint64_t seed)
{
    uint64_t z = seed + 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

bool instance_among(const struct gate *gate, unsigned instance, unsigned most)
{
    return instance % gate->per_level < most;
}

bool instance_keep_state(struct gate *gate, struct instance *instance,
                         const struct probe_result *result)
{
    size_t size = gate->subject.description->state_size;
    if (result->output_size != size)
        return false;
    instance->state = malloc(size ? size : 1);
    gate->broken |= !instance->state;
    if (instance->state) {
        memcpy(instance->state, result->output, size);
        instance->state_size = size;
    }
    return true;
}

static void fill_finding(struct finding *finding, const struct gate *gate,
                         const struct probe *probe, const struct probe_result *result)
{
    const struct instance *instance = instance_of(gate, probe);
    finding->level = instance->level;
    finding->seed = instance->seed;
    finding->judged = probe->plan.kind == JOB_VERIFY && result;
    finding->outcome = result ? result->outcome : OUTCOME_OK;
    if (result) {
        finding->score = result->score;
        snprintf(finding->reason, sizeof finding->reason, "%s", result->reason);
    }
    if (finding->judged) {
        struct token answer = probe_answer(probe);
        size_t kept = answer.size < FINDING_ANSWER ? answer.size : FINDING_ANSWER;
        memcpy(finding->answer, answer.text, kept);
        finding->answer_size = answer.size;
    }
}

void gate_against(struct gate *gate, enum gate_check check, const struct probe *probe,
                  const struct probe_result *result, const char *format, ...)
{
    gate->report.checks[check].against++;
    struct finding *finding = report_find(&gate->report, check);
    if (!finding)
        return;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(finding->message, sizeof finding->message, format, arguments);
    va_end(arguments);
    if (probe)
        fill_finding(finding, gate, probe, result);
}

void gate_settle(struct gate *gate, enum gate_check check, double allowed, const char *what)
{
    const struct check_report *own = &gate->report.checks[check];
    if (own->state == CHECK_DOES_NOT_APPLY)
        return;
    if (own->tried == 0)
        report_settle(&gate->report, check, CHECK_NOT_RUN, "nothing was tried");
    else
        report_settle(&gate->report, check, own->against > allowed ? CHECK_FAILED : CHECK_PASSED,
                      "%u of %u %s against it", own->against, own->tried, what);
}

void gate_settle_rate(struct gate *gate, enum gate_check check, const struct rate *rate,
                      bool failed, const char *format, ...)
{
    struct check_report *own = &gate->report.checks[check];
    own->has_rate = true;
    own->rate = *rate;
    own->state = failed ? CHECK_FAILED : CHECK_PASSED;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(own->summary, sizeof own->summary, format, arguments);
    va_end(arguments);
}
