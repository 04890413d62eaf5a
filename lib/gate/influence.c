/* SPDX-License-Identifier: Apache-2.0 */
/* influence.c: each part of the state is changed on its own, and question and verdicts are looked
 * at again. What decides verdicts and never shows is a stored answer or an unstated rule; data that
 * shows and never decides belongs to a rule that is not checked. A round goes over one instance of
 * each level that is looked at; parts about which all is known are left out of later rounds. */
#include <math.h>
#include <stdlib.h>

#include "lib/gate/parts.h"

enum step { QUESTION, ORACLE, OTHER, BASE_OTHER };

enum {
    LEVELS_USUAL = 2,
    LEVELS_THOROUGH = 4,
    ROUNDS_FULL = 8,      /* in which every part is tried: how often does each decide? */
    ROUNDS_MIN = 3,       /* before a part that neither shows nor decides is left out */
    UNCHECKED_ROUNDS = 6, /* in which a part showed as data, before it is held against anybody */
    UNCHECKED_CHANGES = 24,
};

/* By how often its peers decide, a part that never does would be as rare as this. */
#define IMPROBABLE 1e-3

/* A changed state may be one on which verify never ends. It is no finding, and it costs. */
enum { PART_DEATHS_MAX = 2, ALL_DEATHS_MAX = 60 };

/* One change of one part, in the present round. */
struct change {
    unsigned char made, shown; /* enum shown */
    float oracle, other;       /* scores; below 0 where there was none */
};

struct seen {
    unsigned rounds, rounds_shown, rounds_decided;
    unsigned changes_shown; /* as data */
    unsigned deaths;
    bool shown; /* in any way */
    bool left_out;
    unsigned decided_instance, shown_instance;
};

struct level {
    unsigned first, parts;
    struct part part[PARTS_MAX];
    struct seen seen[PARTS_MAX];
    struct change change[PARTS_MAX][CHANGES];
    float base_other;
};

struct own {
    unsigned round, levels, deaths;
    struct level level[LEVELS_THOROUGH];
};

/* ---- Planning -------------------------------------------------------------------------------- */

/* The first levels, where a single answer depends on most of the state, and with more time the
 * middle and the last one. */
static void begin(struct gate *gate, struct own *own)
{
    unsigned levels = gate->subject.description->levels;
    const unsigned wanted[LEVELS_THOROUGH] = {0, 1, levels / 2, levels - 1};
    own->levels = gate->effort == GATE_THOROUGH ? LEVELS_THOROUGH
                  : gate->effort == GATE_USUAL  ? LEVELS_USUAL
                                                : 1;
    for (unsigned i = 0; i < own->levels; i++) {
        own->level[i].first = wanted[i] * gate->per_level;
        own->level[i].parts = parts_find(gate, own->level[i].first, own->level[i].part);
    }
}

/* A wrong answer, mostly: that of the next instance. */
static unsigned next_instance(const struct gate *gate, const struct level *level, unsigned round)
{
    return level->first + (round + 1) % gate->per_level;
}

static void plan_level(struct gate *gate, const struct own *own, unsigned index, struct plan plan)
{
    const struct level *level = &own->level[index];
    plan.instance = level->first + own->round;
    if (!gate->instances[plan.instance].sound)
        return;
    plan.kind = JOB_VERIFY;
    plan.step = BASE_OTHER;
    plan.item = index * PARTS_MAX;
    gate_plan(gate, plan);
    for (unsigned part = 0; part < level->parts; part++) {
        plan.item = index * PARTS_MAX + part;
        for (plan.variant = 0; plan.variant < CHANGES && !level->seen[part].left_out;
             plan.variant++)
            for (plan.step = QUESTION; plan.step <= OTHER; plan.step++) {
                plan.kind = plan.step == QUESTION ? JOB_OBSERVE : JOB_VERIFY;
                gate_plan(gate, plan);
            }
    }
}

static void plan(struct gate *gate, unsigned family)
{
    struct own *own = gate_own(gate, family, sizeof *own);
    if (!own)
        return;
    if (own->round == 0)
        begin(gate, own);
    for (unsigned i = 0; i < own->levels; i++) {
        struct level *level = &own->level[i];
        level->base_other = -1;
        for (unsigned part = 0; part < level->parts; part++)
            for (unsigned change = 0; change < CHANGES; change++)
                level->change[part][change] = (struct change){.oracle = -1, .other = -1};
        plan_level(gate, own, i, (struct plan){.family = (unsigned char)family});
    }
}

