/* SPDX-License-Identifier: Apache-2.0 */
/* probe.c: see probe.h. */
#include "lib/gate/probe.h"

#include <stdlib.h>

void probe_free(struct probe *probe)
{
    buffer_deinit(&probe->text);
    free(probe->state);
    free(probe);
}

static bool keep_in_flight(struct gate *gate, struct probe *probe)
{
    if (gate->in_flight_count == gate->in_flight_room) {
        unsigned room = gate->in_flight_room ? 2 * gate->in_flight_room : 32;
        struct probe **list = realloc(gate->in_flight, room * sizeof(struct probe *));
        if (!list)
            return false;
        gate->in_flight = list;
        gate->in_flight_room = room;
    }
    gate->in_flight[gate->in_flight_count++] = probe;
    return true;
}

void probe_land(struct gate *gate, const struct probe *probe)
{
    unsigned at = 0;
    while (gate->in_flight[at] != probe)
        at++;
    gate->in_flight[at] = gate->in_flight[--gate->in_flight_count];
}

static const char tag_open[] = "<answer>", tag_close[] = "</answer>";

static void compose(struct gate *gate, const struct family *family, struct probe *probe)
{
    bool tagged = probe->plan.kind == JOB_VERIFY && probe->plan.form == FORM_ANSWER;
    if (tagged)
        buffer_append_text(&probe->text, tag_open);
    if (family->compose)
        family->compose(gate, probe);
    if (tagged)
        buffer_append_text(&probe->text, tag_close);
    if (probe->text.size > RESPONSE_MAX)
        probe->text.size = RESPONSE_MAX;
    probe->job.text = probe->text.data ? probe->text.data : "";
    probe->job.text_size = probe->text.size;
    if (probe->state)
        probe->job.state = probe->state;
}

struct probe *probe_new(struct gate *gate, const struct family *family, const struct plan *plan)
{
    const struct instance *instance = &gate->instances[plan->instance];
    struct probe *probe = calloc(1, sizeof *probe);
    if (!probe)
        return NULL;
    probe->plan = *plan;
    probe->fresh = plan->fresh;
    probe->job = (struct lane_job){.kind = plan->kind,
                                   .level = instance->level,
                                   .seed = instance->seed,
                                   .extract = EXTRACT_DECLARED};
    if (plan->kind == JOB_VERIFY || plan->kind == JOB_OBSERVE) {
        probe->job.state = instance->state;
        probe->job.state_size = instance->state_size;
    }
    if (plan->kind == JOB_LOAD || plan->form == FORM_BARE)
        probe->job.flags = JOB_BARE;
    compose(gate, family, probe);
    if (probe->text.failed || !keep_in_flight(gate, probe)) {
        probe_free(probe);
        return NULL;
    }
    return probe;
}

struct token probe_answer(const struct probe *probe)
{
    size_t before = 0, around = 0;
    if (probe->plan.kind == JOB_VERIFY && probe->plan.form == FORM_ANSWER) {
        before = sizeof tag_open - 1;
        around = before + sizeof tag_close - 1;
    }
    if (probe->job.text_size < around)
        return (struct token){"", 0};
    return (struct token){probe->job.text + before, (unsigned)(probe->job.text_size - around)};
}
