/* SPDX-License-Identifier: Apache-2.0 */
/* route_openrlhf.c: POST /get_reward, OpenRLHF's --reward.remote_url. It has no word for "not
 * measured": by default that is an HTTP error, which OpenRLHF tries again a few times. */
#include "daemon/front/http_route.h"
#include "daemon/front/request_reward.h"
#include "daemon/front/trainer.h"
#include "proto/ring.h"

static void put_rewards(struct json *json, const struct score_work *work)
{
    json_put_open(json, '[');
    for (size_t i = 0; i < work->request.item_count; i++) {
        const struct score_task *task = &work->tasks[i];
        json_put_real(json, trainer_number(task->item, &task->verdict));
    }
    json_put_close(json, ']');
}

static void put_logs(struct json *json, const struct score_work *work)
{
    json_put_open(json, '{');
    for (unsigned flag = 0; flag < TRAINER_FLAGS && work->request.item_count; flag++) {
        json_put_key(json, trainer_flag_names[flag]);
        json_put_open(json, '[');
        for (size_t i = 0; i < work->request.item_count; i++)
            json_put_integer(json, trainer_flag(flag, &work->rules, &work->tasks[i].verdict));
        json_put_close(json, ']');
    }
    json_put_close(json, '}');
}

static void ended(struct score_work *work)
{
    struct exchange *exchange = work->exchange;
    struct json json = {.out = &exchange->out};
    if (!trainer_settle(work))
        return;
    json_put_open(&json, '{');
    json_put_name(&json, "rewards");
    put_rewards(&json, work);
    json_put_name(&json, "scores");
    put_rewards(&json, work);
    json_put_name(&json, "extra_logs");
    put_logs(&json, work);
    json_put_close(&json, '}');
    buffer_append(&exchange->out, "\n", 1);
    exchange_finish(exchange, 200);
}

void route_get_reward(struct exchange *exchange)
{
    static const struct trainer_query allowed = {.on_errors =
                                                     1u << ON_ERROR_REFUSE | 1u << ON_ERROR_ZERO};
    struct trainer_rules rules = {.on_error = ON_ERROR_REFUSE,
                                  .extract = EXTRACT_DECLARED,
                                  .deadline_ms = OPENRLHF_DEADLINE_MS};
    if (trainer_read_query(&rules, exchange, &allowed))
        trainer_score(exchange, &rules, openrlhf_request_read, ended);
}
