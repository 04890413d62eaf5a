/* SPDX-License-Identifier: Apache-2.0 */
/* trial_json.c: see trial_json.h. */
#include "lib/gate/trial_json.h"

static void finding_json(struct json *json, const struct trial_finding *finding)
{
    json_put_open(json, '{');
    json_put_key(json, "check");
    json_put_text(json, finding->check);
    json_put_key(json, "level");
    json_put_unsigned(json, finding->level);
    json_put_key(json, "seed");
    json_put_unsigned(json, finding->seed);
    json_put_key(json, "status");
    json_put_text(json, outcome_row(finding->outcome)->name);
    json_put_key(json, "message");
    json_put_text(json, finding->text);
    json_put_close(json, '}');
}

void trial_json_members(struct json *json, const struct trial *trial)
{
    json_put_key(json, "jobs");
    json_put_unsigned(json, trial->jobs);
    json_put_key(json, "findings");
    json_put_open(json, '[');
    for (unsigned i = 0; i < trial->finding_count; i++)
        finding_json(json, &trial->findings[i]);
    json_put_close(json, ']');
    json_put_key(json, "findings_dropped");
    json_put_unsigned(json, trial->findings_dropped);
}
