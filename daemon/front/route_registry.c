/* SPDX-License-Identifier: Apache-2.0 */
/* route_registry.c: what changes the library. PUT of an environment is a trial whose end is a wish
 * of the registry; the others are such wishes. Each answer comes when every thread sees what has
 * changed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/front/environment_json.h"
#include "daemon/front/http_route.h"
#include "daemon/front/request_address.h"
#include "daemon/front/trial.h"

/* One wish. `trial` is of PUT: first, so that it is freed as one. */
struct work {
    struct trial trial;
    struct change change;
    struct address address;
};

/* ---- The request ------------------------------------------------------------------------------
 */

static const char *argument(const struct exchange *exchange, const char *name)
{
    return MHD_lookup_connection_value(exchange->connection, MHD_GET_ARGUMENT_KIND, name);
}

static const char *header(const struct exchange *exchange, const char *name)
{
    return MHD_lookup_connection_value(exchange->connection, MHD_HEADER_KIND, name);
}

/* ?name=true or false. False: it is neither, and answered. */
static bool read_flag(struct exchange *exchange, const char *name, bool *flag)
{
    const char *given = argument(exchange, name);
    if (!given)
        return true;
    *flag = strcmp(given, "true") == 0;
    if (*flag || strcmp(given, "false") == 0)
        return true;
    exchange_fail(exchange, 400, "bad_request", NULL, "?%s is true or false", name);
    return false;
}

/* If-Match: "VERSION", or If-None-Match: * for a name that means nothing yet. False: answered. */
static bool read_expected(struct exchange *exchange, struct work *work)
{
    const char *match = header(exchange, MHD_HTTP_HEADER_IF_MATCH);
    const char *none = header(exchange, MHD_HTTP_HEADER_IF_NONE_MATCH);
    char digits[HASH_HEX] = "";
    int end = 0;
    work->change.expects = match || none;
    if (!match && (!none || strcmp(none, "*") == 0))
        return true;
    if (!match || none || sscanf(match, "\"%64[0-9a-f]\"%n", digits, &end) != 1 || match[end]) {
        exchange_fail(exchange, 400, "bad_request", NULL,
                      "If-Match is a version in quotes, If-None-Match is *, and one is enough");
        return false;
    }
    const struct library_entry *entry =
        library_find(engine_library(exchange->thread->engine), work->address.name);
    const struct version *version = entry ? library_find_version(entry, digits) : NULL;
    if (!version) {
        exchange_fail(exchange, 412, "precondition_failed", NULL, "%s has no version %s",
                      work->address.name, digits);
        return false;
    }
    memcpy(work->change.expected, version->hash, HASH_BYTES);
    return true;
}

/* The version that the path names, where it names one. False: answered, or to be asked again. */
static bool read_version(struct exchange *exchange, struct work *work)
{
    const struct library_entry *entry =
        library_find(engine_library(exchange->thread->engine), work->address.name);
    if (!*work->address.version)
        return true;
    const struct version *version =
        entry ? library_find_version(entry, work->address.version) : NULL;
    if (version)
        memcpy(work->change.hash, version->hash, HASH_BYTES);
    else if (!exchange_looks(exchange, &work->address))
        exchange_fail(exchange, 404, entry ? "unknown_version" : "unknown_environment",
                      "GET /v1/environments/NAME/versions lists them", "there is no %s",
                      exchange->parameter);
    return version;
}

enum naming { A_NAME, A_VERSION, EITHER };

static bool read_path(struct exchange *exchange, struct work *work, enum naming naming)
{
    struct error error;
    if (address_parse_environment(exchange->parameter, strlen(exchange->parameter), &work->address,
                                  &error) < 0) {
        exchange_fail(exchange, 400, "bad_request", NULL, "%s", error.text);
        return false;
    }
    bool versioned = *work->address.version;
    if (naming != EITHER && versioned != (naming == A_VERSION)) {
        exchange_fail(exchange, 400, "bad_request", NULL,
                      versioned ? "this is about a name: leave @VERSION out"
                                : "say which version: NAME@VERSION");
        return false;
    }
    memcpy(work->change.name, work->address.name, sizeof work->change.name);
    return read_version(exchange, work);
}