static struct level *level_of(struct own *own, const struct probe *probe)
{
    return &own->level[probe->plan.item / PARTS_MAX];
}

static bool skip(struct gate *gate, const struct plan *plan)
{
    const struct own *own = gate_own(gate, plan->family, sizeof *own);
    const struct level *level = &own->level[plan->item / PARTS_MAX];
    return own->deaths >= ALL_DEATHS_MAX ||
           level->seen[plan->item % PARTS_MAX].deaths >= PART_DEATHS_MAX;
}

static void compose(struct gate *gate, struct probe *probe)
{
    struct own *own = gate_own(gate, probe->plan.family, sizeof *own);
    const struct level *level = level_of(own, probe);
    unsigned instance = probe->plan.instance;
    if (probe->plan.step != BASE_OTHER)
        probe->state = parts_change(gate, instance, &level->part[probe->plan.item % PARTS_MAX],
                                    probe->plan.variant);
    if (probe->plan.step == QUESTION)
        return;
    const struct instance *from =
        &gate->instances[probe->plan.step == ORACLE ? instance
                                                    : next_instance(gate, level, own->round)];
    const struct text *answer =
        probe->plan.step != ORACLE && gate->instances[instance].other.size && own->round % 2
            ? &gate->instances[instance].other
            : &from->oracle;
    buffer_append(&probe->text, answer->data, answer->size);
}

/* ---- Results --------------------------------------------------------------------------------- */

static void take(struct gate *gate, const struct probe *probe, const struct probe_result *result)
{
    struct own *own = gate_own(gate, probe->plan.family, sizeof *own);
    struct level *level = level_of(own, probe);
    float score = result->outcome == OUTCOME_OK ? (float)result->score : -1;
    if (probe->plan.step == BASE_OTHER) {
        level->base_other = score;
        return;
    }
    if (!probe->state)
        return;
    struct change *change = &level->change[probe->plan.item % PARTS_MAX][probe->plan.variant];
    const struct text *question = &instance_of(gate, probe)->question;
    change->made = true;
    if (outcome_is_death(result->outcome)) {
        own->deaths++;
        level->seen[probe->plan.item % PARTS_MAX].deaths++;
    }
    gate_tried(gate, CHECK_HIDDEN);
    gate_tried(gate, CHECK_UNCHECKED);
    if (probe->plan.step == ORACLE)
        change->oracle = score;
    else if (probe->plan.step == OTHER)
        change->other = score;
    else if (result->outcome == OUTCOME_OK)
        change->shown = (unsigned char)parts_compare(question->data, question->size, result->output,
                                                     result->output_size);
    else
        change->shown = SHOWN_WORDS; /* observe reads it: it broke there */
}

/* A status instead of a score is an answer too where data shows, but proves no stored answer. */
static bool decides(const struct level *level, const struct change *change, bool scores_only)
{
    bool oracle = change->oracle<1, other = fabsf(change->other - level->base_other)> 1e-6F;
    if (scores_only)
        return (oracle && change->oracle >= 0) ||
               (other && change->other >= 0 && level->base_other >= 0);
    return oracle || other;
}

static void learn_part(struct level *level, unsigned part, unsigned round)
{
    struct seen *seen = &level->seen[part];
    bool shown = false, data = false, decided = false, decided_by_score = false;
    for (unsigned i = 0; i < CHANGES; i++) {
        const struct change *change = &level->change[part][i];
        if (!change->made)
            continue;
        shown |= change->shown != SHOWN_NOT;
        data |= change->shown == SHOWN_DATA;
        seen->changes_shown += change->shown == SHOWN_DATA;
        decided |= decides(level, change, false);
        decided_by_score |= decides(level, change, true);
    }
    decided |= seen->deaths > 0; /* it was used as an index, or as a count */
    seen->rounds++;
    seen->rounds_shown += data;
    seen->shown |= shown;
    if (data)
        seen->shown_instance = level->first + round;
    if (!seen->shown ? decided_by_score : decided) {
        seen->rounds_decided++;
        seen->decided_instance = level->first + round;
    }
    if (seen->deaths >= PART_DEATHS_MAX)
        seen->left_out = true;
    if (seen->rounds >= ROUNDS_FULL
            ? seen->rounds_decided > 0
            : seen->rounds >= ROUNDS_MIN && !seen->shown && !seen->rounds_decided)
        seen->left_out = true;
}

