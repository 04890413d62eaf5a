/* SPDX-License-Identifier: Apache-2.0 */
/* openenv.c: see openenv.h. */
#include "daemon/front/openenv.h"

#include <stdio.h>
#include <sys/random.h>

#include "daemon/front/instances_mix.h"
#include "daemon/front/instances_prompt.h"
#include "daemon/front/verdict_json.h"
#include "proto/ring.h"

/* ---- What a reset means --------------------------------------------------------------------- */

static enum outcome choose_instance(struct instance_row *row, const struct address *address,
                                    struct engine *engine, char reason[VERDICT_REASON_MAX])
{
    enum outcome outcome;
    const struct version *version = scoring_find_version(engine, address, &outcome, reason);
    if (version)
        outcome = scoring_check_version(version, reason);
    if (outcome != OUTCOME_OK)
        return outcome;
    if (version->description.checker) {
        snprintf(reason, VERDICT_REASON_MAX, "%s is a checker: it has no instances", version->name);
        return OUTCOME_BAD_REQUEST;
    }
    if (address->level < 1 || address->level > version->description.levels) {
        snprintf(reason, VERDICT_REASON_MAX, "%s has levels 1 to %u, not %u", version->name,
                 version->description.levels, address->level);
        return OUTCOME_LEVEL_OUT_OF_RANGE;
    }
    row->version = version_hold(version);
    row->level = address->level;
    row->seed = address->seed;
    return OUTCOME_OK;
}

/* Of the seeds for training: what is held out is never drawn by accident. */
static bool draw_seed(uint64_t *seed)
{
    if (getrandom(seed, sizeof *seed, 0) != sizeof *seed)
        return false;
    *seed %= SEED_HELD_OUT;
    return true;
}

/* As POST /v1/instances does: environment and level follow from the seed. */
static enum outcome choose_from_mix(struct instance_row *row, const struct openenv_reset *reset,
                                    struct engine *engine, char reason[VERDICT_REASON_MAX])
{
    struct mix_entry entry = {.address = reset->address, .weight = 1};
    struct instances_request request = {.entries = &entry, .entry_count = 1};
    struct mix mix;
    row->seed = reset->address.seed;
    if (!reset->has_seed && !draw_seed(&row->seed))
        return OUTCOME_INTERNAL;
    request.mixed = !reset->has_level || !*reset->address.name;
    if (reset->has_level)
        entry.low = entry.high = reset->address.level;
    enum outcome outcome = mix_init(&mix, engine, &request, reason);
    if (outcome == OUTCOME_OK)
        row->version = version_hold(mix_pick(&mix, row->seed, &row->level));
    mix_deinit(&mix);
    return outcome;
}

enum outcome openenv_choose(struct instance_row *row, const struct openenv_reset *reset,
                            struct engine *engine, char reason[VERDICT_REASON_MAX])
{
    snprintf(reason, VERDICT_REASON_MAX, "no memory for the request");
    enum outcome outcome = reset->has_instance
                               ? choose_instance(row, &reset->address, engine, reason)
                               : choose_from_mix(row, reset, engine, reason);
    if (outcome == OUTCOME_OK)
        address_print_instance(row->version->name, row->version->hex, row->level, row->seed,
                               row->address);
    return outcome;
}

struct trainer_rules openenv_rules(void)
{
    return (struct trainer_rules){.on_error = ON_ERROR_NULL,
                                  .extract = EXTRACT_DECLARED,
                                  .deadline_ms = VERIFIERS_DEADLINE_MS};
}

/* ---- What is observed ----------------------------------------------------------------------- */

void openenv_put_reset(struct json *json, const struct instance_row *row,
                       enum instance_format format)
{
    json_put_name(json, "observation");
    json_put_open(json, '{');
    json_put_name(json, "question");
    prompt_put_question(json, format, row->question, row->question_size);
    json_put_name(json, "instance");
    json_put_text(json, row->address);
    if (format != FORMAT_BARE) {
        json_put_name(json, "messages");
        prompt_put_messages(json, format, SYSTEM_NONE, row->question, row->question_size);
    }
    json_put_close(json, '}');
    json_put_name(json, "reward");
    json_put_null(json);
    json_put_name(json, "done");
    json_put_bool(json, false);
    json_put_name(json, "metadata");
    json_put_open(json, '{');
    json_put_close(json, '}');
}

static void put_metadata(struct json *json, const struct score_work *work)
{
    const struct verdict *verdict = &work->tasks[0].verdict;
    json_put_name(json, "metadata");
    json_put_open(json, '{');
    json_put_name(json, "status");
    json_put_text(json, outcome_row(verdict->outcome)->name);
    json_put_name(json, "reason");
    json_put_text(json, *verdict->reason ? verdict->reason : NULL);
    json_put_name(json, "fault");
    json_put_text(json, fault_name(verdict->fault));
    for (unsigned flag = 0; flag < TRAINER_FLAGS; flag++) {
        json_put_key(json, trainer_flag_names[flag]);
        json_put_integer(json, trainer_flag(flag, &work->rules, verdict));
    }
    json_put_close(json, '}');
}

void openenv_put_step(struct json *json, const struct score_work *work)
{
    const struct score_task *task = &work->tasks[0];
    enum trainer_word word = trainer_judge(&work->rules, &task->verdict);
    json_put_name(json, "observation");
    json_put_open(json, '{');
    json_put_name(json, "question");
    json_put_text(json, "");
    json_put_name(json, "instance");
    verdict_json_instance(json, task->item, task->verdict.version);
    json_put_close(json, '}');
    json_put_name(json, "reward");
    if (word == TRAINER_NUMBER || work->rules.on_error == ON_ERROR_ZERO)
        json_put_real(json, trainer_number(task->item, &task->verdict));
    else
        json_put_null(json);
    json_put_name(json, "done");
    json_put_bool(json, true);
    put_metadata(json, work);
}
