/* SPDX-License-Identifier: Apache-2.0 */
/* pure.c: verdicts repeat: after everything that was tried, from the last to the first, and on
 * workers that have run nothing. That the state stays as it is needs no check: verify gets it in
 * memory that cannot be written. */
#include <stdlib.h>

#include "lib/gate/family.h"

enum step { ORACLE, OTHER };
enum { FRESH_PER_LEVEL = 1 };

/* The other answers are those of the instance before it: most are wrong. */
static unsigned neighbour(const struct gate *gate, unsigned instance)
{
    return instance ? instance - 1 : gate->instance_count - 1;
}

static void plan(struct gate *gate, unsigned family)
{
    const double *first = gate_own(gate, family, 2 * sizeof(double) * gate->instance_count);
    static const struct {
        bool again, fresh;
    } rounds[] = {{false, false}, {true, false}, {true, true}};
    for (unsigned round = 0; first && round < sizeof rounds / sizeof *rounds; round++)
        for (unsigned n = 0; n < gate->instance_count; n++) {
            unsigned i = rounds[round].again ? gate->instance_count - 1 - n : n;
            if (!gate->instances[i].sound ||
                (rounds[round].fresh && !instance_among(gate, i, FRESH_PER_LEVEL)))
                continue;
            for (unsigned step = ORACLE; step <= OTHER; step++)
                gate_plan(gate, (struct plan){.family = (unsigned char)family,
                                              .kind = JOB_VERIFY,
                                              .fresh = rounds[round].fresh,
                                              .instance = i,
                                              .step = step,
                                              .item = rounds[round].again});
        }
}

static void compose(struct gate *gate, struct probe *probe)
{
    unsigned from =
        probe->plan.step == ORACLE ? probe->plan.instance : neighbour(gate, probe->plan.instance);
    const struct text *answer = &gate->instances[from].oracle;
    if (answer->data)
        buffer_append(&probe->text, answer->data, answer->size);
}

/* What a verdict came to, so that results may come in any order: the first one is kept. Scores are
 * told from statuses by their sign; 0 is none yet. */
static double code_of(const struct probe_result *result)
{
    return result->outcome == OUTCOME_OK ? 1 + result->score : -1.0 - (double)result->outcome;
}

static void take(struct gate *gate, const struct probe *probe, const struct probe_result *result)
{
    double *first = gate_own(gate, probe->plan.family, 2 * sizeof(double) * gate->instance_count);
    if (!first)
        return;
    double *own = &first[2 * probe->plan.instance + probe->plan.step], code = code_of(result);
    gate_tried(gate, CHECK_PURE);
    if (*own == 0)
        *own = code;
    else if (*own < code || *own > code)
        gate_against(gate, CHECK_PURE, probe, result, "%s",
                     probe->fresh ? "another verdict in a fresh process"
                                  : "another verdict the second time");
}

static bool assess(struct gate *gate, unsigned family)
{
    (void)family;
    gate_settle(gate, CHECK_PURE, 0, "verdicts");
    return false;
}

static const enum gate_check checks[] = {CHECK_PURE, CHECK_COUNT};
const struct family family_pure = {STAGE_BREAK, true, true, checks, plan,
                                   compose,     take, NULL, assess};
