/* SPDX-License-Identifier: Apache-2.0 */
/* route_gym.c: NeMo Gym's resources server. At the root, where NeMo Gym and NeMo-RL come, what was
 * not measured is an answer with mask_sample; below /gym/<env>/, where only verifiers and prime-rl
 * can come, who look at nothing but the reward, it is an HTTP error, which they do not train on. */
#include <stdlib.h>
#include <string.h>

#include "daemon/front/gym_echo.h"
#include "daemon/front/gym_metrics.h"
#include "daemon/front/http_route.h"
#include "daemon/front/request_gym.h"
#include "daemon/front/trainer.h"
#include "proto/ring.h"

static void answer(struct exchange *exchange, const char *text)
{
    buffer_append_text(&exchange->out, text);
    exchange_finish(exchange, 200);
}

/* False: answered. */
static bool read_rules(struct trainer_rules *rules, struct exchange *exchange)
{
    static const struct trainer_query allowed = {.on_errors =
                                                     1u << ON_ERROR_MASK | 1u << ON_ERROR_REFUSE};
    bool root = !*exchange->parameter;
    *rules = (struct trainer_rules){.on_error = root ? ON_ERROR_MASK : ON_ERROR_REFUSE,
                                    .extract = EXTRACT_DECLARED,
                                    .deadline_ms = root ? GYM_DEADLINE_MS : VERIFIERS_DEADLINE_MS};
    return trainer_read_path(rules, exchange) && trainer_read_query(rules, exchange, &allowed);
}

/* Reads a copy of the body, which reading changes. False: answered. */
static bool read_copy(struct score_work *work, trainer_read *read)
{
    struct exchange *exchange = work->exchange;
    struct request_trouble trouble;
    size_t size = exchange->body.size;
    char *copy = malloc(size + 1);
    if (!copy || !score_request_keep(&work->request, copy)) {
        exchange_fail(exchange, 500, "internal", NULL, "no memory for the request");
        return false;
    }
    if (size)
        memcpy(copy, exchange->body.data, size);
    if (read(&work->request, &exchange->thread->document, copy, size, &work->rules, &trouble))
        return true;
    exchange_fail_trouble(exchange, &trouble);
    return false;
}

/* NULL: answered. */
static struct score_work *open_work(struct exchange *exchange, trainer_read *read,
                                    void (*ended)(struct score_work *))
{
    struct trainer_rules rules;
    struct score_work *work =
        read_rules(&rules, exchange) ? trainer_work_new(exchange, &rules, ended) : NULL;
    if (!work || read_copy(work, read))
        return work;
    score_work_free(work);
    return NULL;
}

/* ---- /verify -------------------------------------------------------------------------------- */

static void verified(struct score_work *work)
{
    struct exchange *exchange = work->exchange;
    struct gym_verdict verdict = {.item = work->tasks[0].item, .verdict = &work->tasks[0].verdict};
    if (!trainer_settle(work))
        return;
    verdict.masked = trainer_judge(&work->rules, verdict.verdict) != TRAINER_NUMBER;
    verdict.reward = trainer_number(verdict.item, verdict.verdict);
    gym_echo(&exchange->out, exchange->body.data, exchange->body.size, &verdict);
    exchange_finish(exchange, 200);
}

void route_gym_verify(struct exchange *exchange)
{
    struct score_work *work = open_work(exchange, gym_request_verify, verified);
    if (!work)
        return;
    if (score_work_make_tasks(work))
        score_work_start(work);
    else
        score_work_free(work);
}

/* ---- /seed_session -------------------------------------------------------------------------- */

/* What no /verify of this row could be scored for is said before a response is generated. Another
 * replica may know the version, and one that is being compiled will be there. */
static bool check_row(struct score_work *work)
{
    struct exchange *exchange = work->exchange;
    struct engine *engine = exchange->thread->engine;
    const struct score_item *item = &work->request.items[0];
    char reason[VERDICT_REASON_MAX];
    enum outcome outcome;
    const struct version *version = scoring_find_version(engine, &item->address, &outcome, reason);
    if (version && version->state == VERSION_SERVED)
        engine_expect(engine, version);
    if (version || engine_shares(engine))
        return true;
    exchange_fail(exchange, outcome_row(outcome)->http, outcome_row(outcome)->name, NULL, "%s",
                  reason);
    return false;
}

void route_gym_seed_session(struct exchange *exchange)
{
    struct score_work *work = open_work(exchange, gym_request_seed, NULL);
    if (!work)
        return;
    if (check_row(work))
        answer(exchange, "{}\n");
    score_work_free(work);
}

/* ---- The rest ------------------------------------------------------------------------------- */

/* A stored rollout can be verified again at any time: its row says everything. */
void route_gym_reverify_mode(struct exchange *exchange)
{
    answer(exchange, "\"stateless\"\n");
}

void route_gym_alive(struct exchange *exchange)
{
    answer(exchange, "{\"status\":\"ok\"}\n");
}

void route_gym_aggregate_metrics(struct exchange *exchange)
{
    struct document *document = &exchange->thread->document;
    struct request_trouble trouble;
    char empty[1] = "", *body = exchange->body.data ? exchange->body.data : empty;
    document->values_max = GYM_VALUES_MAX;
    const struct value *root = request_load(document, body, exchange->body.size, &trouble);
    bool fine = root && gym_metrics(&exchange->out, root, &trouble);
    document_trim(document);
    document->values_max = 0;
    if (fine)
        exchange_finish(exchange, 200);
    else
        exchange_fail_trouble(exchange, &trouble);
}