/* ---- Settling -------------------------------------------------------------------------------- */

static int compare_doubles(const void *a, const void *b)
{
    double one = *(const double *)a, two = *(const double *)b;
    return (one > two) - (one < two);
}

/* How often in a round a part decides, of those of the level that show as data and do decide: the
 * tenth of a hundred from below. 1 where there are none. */
static double usual_share(const struct level *level)
{
    double share[PARTS_MAX];
    unsigned count = 0;
    for (unsigned part = 0; part < level->parts; part++) {
        const struct seen *seen = &level->seen[part];
        if (seen->rounds_shown && seen->rounds_decided)
            share[count++] = (double)seen->rounds_decided / seen->rounds;
    }
    if (!count)
        return 1;
    qsort(share, count, sizeof *share, compare_doubles);
    return share[count / 10];
}

static bool is_hidden(const struct seen *seen)
{
    return !seen->shown && seen->rounds_decided >= ROUNDS_MIN;
}

static bool is_unchecked(const struct level *level, unsigned part, double share)
{
    const struct seen *seen = &level->seen[part];
    return level->part[part].varies && !seen->rounds_decided &&
           seen->rounds_shown >= UNCHECKED_ROUNDS && seen->changes_shown >= UNCHECKED_CHANGES &&
           pow(1 - share, seen->rounds_shown) < IMPROBABLE;
}

static void name_part(struct gate *gate, const struct level *level, unsigned part,
                      enum gate_check check, unsigned instance)
{
    struct probe about = {.plan = {.kind = JOB_OBSERVE, .instance = instance}};
    const struct part *found = &level->part[part];
    gate_against(
        gate, check, &about, NULL,
        check == CHECK_HIDDEN
            ? "%u bytes at offset %u of the state decide verdicts, but changing them never "
              "changes the question"
            : "%u bytes at offset %u of the state show in the question, but changing them "
              "changed no verdict on %u instances",
        found->size, found->offset, level->seen[part].rounds_shown);
}

static void settle(struct gate *gate, const struct own *own)
{
    for (unsigned i = 0; i < own->levels; i++) {
        const struct level *level = &own->level[i];
        double share = usual_share(level);
        for (unsigned part = 0; part < level->parts; part++) {
            const struct seen *seen = &level->seen[part];
            if (is_hidden(seen))
                name_part(gate, level, part, CHECK_HIDDEN, seen->decided_instance);
            if (is_unchecked(level, part, share))
                name_part(gate, level, part, CHECK_UNCHECKED, seen->shown_instance);
        }
    }
    gate_settle(gate, CHECK_HIDDEN, 0, "parts of states, by calls:");
    gate_settle(gate, CHECK_UNCHECKED, 0, "parts of states, by calls:");
    if (gate->subject.description->derived_state)
        report_settle(&gate->report, CHECK_HIDDEN, CHECK_DOES_NOT_APPLY, "declared .derived_state");
}

static bool assess(struct gate *gate, unsigned family)
{
    struct own *own = gate_own(gate, family, sizeof *own);
    bool open = false;
    if (!own)
        return false;
    for (unsigned i = 0; i < own->levels; i++) {
        struct level *level = &own->level[i];
        bool sound = gate->instances[level->first + own->round].sound;
        for (unsigned part = 0; part < level->parts; part++) {
            if (!level->seen[part].left_out && sound)
                learn_part(level, part, own->round);
            open |= !level->seen[part].left_out;
        }
    }
    if (open && own->deaths < ALL_DEATHS_MAX && ++own->round < gate->per_level)
        return true;
    settle(gate, own);
    return false;
}

static const enum gate_check checks[] = {CHECK_HIDDEN, CHECK_UNCHECKED, CHECK_COUNT};
const struct family family_influence = {STAGE_PARTS, true, false, checks, plan,
                                        compose,     take, skip,  assess};
