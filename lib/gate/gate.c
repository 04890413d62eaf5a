/* SPDX-License-Identifier: Apache-2.0 */
/* gate.c: see gate.h: the stages, and the way of a probe from a plan to its family. */
#include "lib/gate/gate.h"

#include <stdlib.h>
#include <string.h>

#include "lib/gate/family.h"
#include "lib/gate/probe.h"

static const struct family *const families[] = {
    &family_draw,    &family_ask,       &family_examples,  &family_oracle,
    &family_nothing, &family_constants, &family_guesses,   &family_mutants,
    &family_text,    &family_numbers,   &family_precision, &family_transplants,
    &family_places,  &family_sizes,     &family_pure,      &family_influence,
};
enum { FAMILIES = sizeof families / sizeof *families };
_Static_assert(FAMILIES <= sizeof((struct gate *)0)->own / sizeof(void *), "room for each");

/* Checks that every probe is one of. */
static const enum gate_check common[] = {CHECK_SURVIVES, CHECK_SCORES, CHECK_METRICS};

/* ---- Life ------------------------------------------------------------------------------------ */

static bool applies(const struct gate *gate, const struct family *family)
{
    return gate->subject.description->checker ? family->checkers : family->environments;
}

/* What no family of this kind of subject settles does not apply. */
static void begin_report(struct gate *gate)
{
    report_init(&gate->report);
    for (unsigned check = 0; check < CHECK_COUNT; check++)
        if (!check_apart((enum gate_check)check))
            gate->report.checks[check].state = CHECK_DOES_NOT_APPLY;
    for (unsigned i = 0; i < FAMILIES; i++)
        for (const enum gate_check *check = families[i]->checks;
             applies(gate, families[i]) && *check < CHECK_COUNT; check++)
            gate->report.checks[*check].state = CHECK_NOT_RUN;
    for (size_t i = 0; i < sizeof common / sizeof *common; i++)
        gate->report.checks[common[i]].state = CHECK_NOT_RUN;
    report_settle(&gate->report, CHECK_COMPILES, CHECK_PASSED, "%s", "");
    report_settle(&gate->report, CHECK_DECLARES, CHECK_PASSED, "%s", "");
}

struct gate *gate_new(const struct gate_subject *subject, enum gate_effort effort)
{
    struct gate *gate = calloc(1, sizeof *gate);
    if (!gate)
        return NULL;
    gate->subject = *subject;
    gate->effort = effort;
    begin_report(gate);
    return gate;
}

static void instance_deinit(struct instance *instance)
{
    free(instance->state);
    free(instance->question.data);
    free(instance->oracle.data);
    free(instance->other.data);
}

void gate_free(struct gate *gate)
{
    if (!gate)
        return;
    for (unsigned i = 0; i < gate->in_flight_count; i++)
        probe_free(gate->in_flight[i]);
    for (unsigned i = 0; i < gate->instance_count; i++)
        instance_deinit(&gate->instances[i]);
    for (unsigned i = 0; i < FAMILIES; i++)
        free(gate->own[i]);
    free(gate->in_flight);
    free(gate->instances);
    free(gate->plans);
    free(gate);
}

const struct report *gate_report(const struct gate *gate)
{
    return &gate->report;
}

void gate_report_failure(struct report *report, enum gate_check check, const char *sentence)
{
    report_init(report);
    for (unsigned before = 0; before < check; before++)
        report_settle(report, (enum gate_check)before, CHECK_PASSED, "%s", "");
    report_settle(report, check, CHECK_FAILED, "%s", sentence);
    report->checks[check].against = 1;
}

/* ---- Plans ----------------------------------------------------------------------------------- */

void gate_plan(struct gate *gate, struct plan plan)
{
    if (gate->plan_count == PLANS_MAX)
        return;
    if (gate->plan_count == gate->plan_room) {
        unsigned room = gate->plan_room ? 2 * gate->plan_room : 1024;
        struct plan *plans = realloc(gate->plans, room * sizeof *plans);
        if (!plans) {
            gate->broken = true;
            return;
        }
        gate->plans = plans;
        gate->plan_room = room;
    }
    gate->plans[gate->plan_count++] = plan;
}

static void plan_stage(struct gate *gate)
{
    gate->plan_count = gate->plan_next = 0;
    for (unsigned i = 0; i < FAMILIES; i++)
        if (gate->active[i])
            families[i]->plan(gate, i);
}

static bool any_sound(const struct gate *gate)
{
    for (unsigned i = 0; i < gate->instance_count; i++)
        if (gate->instances[i].sound)
            return true;
    return false;
}

/* Whether the stage can be gone through at all. */
static bool may_enter(const struct gate *gate, enum stage stage)
{
    return stage < STAGE_COUNT && !gate->broken && gate->deaths < DEATHS_MAX &&
           (stage == STAGE_DRAW || gate->instance_count) &&
           (stage <= STAGE_ORACLE || any_sound(gate));
}

static bool enter(struct gate *gate, enum stage stage)
{
    if (!may_enter(gate, stage))
        return false;
    gate->stage = stage;
    for (unsigned i = 0; i < FAMILIES; i++)
        gate->active[i] = families[i]->stage == stage && applies(gate, families[i]);
    plan_stage(gate);
    return true;
}

/* Another round of the families that want one. False: the stage is done with. */
static bool go_round(struct gate *gate)
{
    bool again = false;
    for (unsigned i = 0; i < FAMILIES; i++) {
        gate->active[i] = gate->active[i] && families[i]->assess(gate, i) && !gate->broken;
        again |= gate->active[i];
    }
    if (again)
        plan_stage(gate);
    return again;
}

