/* SPDX-License-Identifier: Apache-2.0 */
/* route_instances.c: POST /v1/instances and POST /v1/instances/resolve: rows are made a window at a
 * time and written in order, so that a cursor can say how far an answer has got.
 *
 * A trainer's rows (?format=) are what the request means and nothing else: an instance that cannot
 * be made is left out, and one that could not be made now, by no fault of its own, ends the answer
 * before it, so that the set does not depend on how busy the machine was. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/front/access.h"
#include "daemon/front/http_route.h"
#include "daemon/front/instances_mix.h"
#include "daemon/front/instances_seen.h"
#include "daemon/front/instances_trainer.h"

enum {
    ROWS_WINDOW = 64,           /* in the making at once */
    STREAM_AHEAD = 1024 * 1024, /* bytes of a stream that may wait for its reader */
    DRAWS_FOR_EACH = 16,        /* of a distinct row, before we say that there are no more */
    DRAWS_MORE = 256,
};
/* Bytes of an answer that is no stream: beyond it the answer ends early, and says so. */
#define ROWS_BYTES_MAX ((size_t)64 * 1024 * 1024)

struct work {
    struct exchange *exchange;
    bool lines, advancing, stopped;
    bool tailed; /* lines end with one that holds the cursor */
    enum trainer trainer;

    /* Where rows come from: a mix, or a list of addresses. */
    struct instances_request request;
    struct mix mix;
    struct resolve_request resolve;
    bool resolving;
    uint64_t position, draws, draws_max; /* of the mix: the next; taken so far; at most */

    struct instance_row rows[ROWS_WINDOW];
    size_t started, written; /* rows, counted on; row n is rows[n % ROWS_WINDOW] */
    size_t emitted, wanted;  /* rows in the answer, without duplicates */
    struct seen seen;        /* where distinct */
    bool continued;          /* a row stands in the answer already */

    /* Of a trainer's rows. */
    size_t left_out;
    bool halted; /* an instance could not be made now: position is its place, and this is why: */
    enum outcome why;
    char reason[VERDICT_REASON_MAX];
};

/* ---- The answer ----------------------------------------------------------------------------- */

static void write_row(struct work *work, const struct instance_row *row)
{
    struct json json = {.out = &work->exchange->out, .continued = work->continued};
    if (work->trainer)
        trainer_row_json(&json, work->trainer, row, work->request.format, work->request.system);
    else
        row_json(&json, row, work->request.format, work->request.system);
    if (work->lines)
        buffer_append(&work->exchange->out, "\n", 1);
    else
        work->continued = true;
    work->emitted++;
}

/* What became of the instances that are no rows of a trainer. */
static void write_losses(const struct work *work, struct json *json)
{
    json_put_key(json, "left_out");
    json_put_unsigned(json, work->left_out);
    if (!work->halted)
        return;
    json_put_key(json, "status");
    json_put_text(json, outcome_row(work->why)->name);
    json_put_key(json, "reason");
    json_put_text(json, work->reason);
}

/* "cursor" is where to go on; `complete`: as many rows as were asked for. */
static void write_tail(struct work *work, struct json *json)
{
    char cursor[CURSOR_MAX];
    if (!work->resolving) {
        mix_cursor_print(&work->mix, work->position, cursor);
        json_put_key(json, "cursor");
        json_put_text(json, cursor);
    }
    json_put_key(json, "complete");
    json_put_bool(json, work->emitted == work->wanted);
    if (work->trainer)
        write_losses(work, json);
}

static void work_free(struct work *work)
{
    seen_deinit(&work->seen);
    mix_deinit(&work->mix);
    instances_request_deinit(&work->request);
    resolve_request_deinit(&work->resolve);
    free(work);
}

static void end(struct work *work)
{
    struct exchange *exchange = work->exchange;
    struct json json = {.out = &exchange->out};
    bool broken = work->halted && !work->tailed;
    if (work->lines && work->tailed)
        json_put_open(&json, '{');
    else if (!work->lines)
        json_put_close(&json, ']');
    if (work->tailed) {
        write_tail(work, &json);
        json_put_close(&json, '}');
        buffer_append(&exchange->out, "\n", 1);
    }
    work_free(work);
    if (broken)
        exchange_break(exchange);
    else
        exchange_finish(exchange, 200);
}

/* ---- The window ----------------------------------------------------------------------------- */

