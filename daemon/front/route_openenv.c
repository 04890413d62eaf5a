/* SPDX-License-Identifier: Apache-2.0 */
/* route_openenv.c: OpenEnv's HTTP routes. As in OpenEnv itself nothing is kept between two
 * requests: the observation of a reset says its instance, and the action of a step says it back. */
#include <stddef.h>
#include <stdlib.h>

#include "daemon/front/http_route.h"
#include "daemon/front/openenv.h"

/* The body's object; one that is empty is none. False: answered. */
static bool read_body(struct exchange *exchange, const struct value **root)
{
    struct request_trouble trouble;
    *root = NULL;
    if (!exchange->body.size)
        return true;
    *root = request_load(&exchange->thread->document, exchange->body.data, exchange->body.size,
                         &trouble);
    if (!value_is(*root, VALUE_OBJECT)) {
        if (*root)
            trouble_set(&trouble, "bad_request", "", "the body is an object");
        exchange_fail_trouble(exchange, &trouble);
        return false;
    }
    return true;
}

/* ---- /reset --------------------------------------------------------------------------------- */

struct reset {
    struct exchange *exchange;
    struct openenv_reset wanted;
    struct instance_row row;
    struct held held; /* where there is no room for it yet */
};

static void reset_free(struct reset *reset)
{
    row_deinit(&reset->row);
    free(reset);
}

static void fail(struct exchange *exchange, enum outcome outcome, const char *reason)
{
    const struct outcome_row *row = outcome_row(outcome);
    int status = row->http >= 400 ? row->http : row->retryable ? 503 : 500;
    exchange_fail(exchange, status, row->name, NULL, "%s", reason);
}

/* Whether it waits for room: other clients' resets are no reason to end this one's rollout. */
static bool waits(struct reset *reset)
{
    struct exchange *exchange = reset->exchange;
    uint64_t late_ns = exchange->started_ns + (uint64_t)VERIFIERS_DEADLINE_MS * 1000 * 1000;
    if (reset->row.outcome != OUTCOME_OVERLOADED || exchange->gone || uv_hrtime() > late_ns)
        return false;
    row_deinit(&reset->row);
    held_wait(&exchange->thread->held, &reset->held);
    return true;
}

static void observed(struct instance_row *row)
{
    struct reset *reset = row->owner;
    struct exchange *exchange = reset->exchange;
    struct json json = {.out = &exchange->out};
    if (waits(reset))
        return;
    if (row->outcome == OUTCOME_OK) {
        json_put_open(&json, '{');
        openenv_put_reset(&json, row, reset->wanted.format);
        json_put_close(&json, '}');
        buffer_append(&exchange->out, "\n", 1);
        exchange_finish(exchange, 200);
    } else {
        fail(exchange, row->outcome, row->reason);
    }
    reset_free(reset);
}

static void cancel_reset(struct exchange *exchange)
{
    row_cancel(&((struct reset *)exchange->work)->row);
}

static void begin(struct reset *reset)
{
    struct exchange *exchange = reset->exchange;
    struct engine *engine = exchange->thread->engine;
    char reason[VERDICT_REASON_MAX];
    reset->row = (struct instance_row){.done = observed, .owner = reset};
    enum outcome outcome = openenv_choose(&reset->row, &reset->wanted, engine, reason);
    if (outcome == OUTCOME_OK) {
        row_start(&reset->row, exchange->thread->scoring, engine);
        return;
    }
    fail(exchange, outcome, reason);
    reset_free(reset);
}

static void again(struct held *held, uint64_t now_ns)
{
    struct reset *reset = (struct reset *)(void *)((char *)held - offsetof(struct reset, held));
    if (!reset->exchange->gone) {
        begin(reset);
        return;
    }
    exchange_finish(reset->exchange, 503);
    reset_free(reset);
}

void route_openenv_reset(struct exchange *exchange)
{
    struct openenv_reset wanted;
    struct request_trouble trouble;
    const struct value *root;
    if (!read_body(exchange, &root))
        return;
    if (!openenv_reset_read(&wanted, root, &trouble)) {
        exchange_fail_trouble(exchange, &trouble);
        return;
    }
    struct reset *reset = calloc(1, sizeof *reset);
    if (!reset) {
        exchange_fail(exchange, 500, "internal", NULL, "no memory for the request");
        return;
    }
    reset->exchange = exchange;
    reset->wanted = wanted;
    reset->held.again = again;
    exchange->work = reset;
    exchange->cancel = cancel_reset;
    begin(reset);
}

/* ---- /step ---------------------------------------------------------------------------------- */

