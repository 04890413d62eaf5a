/* SPDX-License-Identifier: Apache-2.0 */
/* openenv_session.c: see openenv_session.h. One message is worked on at a time; where the client
 * goes meanwhile, the session lives until that work has ended. */
#include "daemon/front/openenv_session.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "daemon/front/http_listener.h"
#include "daemon/front/openenv.h"

struct openenv_session {
    struct http_thread *thread;
    struct websocket *websocket; /* NULL: the client has gone */
    struct buffer message;       /* that is worked on: items point into it */
    struct score_work *work;     /* a step's */
    struct instance_row row;     /* a reset's */
    struct openenv_reset wanted;
    struct held held; /* a reset that there is no room for yet */
    uint64_t begun_ns;
    enum { SESSION_IDLE, SESSION_RESETS, SESSION_STEPS } stage;

    char episode[EPISODE_MAX + 1];
    char instance[ADDRESS_BYTES]; /* that was asked, and not been answered; "": none */
    unsigned steps;
};

/* ---- Answers -------------------------------------------------------------------------------- */

static void drop_message(struct openenv_session *session)
{
    session->thread->body_bytes -= session->message.capacity;
    buffer_deinit(&session->message);
}

/* The work on a message is done. The session may be gone after it. */
static void answer(struct openenv_session *session, struct buffer *out)
{
    if (session->stage != SESSION_IDLE)
        session->thread->waiting--;
    session->stage = SESSION_IDLE;
    drop_message(session);
    if (!session->websocket) {
        free(session);
    } else if (out->failed) {
        websocket_close(session->websocket, WEBSOCKET_LATER);
    } else {
        websocket_answer(session->websocket, out->data, out->size);
    }
    buffer_deinit(out);
}

static void open_answer(struct json *json, const char *type)
{
    json_put_open(json, '{');
    json_put_name(json, "type");
    json_put_text(json, type);
    json_put_name(json, "data");
    json_put_open(json, '{');
}

static void close_answer(struct json *json)
{
    json_put_close(json, '}');
    json_put_close(json, '}');
}

static void fail(struct openenv_session *session, const char *code, const char *message)
{
    struct buffer out = BUFFER_INIT;
    struct json json = {.out = &out};
    open_answer(&json, "error");
    json_put_name(&json, "message");
    json_put_text(&json, message);
    json_put_name(&json, "code");
    json_put_text(&json, code);
    close_answer(&json);
    answer(session, &out);
}

static void fail_trouble(struct openenv_session *session, const char *code,
                         const struct request_trouble *trouble)
{
    char message[600];
    snprintf(message, sizeof message, "%s%s%s%s%s", trouble->place, *trouble->place ? ": " : "",
             trouble->message, *trouble->hint ? "; " : "", trouble->hint);
    fail(session, code, message);
}

static void fail_outcome(struct openenv_session *session, enum outcome outcome, const char *reason)
{
    int http = outcome_row(outcome)->http;
    char message[VERDICT_REASON_MAX + 40];
    snprintf(message, sizeof message, "%s: %s", outcome_row(outcome)->name, reason);
    fail(session, http == 400 || http == 404 ? "VALIDATION_ERROR" : "EXECUTION_ERROR", message);
}

/* ---- Reset ---------------------------------------------------------------------------------- */

static void name_episode(struct openenv_session *session, const char *given)
{
    uint64_t random[2] = {0};
    session->steps = 0;
    if (*given)
        memcpy(session->episode, given, sizeof session->episode);
    else if (getrandom(random, sizeof random, 0) == sizeof random)
        snprintf(session->episode, sizeof session->episode, "%016" PRIx64 "%016" PRIx64, random[0],
                 random[1]);
}

static void observed(struct instance_row *row)
{
    struct openenv_session *session = row->owner;
    uint64_t late_ns = session->begun_ns + (uint64_t)VERIFIERS_DEADLINE_MS * 1000 * 1000;
    struct buffer out = BUFFER_INIT;
    struct json json = {.out = &out};
    if (row->outcome == OUTCOME_OVERLOADED && session->websocket && uv_hrtime() <= late_ns) {
        row_deinit(row);
        held_wait(&session->thread->held, &session->held);
        return;
    }
    if (row->outcome != OUTCOME_OK) {
        char reason[VERDICT_REASON_MAX];
        enum outcome outcome = row->outcome;
        memcpy(reason, row->reason, sizeof reason);
        row_deinit(row);
        fail_outcome(session, outcome, reason);
        return;
    }
    memcpy(session->instance, row->address, sizeof session->instance);
    name_episode(session, session->wanted.episode);
    open_answer(&json, "observation");
    openenv_put_reset(&json, row, session->wanted.format);
    close_answer(&json);
    row_deinit(row);
    answer(session, &out);
}

static void begin_reset(struct openenv_session *session)
{
    struct engine *engine = session->thread->engine;
    char reason[VERDICT_REASON_MAX];
    session->row = (struct instance_row){.done = observed, .owner = session};
    enum outcome outcome = openenv_choose(&session->row, &session->wanted, engine, reason);
    if (outcome == OUTCOME_OK)
        row_start(&session->row, session->thread->scoring, engine);
    else
        fail_outcome(session, outcome, reason);
}

static void again(struct held *held, uint64_t now_ns)
{
    struct openenv_session *session =
        (struct openenv_session *)(void *)((char *)held - offsetof(struct openenv_session, held));
    if (session->websocket)
        begin_reset(session);
    else
        fail(session, "EXECUTION_ERROR", "the client has gone");
}