/* Fills the next row. */
static void choose(struct work *work, struct instance_row *row)
{
    enum outcome outcome = OUTCOME_OK;
    if (work->resolving) {
        const struct address *address = &work->resolve.addresses[work->started];
        const struct version *version =
            scoring_find_version(work->exchange->thread->engine, address, &outcome, row->reason);
        row->version = version ? version_hold(version) : NULL;
        row->level = address->level;
        row->seed = address->seed;
        address_print_instance(address->name, address->version, row->level, row->seed,
                               row->address);
        if (version && scoring_check_version(version, row->reason) == OUTCOME_OK &&
            (row->level < 1 || row->level > version->description.levels))
            outcome = OUTCOME_LEVEL_OUT_OF_RANGE;
    } else {
        row->seed = work->position++;
        work->draws++;
        row->version = version_hold(mix_pick(&work->mix, row->seed, &row->level));
        address_print_instance(row->version->name, row->version->hex, row->level, row->seed,
                               row->address);
    }
    row->outcome = outcome;
}

static void row_done(struct instance_row *row);

static bool can_start(const struct work *work)
{
    const struct exchange *exchange = work->exchange;
    size_t waiting = exchange->out.size - exchange->sent;
    if (work->stopped || exchange->gone || work->started - work->written >= ROWS_WINDOW ||
        work->emitted + (work->started - work->written) >= work->wanted ||
        waiting > (work->lines ? STREAM_AHEAD : ROWS_BYTES_MAX))
        return false;
    return work->resolving ||
           (work->draws < work->draws_max && work->position <= work->request.end);
}

static void start_row(struct work *work)
{
    struct instance_row *row = &work->rows[work->started % ROWS_WINDOW];
    *row = (struct instance_row){.solve = work->request.answers, .done = row_done, .owner = work};
    choose(work, row);
    work->started++;
    row->stage = ROW_WAITS;
    row_start(row, work->exchange->thread->scoring, work->exchange->thread->engine);
}

/* Whether the row can be one of a trainer's. */
static bool takes(struct work *work, const struct instance_row *row)
{
    if (!work->trainer || row->outcome == OUTCOME_OK)
        return true;
    if (!outcome_row(row->outcome)->retryable && row->outcome != OUTCOME_UNAVAILABLE) {
        work->left_out++;
        return false;
    }
    work->halted = work->stopped = true;
    work->position = row->seed;
    work->why = row->outcome;
    snprintf(work->reason, sizeof work->reason, "%s", row->reason);
    return false;
}

static bool write_next(struct work *work)
{
    struct instance_row *row = &work->rows[work->written % ROWS_WINDOW];
    if (work->written == work->started || row->stage != ROW_ENDED)
        return false;
    bool taken = !work->halted && takes(work, row);
    if (taken && !(work->seen.keys && row->outcome == OUTCOME_OK && seen_before(&work->seen, row)))
        write_row(work, row);
    row_deinit(row);
    work->written++;
    return true;
}

/* Writes what is ready, starts what fits, ends where nothing more can come. */
static void advance(struct work *work)
{
    struct exchange *exchange = work->exchange;
    if (work->advancing)
        return;
    work->advancing = true;
    size_t written = work->written;
    for (bool moved = true; moved;) {
        moved = write_next(work);
        if (can_start(work)) {
            start_row(work);
            moved = true;
        }
    }
    work->advancing = false;
    size_t waiting = exchange->out.size - exchange->sent;
    bool reader_slow = work->lines && waiting > STREAM_AHEAD && !work->stopped && !exchange->gone;
    if (work->written == work->started && !reader_slow)
        end(work);
    else if (work->lines && work->written > written)
        exchange_pushed(exchange);
}

static void row_done(struct instance_row *row)
{
    advance(row->owner);
}

static void more(struct exchange *exchange)
{
    advance(exchange->work);
}

static void cancel(struct exchange *exchange)
{
    struct work *work = exchange->work;
    exchange->more = NULL;
    work->stopped = true;
    work->advancing = true; /* rows may end by being cancelled; we look at them afterwards */
    for (size_t i = work->written; i < work->started; i++)
        row_cancel(&work->rows[i % ROWS_WINDOW]);
    work->advancing = false;
    advance(work);
}

/* ---- The routes ----------------------------------------------------------------------------- */

static struct work *work_new(struct exchange *exchange)
{
    struct work *work = calloc(1, sizeof *work);
    if (!work) {
        exchange_fail(exchange, 500, "internal", NULL, "no memory for the request");
        return NULL;
    }
    work->exchange = exchange;
    work->lines = exchange_wants_lines(exchange);
    work->tailed = true;
    return work;
}

static void begin(struct work *work)
{
    struct exchange *exchange = work->exchange;
    exchange->work = work;
    exchange->cancel = cancel;
    if (work->lines) {
        exchange->more = more;
        exchange_stream(exchange, 200, "application/x-ndjson");
    } else {
        buffer_append_text(&exchange->out, "{\"instances\":[");
    }
    advance(work);
}

