/* SPDX-License-Identifier: Apache-2.0 */
/* transplants.c: right answers to other instances of the same level. */
#include "lib/gate/family.h"

enum { STEPS_USUAL = 10, STEPS_THOROUGH = 20, LEVELS = RS_LEVELS_MAX };

/* Small instances coincide honestly: a sound colouring accepts 29 of 199 on its first level. */
#define ALLOWED_FIRST 0.35
#define ALLOWED_LAST 0.10
#define Z 3.0

static void plan(struct gate *gate, unsigned family)
{
    unsigned steps = gate->effort == GATE_THOROUGH ? STEPS_THOROUGH : STEPS_USUAL;
    for (unsigned i = 0; i < gate->instance_count; i++)
        for (unsigned step = 1; step <= steps && step < gate->per_level; step++) {
            unsigned place = i % gate->per_level;
            unsigned other = i - place + (place + step) % gate->per_level;
            if (gate->instances[i].sound && gate->instances[other].sound)
                gate_plan(gate, (struct plan){.family = (unsigned char)family,
                                              .kind = JOB_VERIFY,
                                              .instance = i,
                                              .item = other});
        }
}

static void compose(struct gate *gate, struct probe *probe)
{
    const struct text *answer = &gate->instances[probe->plan.item].oracle;
    buffer_append(&probe->text, answer->data, answer->size);
}

static void take(struct gate *gate, const struct probe *probe, const struct probe_result *result)
{
    struct rate *rates = gate_own(gate, probe->plan.family, LEVELS * sizeof *rates);
    bool right = result->outcome == OUTCOME_OK && result->score >= 1;
    gate_tried(gate, CHECK_TRANSPLANTS);
    if (rates)
        rate_add(&rates[instance_of(gate, probe)->level - 1], right);
    if (right)
        gate_against(gate, CHECK_TRANSPLANTS, probe, result,
                     "the oracle's answer to seed %llu is right here too",
                     (unsigned long long)gate->instances[probe->plan.item].seed);
}

static bool assess(struct gate *gate, unsigned family)
{
    const struct rate *rates = gate_own(gate, family, LEVELS * sizeof *rates);
    unsigned levels = gate->subject.description->levels, worst = 0;
    double guess = gate->subject.description->guess_rate;
    bool failed = false;
    if (!rates || !gate->report.checks[CHECK_TRANSPLANTS].tried)
        return false;
    for (unsigned level = 0; level < levels; level++) {
        double way = levels > 1 ? (double)level / (levels - 1) : 0;
        double allowed = guess + ALLOWED_FIRST + (ALLOWED_LAST - ALLOWED_FIRST) * way;
        bool beyond = rate_low(&rates[level], Z) > allowed;
        if (beyond ? !failed || rate_mean(&rates[level]) > rate_mean(&rates[worst])
                   : !failed && rate_mean(&rates[level]) > rate_mean(&rates[worst]))
            worst = level;
        failed |= beyond;
    }
    gate_settle_rate(gate, CHECK_TRANSPLANTS, &rates[worst], failed,
                     "%.3g of %u were right on level %u", rate_mean(&rates[worst]),
                     rates[worst].trials, worst + 1);
    return false;
}

static const enum gate_check checks[] = {CHECK_TRANSPLANTS, CHECK_COUNT};
const struct family family_transplants = {STAGE_FOOL, true, false, checks, plan,
                                          compose,    take, NULL,  assess};
