/* SPDX-License-Identifier: Apache-2.0 */
/* environment_json.h: a version of an environment as clients see it. */
#ifndef FRONT_ENVIRONMENT_JSON_H
#define FRONT_ENVIRONMENT_JSON_H

#include "daemon/front/engine.h"
#include "lib/base/json_write.h"

/* "served", "pending" or "failed". */
const char *version_state_name(enum version_state state);

/* NULL where the gate was not asked. */
const char *gated_name(enum gated gated);

/* The members that every listing has: name, env, version, active, status, kind, category, levels,
 * summary, failure, gate. What an environment that is not served has not said is null. */
void environment_json_brief(struct json *json, const struct version *version, bool active);

/* And the rest of the declaration, with limits in their units, and the diagnostics. */
void environment_json_full(struct json *json, const struct version *version, bool active);

/* The members of a gate's report, beside those of the environment. */
void environment_json_report(struct json *json, const char *report, size_t size);

/* The diagnostics as a JSON array of {"severity", "line", "column", "message", "source", "hint"};
 * never empty where the version has failed: what the compiler did not say is said in one. */
void environment_json_diagnostics(struct json *json, const struct version *version);

#endif
