/* SPDX-License-Identifier: Apache-2.0 */
/* examples.c: a checker's own examples stand in for instances: the given is loaded, the response is
 * the oracle's answer where it is declared to score 1. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lib/gate/family.h"

static bool example_at(const struct gate *gate, unsigned index, struct example *example)
{
    return description_example(gate->subject.described, gate->subject.described_size, index,
                               example);
}

static bool copy_text(struct text *text, const char *from, size_t size)
{
    text->data = malloc(size + 1);
    if (!text->data)
        return false;
    memcpy(text->data, from, size);
    text->data[size] = '\0';
    text->size = size;
    return true;
}

static bool begin(struct gate *gate)
{
    struct example example;
    unsigned count = gate->subject.description->example_count;
    gate->instances = calloc(count ? count : 1, sizeof *gate->instances);
    if (!gate->instances)
        return false;
    gate->instance_count = gate->per_level = count;
    for (unsigned i = 0; i < count && example_at(gate, i, &example); i++) {
        gate->instances[i].seed = i;
        gate->instances[i].declared = example.score;
        if (!copy_text(&gate->instances[i].oracle, example.response, example.response_size))
            return false;
    }
    return true;
}

static void plan(struct gate *gate, unsigned family)
{
    bool loading = gate->instances == NULL;
    if (loading && !begin(gate)) {
        gate->broken = true;
        return;
    }
    for (unsigned i = 0; i < gate->instance_count; i++)
        if (loading || gate->instances[i].state)
            gate_plan(gate, (struct plan){.family = (unsigned char)family,
                                          .kind = loading ? JOB_LOAD : JOB_VERIFY,
                                          .form = FORM_BARE,
                                          .instance = i});
}

static void compose(struct gate *gate, struct probe *probe)
{
    struct example example;
    if (!example_at(gate, probe->plan.instance, &example))
        return;
    if (probe->plan.kind == JOB_LOAD)
        buffer_append(&probe->text, example.given, example.given_size);
    else
        buffer_append(&probe->text, example.response, example.response_size);
}

static void take(struct gate *gate, const struct probe *probe, const struct probe_result *result)
{
    struct instance *instance = &gate->instances[probe->plan.instance];
    bool loading = probe->plan.kind == JOB_LOAD;
    unsigned number = probe->plan.instance + 1;
    if (loading)
        gate_tried(gate, CHECK_EXAMPLES);
    if (result->outcome != OUTCOME_OK)
        gate_against(gate, CHECK_EXAMPLES, probe, result, "example %u: %s: %s", number,
                     loading ? "load" : "verify", outcome_row(result->outcome)->sentence);
    else if (loading && !instance_keep_state(gate, instance, result))
        gate_against(gate, CHECK_EXAMPLES, probe, NULL, "a state of %zu bytes",
                     result->output_size);
    else if (loading)
        return;
    else if (fabs(result->score - instance->declared) > 1e-9)
        gate_against(gate, CHECK_EXAMPLES, probe, result, "example %u scores %g, not %g", number,
                     result->score, instance->declared);
    else
        instance->sound = instance->declared >= 1;
}

static bool assess(struct gate *gate, unsigned family)
{
    bool *judged = gate_own(gate, family, sizeof *judged);
    if (judged && !*judged)
        return *judged = true;
    gate_settle(gate, CHECK_EXAMPLES, 0, "examples");
    return false;
}

static const enum gate_check checks[] = {CHECK_EXAMPLES, CHECK_COUNT};
const struct family family_examples = {STAGE_DRAW, false, true, checks, plan,
                                       compose,    take,  NULL, assess};
