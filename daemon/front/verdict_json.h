/* SPDX-License-Identifier: Apache-2.0 */
/* verdict_json.h: a verdict as clients see it. The same keys on every verdict of a version,
 * whatever happened; null where nothing was measured. */
#ifndef FRONT_VERDICT_JSON_H
#define FRONT_VERDICT_JSON_H

#include "daemon/front/scoring.h"
#include "lib/base/json_write.h"

/* The members of the object, without its braces, so that a stream can put its index before them. */
void verdict_json_members(struct json *json, const struct score_item *item,
                          const struct verdict *verdict);
/* The whole object. */
void verdict_json(struct json *json, const struct score_item *item, const struct verdict *verdict);

/* The address of the item's instance as a value: as `version` has it, where there is one, else as
 * the request wrote it; null where the item has none. */
void verdict_json_instance(struct json *json, const struct score_item *item,
                           const struct version *version);

/* What the item's verdict is worth where it is ok: the verifier's score, of which the item may give
 * a part to the form. */
double verdict_reward(const struct score_item *item, const struct verdict *verdict);

/* The names in JSON. */
const char *extraction_name(enum extraction extraction);

#endif