/* NULL: answered, or to be asked again. */
static struct work *work_new(struct exchange *exchange, enum change_kind kind, enum naming naming)
{
    struct work *work = calloc(1, sizeof *work);
    if (!work) {
        exchange_fail(exchange, 500, "internal", NULL, "no memory for the request");
        return NULL;
    }
    work->trial.exchange = exchange;
    work->change.kind = kind;
    if (read_path(exchange, work, naming) && read_expected(exchange, work))
        return work;
    free(work);
    return NULL;
}

/* ---- The answer -------------------------------------------------------------------------------
 */

static const struct {
    int status;
    const char *code, *message, *hint;
} refusals[CHANGE_ENDS] = {
    [CHANGE_UNKNOWN_NAME] = {404, "unknown_environment", "there is no environment of this name",
                             "GET /v1/environments lists them"},
    [CHANGE_UNKNOWN_VERSION] = {404, "unknown_version", "there is no such version, or none before",
                                "GET /v1/environments/NAME/versions and …/history list them"},
    [CHANGE_CONFLICT] = {412, "precondition_failed", "another version is active than was expected",
                         "read it again, then decide"},
    [CHANGE_ACTIVE] = {409, "is_active", "the name means this version",
                       "activate another first, or DELETE the name"},
    [CHANGE_HELD] = {409, "held_by_file",
                     "this version lies in the environments directory as a file",
                     "remove the file"},
    [CHANGE_NO_FILE] = {404, "no_file", "no file of the environments directory has this name",
                        "say which version: NAME@VERSION"},
    [CHANGE_TAKEN] = {409, "version_taken",
                      "the first 12 digits of its version are taken by another source of this name",
                      "change the source, if only a comment in it"},
    [CHANGE_NO_DATABASE] = {503, "unavailable",
                            "the store is away, or its database cannot be written; scoring goes on",
                            "try again: what has been done already is not done twice"},
    [CHANGE_FULL] = {507, "full", "there is no room for more versions",
                     "DELETE NAME@VERSION?purge=true takes a version away for good; "
                     "--keep-versions does so by itself"},
};

static void put_version(struct json *json, const char *key, const uint8_t version[HASH_BYTES])
{
    static const uint8_t none[HASH_BYTES];
    char hex[HASH_HEX];
    hash_hex(version, hex);
    json_put_key(json, key);
    json_put_text(json, memcmp(version, none, HASH_BYTES) == 0 ? NULL : hex);
}

/* `version`: of PUT. */
static void put_members(struct json *json, const struct change *change,
                        const struct version *version, const struct changed *changed)
{
    if (!version) {
        json_put_key(json, "name");
        json_put_text(json, change->name);
    } else {
        bool active = memcmp(change->hash, changed->active, HASH_BYTES) == 0;
        environment_json_brief(json, version, active);
        if (version->gate_report)
            environment_json_report(json, version->gate_report, version->gate_report_size);
    }
    put_version(json, "active_version", changed->active);
}

static void put_past(struct json *json, const struct changed *changed)
{
    json_put_key(json, "history");
    json_put_open(json, '[');
    for (size_t i = 0; i < changed->past_count; i++) {
        const struct past_meaning *past = &changed->past[i];
        json_put_open(json, '{');
        json_put_key(json, "meant");
        json_put_text(json, past->kind == CHANGE_ACTIVATE ? "version"
                            : past->kind == CHANGE_FOLLOW ? "file"
                                                          : "nothing");
        put_version(json, "version", past->version);
        json_put_key(json, "at");
        json_put_integer(json, past->at);
        json_put_key(json, "rollback");
        json_put_bool(json, past->rollback);
        json_put_close(json, '}');
    }
    json_put_close(json, ']');
}

