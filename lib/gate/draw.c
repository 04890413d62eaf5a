/* SPDX-License-Identifier: Apache-2.0 */
/* draw.c: the first stage: instances of every level; and whether the last level is drawn otherwise
 * than the first, which needs their questions and is asked of by ask.c. */
#include <stdlib.h>

#include "lib/gate/family.h"

enum {
    QUICK_PER_LEVEL = 4,
    USUAL_TOTAL = 120,    /* instances of all levels: an error of one in thirty is found in 98 % */
    THOROUGH_TOTAL = 800, /* one in two hundred */
    PER_LEVEL_MIN = 8,    /* so that each level is judged on its own */
    PER_LEVEL_MAX = 160,
};

/* Beyond it 64 failing draws in a row become likely somewhere. */
#define ATTEMPTS_FINE 8.0

static unsigned per_level(enum gate_effort effort, unsigned levels)
{
    if (effort == GATE_QUICK)
        return QUICK_PER_LEVEL;
    unsigned count = (effort == GATE_USUAL ? USUAL_TOTAL : THOROUGH_TOTAL) / levels;
    return count < PER_LEVEL_MIN ? PER_LEVEL_MIN : count > PER_LEVEL_MAX ? PER_LEVEL_MAX : count;
}

static void plan(struct gate *gate, unsigned family)
{
    unsigned levels = gate->subject.description->levels;
    gate->per_level = per_level(gate->effort, levels);
    gate->instance_count = levels * gate->per_level;
    gate->instances = calloc(gate->instance_count, sizeof *gate->instances);
    if (!gate->instances) {
        gate->instance_count = 0;
        gate->broken = true;
        return;
    }
    for (unsigned i = 0; i < gate->instance_count; i++) {
        gate->instances[i].level = 1 + i / gate->per_level;
        gate->instances[i].seed = i % gate->per_level;
        gate_plan(gate, (struct plan){
                            .family = (unsigned char)family, .kind = JOB_GENERATE, .instance = i});
    }
}

static void take(struct gate *gate, const struct probe *probe, const struct probe_result *result)
{
    struct instance *instance = &gate->instances[probe->plan.instance];
    gate_tried(gate, CHECK_DRAWS);
    if (result->outcome != OUTCOME_OK) {
        gate_against(gate, CHECK_DRAWS, probe, result, "generate: %s",
                     outcome_row(result->outcome)->sentence);
        return;
    }
    instance->attempts = result->attempts;
    if (!instance_keep_state(gate, instance, result))
        gate_against(gate, CHECK_DRAWS, probe, NULL, "a state of %zu bytes", result->output_size);
}

/* The level whose instances took most draws. */
static bool assess(struct gate *gate, unsigned family)
{
    struct check_report *retries = &gate->report.checks[CHECK_RETRIES];
    double worst = 0;
    unsigned worst_level = 1;
    for (unsigned i = 0; i < gate->instance_count; i += gate->per_level) {
        unsigned sum = 0, drawn = 0;
        for (unsigned j = i; j < i + gate->per_level; j++) {
            sum += gate->instances[j].attempts;
            drawn += gate->instances[j].state != NULL;
        }
        retries->tried += drawn;
        double mean = drawn ? (double)sum / drawn : 0;
        if (mean > worst) {
            worst = mean;
            worst_level = gate->instances[i].level;
        }
    }
    gate_settle(gate, CHECK_DRAWS, 0, "instances");
    retries->against = worst > ATTEMPTS_FINE;
    if (retries->tried)
        report_settle(&gate->report, CHECK_RETRIES,
                      worst > ATTEMPTS_FINE ? CHECK_FAILED : CHECK_PASSED,
                      "level %u takes %.1f draws an instance", worst_level, worst);
    return false;
}

static const enum gate_check checks[] = {CHECK_DRAWS, CHECK_RETRIES, CHECK_COUNT};
const struct family family_draw = {STAGE_DRAW, true, false, checks, plan, NULL, take, NULL, assess};