/* Draining waits for what has begun. */
static void enter(struct openenv_session *session, unsigned stage)
{
    session->stage = stage;
    session->thread->waiting++;
}

static void reset(struct openenv_session *session, const struct value *data)
{
    struct request_trouble trouble;
    if (!openenv_reset_read(&session->wanted, data, &trouble)) {
        fail_trouble(session, "VALIDATION_ERROR", &trouble);
        return;
    }
    *session->instance = '\0';
    enter(session, SESSION_RESETS);
    session->begun_ns = uv_hrtime();
    begin_reset(session);
}

/* ---- Step ----------------------------------------------------------------------------------- */

/* An answer that was judged ends the episode; one that was not measured may be sent again. */
static void stepped(struct score_work *work)
{
    struct openenv_session *session = work->owner;
    const struct verdict *verdict = &work->tasks[0].verdict;
    struct buffer out = BUFFER_INIT;
    struct json json = {.out = &out};
    enum trainer_word word = trainer_judge(&work->rules, verdict);
    session->work = NULL;
    if (word == TRAINER_REFUSED) {
        fail_outcome(session, verdict->outcome, verdict->reason);
        return;
    }
    if (word == TRAINER_NUMBER) {
        *session->instance = '\0';
        session->steps++;
    }
    open_answer(&json, "observation");
    openenv_put_step(&json, work);
    close_answer(&json);
    answer(session, &out);
}

/* NULL: answered. */
static struct score_work *read_step(struct openenv_session *session, const struct value *data)
{
    struct http_thread *thread = session->thread;
    struct trainer_rules rules = openenv_rules();
    struct request_trouble trouble;
    struct document inner;
    struct score_work *work = score_work_take(thread, stepped);
    char *episode = *session->instance ? session->instance : NULL;
    if (!work) {
        fail(session, "EXECUTION_ERROR", "no memory for the step");
        return NULL;
    }
    work->owner = session;
    work->rules = rules;
    work->patient = true;
    document_init(&inner, thread->document.secret);
    bool fine = openenv_step_read(&work->request, data, episode, &inner, &rules, &trouble);
    document_deinit(&inner);
    if (fine && score_work_make_tasks(work))
        return work;
    score_work_free(work);
    if (fine)
        fail(session, "EXECUTION_ERROR", "no memory for the step");
    else
        fail_trouble(session, "VALIDATION_ERROR", &trouble);
    return NULL;
}

static void step(struct openenv_session *session, const struct value *data)
{
    if (!*session->instance && !value_get(data, "instance") && !value_get(data, "env")) {
        fail(session, "SESSION_ERROR",
             session->steps ? "the episode is done: reset first" : "step before reset");
        return;
    }
    struct score_work *work = read_step(session, data);
    if (!work)
        return;
    enter(session, SESSION_STEPS);
    session->work = work;
    score_work_start(work);
}

/* ---- The rest ------------------------------------------------------------------------------- */

static void put_text_or_null(struct json *json, const char *text)
{
    json_put_text(json, *text ? text : NULL);
}

static void state(struct openenv_session *session)
{
    struct buffer out = BUFFER_INIT;
    struct json json = {.out = &out};
    open_answer(&json, "state");
    json_put_name(&json, "episode_id");
    put_text_or_null(&json, session->episode);
    json_put_name(&json, "step_count");
    json_put_unsigned(&json, session->steps);
    json_put_name(&json, "instance");
    put_text_or_null(&json, session->instance);
    close_answer(&json);
    answer(session, &out);
}

static void dispatch(struct openenv_session *session, const struct value *root)
{
    const struct value *type = value_get(root, "type"), *data = value_get(root, "data");
    if (value_equals(type, "reset"))
        reset(session, data);
    else if (value_equals(type, "step"))
        step(session, data);
    else if (value_equals(type, "state"))
        state(session);
    else if (value_equals(type, "close"))
        websocket_close(session->websocket, WEBSOCKET_NORMAL);
    else
        fail(session, "UNKNOWN_TYPE", "type is one of reset, step, state, close");
}

static void on_message(void *context, struct buffer *message)
{
    struct openenv_session *session = context;
    struct document *document = &session->thread->document;
    struct request_trouble trouble;
    char empty[1] = "";
    session->message = *message;
    *message = BUFFER_INIT;
    session->thread->body_bytes += session->message.capacity;
    char *text = session->message.data ? session->message.data : empty;
    const struct value *root = request_load(document, text, session->message.size, &trouble);
    if (root)
        dispatch(session, root);
    else
        fail_trouble(session, "INVALID_JSON", &trouble);
    document_trim(document);
}

static void on_ended(void *context)
{
    struct openenv_session *session = context;
    session->websocket = NULL;
    if (session->stage == SESSION_STEPS) {
        score_work_cancel(session->work);
    } else if (session->stage == SESSION_RESETS) {
        row_cancel(&session->row); /* does nothing where it is held: the sweep ends it */
    } else {
        drop_message(session);
        free(session);
    }
}

bool openenv_session_start(struct http_listener *listener, int fd,
                           struct MHD_UpgradeResponseHandle *handle, const char *early,
                           size_t early_size)
{
    static const struct websocket_hooks hooks = {on_message, on_ended};
    struct openenv_session *session = calloc(1, sizeof *session);
    if (!session)
        return false;
    session->thread = listener->thread;
    session->held.again = again;
    session->websocket = websocket_new(listener, fd, handle, early, early_size, &hooks, session);
    if (session->websocket)
        return true;
    free(session);
    return false;
}