static void answer(struct work *work, const struct changed *changed)
{
    struct exchange *exchange = work->trial.exchange;
    const struct change *change = &work->change;
    struct json json = {.out = &exchange->out};
    json_put_open(&json, '{');
    put_members(&json, change, work->trial.version, changed);
    if (change->kind == CHANGE_HISTORY)
        put_past(&json, changed);
    if (work->trial.begun_ns)
        trial_put_timing(&work->trial, true, &json);
    json_put_close(&json, '}');
    buffer_append(&exchange->out, "\n", 1);
    bool created = changed->end == CHANGE_MADE && change->kind == CHANGE_PUT;
    trial_free(&work->trial);
    exchange_finish(exchange, created ? 201 : 200);
}

static void try_source(struct work *work);

static void done(struct change *change, const struct changed *changed)
{
    struct work *work = (struct work *)(void *)((char *)change - offsetof(struct work, change));
    if (changed->end == CHANGE_MADE || changed->end == CHANGE_NOTHING)
        answer(work, changed);
    else if (changed->end == CHANGE_UNKNOWN_VERSION && change->kind == CHANGE_PUT)
        try_source(work);
    else
        trial_fail(&work->trial, refusals[changed->end].status, refusals[changed->end].code,
                   refusals[changed->end].message, refusals[changed->end].hint, NULL);
}

static void forget_client(struct exchange *exchange)
{
    /* The change goes on: it may be on the disk already. */
}

static void submit(struct work *work)
{
    struct exchange *exchange = work->trial.exchange;
    work->change.done = done;
    exchange->work = work;
    exchange->cancel = forget_client;
    engine_change(exchange->thread->engine, &work->change);
}

/* ---- PUT --------------------------------------------------------------------------------------
 */

static void refuse_by_gate(struct trial *trial, const struct examined *examined)
{
    struct buffer details = BUFFER_INIT;
    char message[256];
    bool rejected = examined->gated == GATED_REJECTED;
    buffer_append(&details, "[", 1);
    buffer_append(&details, examined->report, examined->report_size);
    buffer_append(&details, "]", 1);
    snprintf(message, sizeof message, "the gate %s it: %.200s",
             rejected ? "rejects" : "cannot admit", examined->sentence);
    trial_fail(trial, 422, rejected ? "rejected" : "inconclusive", message,
               "each finding says what answered, and what to do", &details);
    buffer_deinit(&details);
}

static void put_passed(struct trial *trial, const struct examined *examined)
{
    struct work *work = (struct work *)trial;
    const struct version *version = trial->version;
    bool enforced = trial->exchange->thread->server->gate == GATE_ENFORCED;
    if (strcmp(version->name, work->address.name) != 0) {
        char message[200];
        snprintf(message, sizeof message, "its declaration says .name = \"%s\", the path says %s",
                 version->name, work->address.name);
        trial_fail(trial, 422, "name_mismatch", message, NULL, NULL);
        return;
    }
    if (examined && examined->gated != GATED_ADMITTED && enforced) {
        refuse_by_gate(trial, examined);
        return;
    }
    if (examined)
        version_judge(version, examined);
    work->change.version = version;
    memcpy(work->change.hash, version->hash, HASH_BYTES);
    submit(work);
}

static void try_source(struct work *work)
{
    struct exchange *exchange = work->trial.exchange;
    if (work->trial.version)
        version_release(work->trial.version);
    work->trial.version = NULL;
    work->trial.ungated = exchange->thread->server->gate == GATE_OFF;
    work->trial.passed = put_passed;
    trial_start(&work->trial, exchange);
}

/* What is served already need not be tried again. */
static const struct version *find_served(const struct exchange *exchange, const struct work *work)
{
    uint8_t hash[HASH_BYTES];
    char hex[HASH_HEX];
    hash_bytes(exchange->body.data, exchange->body.size, hash);
    hash_hex(hash, hex);
    const struct library_entry *entry =
        library_find(engine_library(exchange->thread->engine), work->address.name);
    const struct version *version = entry ? library_find_version(entry, hex) : NULL;
    return version && version->state == VERSION_SERVED ? version : NULL;
}

