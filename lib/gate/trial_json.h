/* SPDX-License-Identifier: Apache-2.0 */
/* trial_json.h: what a trial found, as members of a JSON object. */
#ifndef GATE_TRIAL_JSON_H
#define GATE_TRIAL_JSON_H

#include "lib/base/json_write.h"
#include "lib/gate/trial.h"

/* "jobs": how many were run, "findings": [{"check", "level", "seed", "status", "message"}],
 * "findings_dropped": how many more there were. */
void trial_json_members(struct json *json, const struct trial *trial);

#endif
