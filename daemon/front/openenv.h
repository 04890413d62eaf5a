/* SPDX-License-Identifier: Apache-2.0 */
/* openenv.h: every instance as an environment of one step, in OpenEnv's words: a reset asks the
 * question, the step that follows is scored, and the episode is done. What the routes over HTTP and
 * the sessions over WebSocket share. */
#ifndef FRONT_OPENENV_H
#define FRONT_OPENENV_H

#include "daemon/front/instances_row.h"
#include "daemon/front/request_openenv.h"
#include "daemon/front/trainer.h"

/* Sets the row's version, level, seed and address: what the reset asks for, the rest by its seed,
 * or by chance. OUTCOME_OK, or why not and a sentence; then nothing is held. */
enum outcome openenv_choose(struct instance_row *row, const struct openenv_reset *reset,
                            struct engine *engine, char reason[VERDICT_REASON_MAX]);

/* The rules that steps are scored by. */
struct trainer_rules openenv_rules(void);

/* {"observation", "reward", "done", "metadata"}, without braces: of a row that is ok, … */
void openenv_put_reset(struct json *json, const struct instance_row *row,
                       enum instance_format format);
/* … and of the one task of a work that has ended. */
void openenv_put_step(struct json *json, const struct score_work *work);

#endif