void route_environment_put(struct exchange *exchange)
{
    struct work *work = work_new(exchange, CHANGE_PUT, A_NAME);
    if (!work)
        return;
    work->change.activate = true;
    if (!read_flag(exchange, "activate", &work->change.activate)) {
        free(work);
        return;
    }
    const struct version *served = find_served(exchange, work);
    if (!served) {
        try_source(work);
        return;
    }
    work->trial.version = version_hold(served);
    memcpy(work->change.hash, served->hash, HASH_BYTES);
    submit(work);
}

/* ---- What a name means ------------------------------------------------------------------------
 */

static void submit_new(struct exchange *exchange, enum change_kind kind, enum naming naming)
{
    struct work *work = work_new(exchange, kind, naming);
    if (work)
        submit(work);
}

/* NAME@VERSION: that version. NAME: what its file holds, from now on. */
void route_environment_activate(struct exchange *exchange)
{
    struct work *work = work_new(exchange, CHANGE_ACTIVATE, EITHER);
    if (!work)
        return;
    if (!*work->address.version)
        work->change.kind = CHANGE_FOLLOW;
    submit(work);
}

void route_environment_rollback(struct exchange *exchange)
{
    submit_new(exchange, CHANGE_ROLLBACK, A_NAME);
}

void route_environment_history(struct exchange *exchange)
{
    submit_new(exchange, CHANGE_HISTORY, A_NAME);
}

/* NAME: it means nothing from now on, its versions stay. NAME@VERSION?purge=true: that one goes. */
void route_environment_delete(struct exchange *exchange)
{
    struct work *work = work_new(exchange, CHANGE_DEACTIVATE, EITHER);
    bool purges = false;
    if (!work)
        return;
    if (!read_flag(exchange, "purge", &purges)) {
        free(work);
        return;
    }
    if (purges != (*work->address.version != '\0')) {
        exchange_fail(exchange, 400, "bad_request", NULL,
                      purges
                          ? "say which version is to be purged: NAME@VERSION"
                          : "addresses may refer to this version: ?purge=true takes it away for "
                            "good; without @VERSION the name is taken away and its versions stay");
        free(work);
        return;
    }
    if (purges)
        work->change.kind = CHANGE_PURGE;
    submit(work);
}

/* ---- Quarantine -------------------------------------------------------------------------------
 */

static bool read_reason(void *context, const struct value *value, struct request_trouble *trouble)
{
    char *reason = context;
    if (!value_is(value, VALUE_STRING) || !value->size || value->size >= REASON_MAX ||
        strlen(value->text) < value->size)
        return trouble_set(trouble, "bad_request", "",
                           "this must be a string of 1 to %d bytes without NUL", REASON_MAX - 1);
    memcpy(reason, value->text, value->size + 1);
    return true;
}

/* {"reason": "…"}. False: answered. */
static bool read_reasons(struct exchange *exchange, char reason[REASON_MAX])
{
    const struct request_field fields[] = {{"reason", read_reason}};
    struct request_trouble trouble = {0};
    const struct value *root = request_load(&exchange->thread->document, exchange->body.data,
                                            exchange->body.size, &trouble);
    bool fine = root && request_read_fields(root, fields, 1, reason, &trouble);
    if (fine && !*reason)
        fine = trouble_set(&trouble, "bad_request", "reason", "say why");
    if (!fine)
        exchange_fail_trouble(exchange, &trouble);
    return fine;
}

void route_environment_quarantine(struct exchange *exchange)
{
    struct work *work = work_new(exchange, CHANGE_QUARANTINE, A_VERSION);
    if (!work)
        return;
    if (read_reasons(exchange, work->change.reason))
        submit(work);
    else
        free(work);
}

void route_environment_release(struct exchange *exchange)
{
    submit_new(exchange, CHANGE_RELEASE, A_VERSION);
}
