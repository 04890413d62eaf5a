/* SPDX-License-Identifier: Apache-2.0 */
/* route_slime.c: POST /rm, slime's and miles's --rm-url. The body of the answer is the reward: a
 * number, or with ?full=1 a dictionary for --reward-key. What was not measured is an HTTP error by
 * default: slime tries again, and stops rather than train on it. */
#include "daemon/front/http_route.h"
#include "daemon/front/request_reward.h"
#include "daemon/front/trainer.h"
#include "daemon/front/verdict_json.h"
#include "proto/ring.h"

static void put_reward(struct json *json, const struct score_work *work)
{
    const struct score_task *task = &work->tasks[0];
    enum trainer_word word = trainer_judge(&work->rules, &task->verdict);
    if (word == TRAINER_NUMBER || work->rules.on_error == ON_ERROR_ZERO)
        json_put_real(json, trainer_number(task->item, &task->verdict));
    else
        json_put_null(json);
}

static void put_dictionary(struct json *json, const struct score_work *work)
{
    const struct verdict *verdict = &work->tasks[0].verdict;
    json_put_open(json, '{');
    json_put_name(json, "reward");
    put_reward(json, work);
    json_put_name(json, "score");
    put_reward(json, work);
    for (unsigned flag = 0; flag < TRAINER_FLAGS; flag++) {
        json_put_key(json, trainer_flag_names[flag]);
        json_put_integer(json, trainer_flag(flag, &work->rules, verdict));
    }
    json_put_name(json, "status");
    json_put_text(json, outcome_row(verdict->outcome)->name);
    json_put_name(json, "reason");
    json_put_text(json, *verdict->reason ? verdict->reason : NULL);
    json_put_name(json, "instance");
    verdict_json_instance(json, work->tasks[0].item, verdict->version);
    json_put_close(json, '}');
}

static void ended(struct score_work *work)
{
    struct exchange *exchange = work->exchange;
    struct json json = {.out = &exchange->out};
    if (!trainer_settle(work))
        return;
    if (work->rules.full)
        put_dictionary(&json, work);
    else
        put_reward(&json, work);
    buffer_append(&exchange->out, "\n", 1);
    exchange_finish(exchange, 200);
}

void route_rm(struct exchange *exchange)
{
    static const struct trainer_query allowed = {
        .on_errors = 1u << ON_ERROR_REFUSE | 1u << ON_ERROR_NULL | 1u << ON_ERROR_ZERO,
        .full = true};
    struct trainer_rules rules = {
        .on_error = ON_ERROR_REFUSE, .extract = EXTRACT_DECLARED, .deadline_ms = SLIME_DEADLINE_MS};
    if (trainer_read_query(&rules, exchange, &allowed))
        trainer_score(exchange, &rules, slime_request_read, ended);
}
