/* SPDX-License-Identifier: Apache-2.0 */
/* ask.c: the second stage: each instance's question, oracle's answer and another one; and all of it
 * again, in another order and in fresh processes. */
#include <stdlib.h>
#include <string.h>

#include "lib/gate/family.h"
#include "lib/gate/levels.h"

enum step { ASK, SOLVE, OTHER, DRAW_AGAIN, ASK_AGAIN, SOLVE_AGAIN };

/* First everything once, then again from the last to the first: a repetition has other jobs before
 * it than the first run had. */
static void plan_first(struct gate *gate, unsigned family, unsigned instance)
{
    const struct {
        enum step step;
        enum job_kind kind;
        bool wanted;
    } rows[] = {{ASK, JOB_OBSERVE, true},
                {SOLVE, JOB_SOLVE, true},
                {OTHER, JOB_ANOTHER, gate->subject.description->has_another}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].wanted)
            gate_plan(gate, (struct plan){.family = (unsigned char)family,
                                          .kind = (unsigned char)rows[i].kind,
                                          .instance = instance,
                                          .step = rows[i].step});
}

static void plan_again(struct gate *gate, unsigned family, unsigned instance, bool fresh)
{
    static const enum job_kind kinds[] = {JOB_GENERATE, JOB_OBSERVE, JOB_SOLVE};
    for (unsigned i = 0; i < 3; i++)
        gate_plan(gate, (struct plan){.family = (unsigned char)family,
                                      .kind = (unsigned char)kinds[i],
                                      .fresh = fresh,
                                      .instance = instance,
                                      .step = DRAW_AGAIN + i});
}

static bool first_round(const struct gate *gate, unsigned family)
{
    return gate->own[family] == NULL;
}

static void plan(struct gate *gate, unsigned family)
{
    if (first_round(gate, family)) {
        for (unsigned i = 0; i < gate->instance_count; i++)
            if (gate->instances[i].state)
                plan_first(gate, family, i);
        return;
    }
    for (unsigned i = gate->instance_count; i-- > 0;)
        if (gate->instances[i].state)
            plan_again(gate, family, i, false);
    for (unsigned i = 0; i < gate->instance_count; i += gate->per_level)
        if (gate->instances[i].state)
            plan_again(gate, family, i, true);
}

static void keep(struct gate *gate, struct text *text, const struct probe_result *result)
{
    free(text->data);
    text->data = malloc(result->output_size + 1);
    if (!text->data) {
        gate->broken = true;
        return;
    }
    memcpy(text->data, result->output, result->output_size);
    text->data[result->output_size] = '\0';
    text->size = result->output_size;
}

static void take_first(struct gate *gate, const struct probe *probe,
                       const struct probe_result *result)
{
    struct instance *instance = &gate->instances[probe->plan.instance];
    enum gate_check check = probe->plan.step == ASK     ? CHECK_ASKS
                            : probe->plan.step == SOLVE ? CHECK_SOLVES
                                                        : CHECK_ANOTHER;
    if (check != CHECK_ANOTHER)
        gate_tried(gate, check);
    if (result->outcome != OUTCOME_OK) {
        gate_against(gate, check, probe, result, "%s: %s",
                     check == CHECK_ASKS     ? "observe"
                     : check == CHECK_SOLVES ? "solve"
                                             : "another",
                     outcome_row(result->outcome)->sentence);
        return;
    }
    keep(gate,
         check == CHECK_ASKS     ? &instance->question
         : check == CHECK_SOLVES ? &instance->oracle
                                 : &instance->other,
         result);
    if (check == CHECK_ASKS && result->output_size == 0)
        gate_against(gate, CHECK_ASKS, probe, NULL, "observe wrote nothing");
    if (check == CHECK_SOLVES && result->output_size == 0)
        gate_against(gate, CHECK_SOLVES, probe, NULL, "solve wrote nothing");
}

static void compare(struct gate *gate, const struct probe *probe, const struct probe_result *result,
                    const char *what, const void *before, size_t size)
{
    gate_tried(gate, CHECK_REPEATS);
    if (result->outcome != OUTCOME_OK)
        gate_against(gate, CHECK_REPEATS, probe, result, "%s%s: %s", what,
                     probe->fresh ? " in a fresh process" : " the second time",
                     outcome_row(result->outcome)->sentence);
    else if (result->output_size != size || memcmp(result->output, before, size) != 0)
        gate_against(gate, CHECK_REPEATS, probe, NULL, "%s gave other bytes %s", what,
                     probe->fresh ? "in a fresh process" : "the second time");
}

static void take(struct gate *gate, const struct probe *probe, const struct probe_result *result)
{
    const struct instance *instance = instance_of(gate, probe);
    switch (probe->plan.step) {
    case DRAW_AGAIN:
        compare(gate, probe, result, "generate", instance->state, instance->state_size);
        break;
    case ASK_AGAIN:
        if (instance->question.data)
            compare(gate, probe, result, "observe", instance->question.data,
                    instance->question.size);
        break;
    case SOLVE_AGAIN:
        if (instance->oracle.data)
            compare(gate, probe, result, "solve", instance->oracle.data, instance->oracle.size);
        break;
    default:
        take_first(gate, probe, result);
    }
}

static bool assess(struct gate *gate, unsigned family)
{
    if (first_round(gate, family))
        return gate_own(gate, family, 1) != NULL;
    double empty = gate->subject.description->empty_may_win * gate->instance_count;
    gate_settle(gate, CHECK_REPEATS, 0, "repetitions");
    gate_settle(gate, CHECK_ASKS, 0, "instances");
    gate_settle(gate, CHECK_SOLVES, 2 * empty + (empty > 0), "instances");
    levels_assess(gate);
    return false;
}

static const enum gate_check checks[] = {CHECK_REPEATS, CHECK_ASKS,   CHECK_SOLVES, CHECK_DIVERSE,
                                         CHECK_ANSWERS, CHECK_LEVELS, CHECK_COUNT};
const struct family family_ask = {STAGE_ASK, true, false, checks, plan, NULL, take, NULL, assess};
