/* SPDX-License-Identifier: Apache-2.0 */
/* route_check.c: POST /v1/check: compiles a source, reads its declaration and puts it through the
 * gate, keeping nothing. */
#include <stdlib.h>

#include "daemon/front/environment_json.h"
#include "daemon/front/http_route.h"
#include "daemon/front/trial.h"

/* The report's members beside the environment's. */
static void answer(struct trial *trial, const struct examined *examined)
{
    struct exchange *exchange = trial->exchange;
    struct json json = {.out = &exchange->out};
    json_put_open(&json, '{');
    environment_json_full(&json, trial->version, false);
    environment_json_report(&json, examined->report, examined->report_size);
    trial_put_timing(trial, false, &json);
    json_put_close(&json, '}');
    buffer_append(&exchange->out, "\n", 1);
    trial_free(trial);
    exchange_finish(exchange, 200);
}

static void passed(struct trial *trial, const struct examined *examined)
{
    version_judge(trial->version, examined);
    answer(trial, examined);
}

void route_check(struct exchange *exchange)
{
    struct trial *trial = calloc(1, sizeof *trial);
    if (!trial) {
        exchange_fail(exchange, 500, "internal", NULL, "no memory for the request");
        return;
    }
    trial->passed = passed;
    trial_start(trial, exchange);
}