/* Where the request's cursor stands. False: answered. */
static bool take_cursor(struct work *work)
{
    struct exchange *exchange = work->exchange;
    work->position = work->request.start;
    if (!work->request.has_cursor)
        return true;
    uint64_t lowest = work->request.start;
    int status = mix_cursor_parse(&work->mix, work->request.cursor, &work->position);
    if (status == -ESTALE) {
        char hint[160];
        snprintf(hint, sizeof hint,
                 "to go on with the library as it is, leave the cursor out and send \"seed\": "
                 "%" PRIu64,
                 work->position);
        exchange_fail(exchange, 409, "cursor_mismatch", hint,
                      "the cursor belongs to another mix, or a version in it has changed");
        return false;
    }
    if (status < 0 || work->position < lowest || work->position > work->request.end + 1) {
        exchange_fail(exchange, 400, "bad_request", NULL,
                      "cursor: this is no cursor of such a request");
        return false;
    }
    return true;
}

static bool prepare_distinct(struct work *work)
{
    work->draws_max = work->request.count;
    if (work->request.distinct || work->trainer)
        work->draws_max = (uint64_t)work->request.count * DRAWS_FOR_EACH + DRAWS_MORE;
    return !work->request.distinct || seen_init(&work->seen, work->request.count);
}

/* The client has gone while a version was looked for. */
static void forget(struct exchange *exchange)
{
    work_free(exchange->work);
    exchange_finish(exchange, 503);
}

/* False: answered. The exchange may be looking for a version then. */
static bool open_mix(struct work *work)
{
    struct exchange *exchange = work->exchange;
    char reason[VERDICT_REASON_MAX];
    enum outcome outcome = mix_init(&work->mix, exchange->thread->engine, &work->request, reason);
    const struct outcome_row *row = outcome_row(outcome);
    if (work->mix.missing && exchange_looks(exchange, work->mix.missing)) {
        exchange->cancel = forget;
        return true;
    }
    if (outcome != OUTCOME_OK) {
        exchange_fail(exchange, row->http >= 400 ? row->http : 500, row->name, NULL, "%s", reason);
        return false;
    }
    if (!take_cursor(work))
        return false;
    if (!prepare_distinct(work)) {
        exchange_fail(exchange, 500, "internal", NULL, "no memory for the request");
        return false;
    }
    work->wanted = work->request.count;
    return true;
}

/* ?format=: rows of a trainer, as lines; with a tail for who asks for the stream of the API,
 * without for who keeps the answer as a file. False: answered. */
static bool take_trainer(struct work *work)
{
    struct exchange *exchange = work->exchange;
    const char *name =
        MHD_lookup_connection_value(exchange->connection, MHD_GET_ARGUMENT_KIND, "format");
    char names[120];
    if (!name)
        return true;
    work->trainer = trainer_find(name);
    work->tailed = work->lines;
    work->lines = true;
    if (work->trainer)
        return true;
    trainer_names(names, sizeof names);
    exchange_fail(exchange, 400, "bad_request",
                  "how the model is told to answer is the body's format and system",
                  "?format is one of %s", names);
    return false;
}

/* NULL: answered. */
static struct work *read_request(struct exchange *exchange)
{
    struct request_trouble trouble;
    char empty[1] = "", *body = exchange->body.data ? exchange->body.data : empty;
    struct work *work = work_new(exchange);
    if (!work)
        return NULL;
    if (!take_trainer(work)) {
        work_free(work);
        return NULL;
    }
    bool fine = instances_request_read(&work->request, &exchange->thread->document, body,
                                       exchange->body.size, &trouble) &&
                instances_request_fits(&work->request, work->lines, &trouble) &&
                (!work->trainer || instances_request_to_rows(&work->request, &trouble));
    if (!fine)
        exchange_fail_trouble(exchange, &trouble);
    else if (!work->request.answers || access_has(exchange, SCOPE_OPERATE, "\"answers\": true"))
        return work;
    work_free(work);
    return NULL;
}

/* Called again after a look for a version: the request has been read then. */
void route_instances(struct exchange *exchange)
{
    struct work *work = exchange->work;
    if (work)
        mix_deinit(&work->mix);
    else
        work = read_request(exchange);
    if (!work)
        return;
    exchange->work = work;
    exchange->cancel = NULL;
    if (!open_mix(work))
        work_free(work);
    else if (!exchange->lookup)
        begin(work);
}

void route_instances_resolve(struct exchange *exchange)
{
    struct request_trouble trouble;
    char empty[1] = "", *body = exchange->body.data ? exchange->body.data : empty;
    struct work *work = work_new(exchange);
    if (!work)
        return;
    if (!resolve_request_read(&work->resolve, &exchange->thread->document, body,
                              exchange->body.size, &trouble)) {
        work_free(work);
        exchange_fail_trouble(exchange, &trouble);
        return;
    }
    work->resolving = true;
    work->wanted = work->resolve.count;
    begin(work);
}