/* Seconds, as a number above 0. */
static bool read_timeout(struct trainer_rules *rules, const struct value *value,
                         struct request_trouble *trouble)
{
    double seconds = value_is(value, VALUE_REAL)      ? value->real
                     : value_is(value, VALUE_INTEGER) ? (double)value->integer
                                                      : 0;
    if (!value || value_is(value, VALUE_NULL))
        return true;
    if (!(seconds > 0))
        return trouble_set(trouble, "bad_request", "timeout_s", "this must be a number above 0");
    double milliseconds = seconds * 1000;
    rules->deadline_ms = milliseconds >= DEADLINE_MS_MAX ? DEADLINE_MS_MAX
                         : milliseconds < 1              ? 1
                                                         : (unsigned)milliseconds;
    return true;
}

static bool step_read(struct score_request *request, struct document *document, char *text,
                      size_t size, const struct trainer_rules *rules,
                      struct request_trouble *trouble)
{
    struct trainer_rules timed = *rules;
    struct document inner;
    document_init(&inner, document->secret);
    const struct value *root = request_load(document, text, size, trouble);
    bool fine = root && (value_is(root, VALUE_OBJECT) ||
                         trouble_set(trouble, "bad_request", "", "the body is an object"));
    fine = fine && read_timeout(&timed, value_get(root, "timeout_s"), trouble) &&
           openenv_step_read(request, value_get(root, "action"), NULL, &inner, &timed, trouble);
    document_trim(document);
    document_deinit(&inner);
    if (!fine)
        score_request_clear(request);
    return fine;
}

static void stepped(struct score_work *work)
{
    struct exchange *exchange = work->exchange;
    struct json json = {.out = &exchange->out};
    if (!trainer_settle(work))
        return;
    json_put_open(&json, '{');
    openenv_put_step(&json, work);
    json_put_close(&json, '}');
    buffer_append(&exchange->out, "\n", 1);
    exchange_finish(exchange, 200);
}

void route_openenv_step(struct exchange *exchange)
{
    static const struct trainer_query allowed = {
        .on_errors = 1u << ON_ERROR_REFUSE | 1u << ON_ERROR_NULL | 1u << ON_ERROR_ZERO};
    struct trainer_rules rules = openenv_rules();
    if (trainer_read_query(&rules, exchange, &allowed))
        trainer_score(exchange, &rules, step_read, stepped);
}

/* ---- What an environment says of itself ----------------------------------------------------- */

static void answer(struct exchange *exchange, int status, const char *text)
{
    buffer_append_text(&exchange->out, text);
    buffer_append(&exchange->out, "\n", 1);
    exchange_finish(exchange, status);
}

/* Of a client without a session: a new environment, as OpenEnv's own server answers. */
void route_openenv_state(struct exchange *exchange)
{
    answer(exchange, 200, "{\"episode_id\":null,\"step_count\":0}");
}

void route_openenv_health(struct exchange *exchange)
{
    struct engine_status status;
    engine_status(exchange->thread->engine, &status);
    bool healthy = status.ready && !status.draining;
    answer(exchange, healthy ? 200 : 503,
           healthy ? "{\"status\":\"healthy\"}" : "{\"status\":\"unhealthy\"}");
}

void route_openenv_metadata(struct exchange *exchange)
{
    answer(exchange, 200,
           "{\"name\":\"resynd\",\"description\":\"Reasoning environments in C, one step each: a "
           "reset asks a question, a step is the response to it\",\"version\":\"" RESYND_VERSION
           "\"}");
}

#define STRING_OR_NULL "{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"null\"}]}"

void route_openenv_schema(struct exchange *exchange)
{
    answer(
        exchange, 200,
        "{\"action\":{\"title\":\"ResyndAction\",\"type\":\"object\",\"properties\":{"
        "\"response\":{\"description\":\"Everything that the model wrote, or chat messages\","
        "\"anyOf\":[{\"type\":\"string\"},{\"type\":\"array\",\"items\":{\"type\":\"object\"}}]},"
        "\"instance\":{\"description\":\"Of the reset's observation; needed over HTTP\","
        "\"type\":\"string\"},"
        "\"metadata\":{\"type\":\"object\"}},\"required\":[\"response\"]},"
        "\"observation\":{\"title\":\"ResyndObservation\",\"type\":\"object\",\"properties\":{"
        "\"question\":{\"type\":\"string\"},\"instance\":" STRING_OR_NULL ","
        "\"messages\":{\"type\":\"array\",\"items\":{\"type\":\"object\"}}},"
        "\"required\":[\"question\",\"instance\"]},"
        "\"state\":{\"title\":\"State\",\"type\":\"object\",\"properties\":{"
        "\"episode_id\":" STRING_OR_NULL ",\"step_count\":{\"type\":\"integer\",\"minimum\":0},"
        "\"instance\":" STRING_OR_NULL "},\"required\":[\"step_count\"]}}");
}