/* ---- The end --------------------------------------------------------------------------------- */

/* A check that passed on what was left of its probes has not passed. */
static void discount(struct gate *gate, const struct family *family, unsigned lost)
{
    for (const enum gate_check *check = family->checks; *check < CHECK_COUNT; check++) {
        enum check_state state = gate->report.checks[*check].state;
        if (state == CHECK_PASSED || (state == CHECK_NOT_RUN && lost))
            report_settle(&gate->report, *check, CHECK_NOT_RUN,
                          "%u calls could not be made, or not be measured", lost);
    }
}

static void settle_metrics(struct gate *gate)
{
    const struct description *description = gate->subject.description;
    for (unsigned i = 0; i < description->metric_count && i < RS_METRICS_MAX; i++)
        if (gate->report.checks[CHECK_METRICS].tried && !gate->metric_set[i])
            gate_against(gate, CHECK_METRICS, NULL, NULL, "the metric %s was never set",
                         description->metrics[i]);
    gate_settle(gate, CHECK_METRICS, 0, "metrics, by verdicts:");
    if (!description->metric_count)
        report_settle(&gate->report, CHECK_METRICS, CHECK_DOES_NOT_APPLY, "none is declared");
}

static void finish(struct gate *gate)
{
    unsigned lost = 0;
    for (unsigned i = 0; i < FAMILIES; i++) {
        lost += gate->lost[i];
        if (gate->lost[i])
            discount(gate, families[i], gate->lost[i]);
    }
    gate_settle(gate, CHECK_SURVIVES, 0, "answers");
    gate_settle(gate, CHECK_SCORES, 0, "verdicts");
    settle_metrics(gate);
    if (gate->broken)
        for (unsigned i = 0; i < FAMILIES; i++)
            discount(gate, families[i], 0);
    gate->over = true;
}

/* ---- Probes ---------------------------------------------------------------------------------- */

/* The next plan that is worth its time, or NULL. */
static const struct plan *next_plan(struct gate *gate)
{
    while (gate->plan_next < gate->plan_count && !gate->broken && gate->deaths < DEATHS_MAX) {
        const struct plan *plan = &gate->plans[gate->plan_next++];
        const struct family *family = families[plan->family];
        if (!family->skip || !family->skip(gate, plan))
            return plan;
    }
    return NULL;
}

enum gate_turn gate_next(struct gate *gate, struct probe **probe)
{
    if (!gate->started) {
        gate->started = true;
        if (!enter(gate, STAGE_DRAW))
            finish(gate);
    }
    while (!gate->over) {
        const struct plan *plan = next_plan(gate);
        if (plan) {
            *probe = probe_new(gate, families[plan->family], plan);
            if (*probe)
                return GATE_PROBE;
            gate->broken = true;
        }
        if (gate->in_flight_count)
            return GATE_WAIT;
        if (!go_round(gate) && !enter(gate, gate->stage + 1))
            finish(gate);
    }
    return GATE_OVER;
}

/* ---- Results --------------------------------------------------------------------------------- */

/* What the daemon or the machine did is nothing about the environment. */
static bool is_lost(enum outcome outcome)
{
    return outcome == OUTCOME_UNAVAILABLE || outcome == OUTCOME_BAD_REQUEST ||
           outcome == OUTCOME_TOO_LARGE || outcome_row(outcome)->fault == FAULT_SERVER;
}

bool outcome_is_death(enum outcome outcome)
{
    return outcome == OUTCOME_TIMEOUT || outcome == OUTCOME_MEMORY || outcome == OUTCOME_CRASH ||
           outcome == OUTCOME_STACK_OVERFLOW || outcome == OUTCOME_FORBIDDEN;
}

static void look_metrics(struct gate *gate, const double *metrics)
{
    gate_tried(gate, CHECK_METRICS);
    for (unsigned i = 0; i < gate->subject.description->metric_count && i < RS_METRICS_MAX; i++)
        gate->metric_set[i] |= metrics[i] < 0 || metrics[i] > 0;
}

/* A perturbed state is one that generate never draws: what happens there is no finding. */
static void look_common(struct gate *gate, const struct probe *probe,
                        const struct probe_result *result)
{
    if (probe->plan.kind != JOB_VERIFY || probe->state)
        return;
    gate_tried(gate, CHECK_SURVIVES);
    gate_tried(gate, CHECK_SCORES);
    gate->deaths += outcome_is_death(result->outcome);
    if (outcome_is_death(result->outcome))
        gate_against(gate, CHECK_SURVIVES, probe, result, "%s",
                     outcome_row(result->outcome)->sentence);
    if (result->outcome == OUTCOME_OK && result->metrics)
        look_metrics(gate, result->metrics);
    if (result->outcome == OUTCOME_INVALID_SCORE)
        gate_against(gate, CHECK_SCORES, probe, result, "%s",
                     outcome_row(result->outcome)->sentence);
}

void gate_take(struct gate *gate, struct probe *probe, const struct probe_result *result)
{
    probe_land(gate, probe);
    gate->report.probes++;
    if (is_lost(result->outcome)) {
        gate->lost[probe->plan.family]++;
    } else {
        look_common(gate, probe, result);
        families[probe->plan.family]->take(gate, probe, result);
    }
    probe_free(probe);
}
