/* SPDX-License-Identifier: Apache-2.0 */
/* replay.c: see replay.h. */
#include "daemon/ctl/replay.h"

#include <stdlib.h>
#include <string.h>

#include "proto/outcome.h"

enum { PATIENCE_S = 60 };
#define BATCH_BYTES_MAX ((size_t)16 * 1024 * 1024)

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

void replay_open(struct replay *replay)
{
    replay->lines = json_array();
    replay->items = json_array();
}

void replay_close(struct replay *replay)
{
    json_decref(replay->lines);
    json_decref(replay->items);
}

/* ---- From a line to an item ---- */

/* env, and "version": "active" where that is what is wanted. */
static void put_environment(json_t *item, const struct replay *replay, const char *environment)
{
    size_t name = strcspn(environment, "@");
    const char *own = environment[name] ? environment + name + 1 : "active";
    const char *version = replay->version ? replay->version : own;
    if (strcmp(version, "active") == 0) {
        json_object_set_new(item, "version", json_string("active"));
        json_object_set_new(item, "env", json_stringn(environment, name));
    } else {
        json_object_set_new(item, "env", json_sprintf("%.*s@%s", (int)name, environment, version));
    }
}

static json_t *item_of(const struct replay *replay, const json_t *line)
{
    static const char *const copied[] = {"level",    "seed",          "given",       "response",
                                         "thinking", "finish_reason", "deadline_ms", "extract"};
    json_t *item = json_object();
    put_environment(item, replay, text_of(line, "env"));
    for (size_t i = 0; i < sizeof copied / sizeof *copied; i++) {
        json_t *value = json_object_get(line, copied[i]);
        if (value && !json_is_null(value))
            json_object_set(item, copied[i], value);
    }
    return item;
}

/* Whether it is a line of the log that said something of a rollout. */
static bool is_rollout(const json_t *line)
{
    const char *status = text_of(line, "status");
    return *status && strcmp(status, outcome_row(OUTCOME_BAD_REQUEST)->name) != 0 &&
           *text_of(line, "env") && json_is_string(json_object_get(line, "response")) &&
           (json_is_string(json_object_get(line, "given")) ||
            json_is_integer(json_object_get(line, "seed")));
}

static bool is_of(const char *environment, const char *name)
{
    size_t size = strcspn(environment, "@");
    return strlen(name) == size && strncmp(environment, name, size) == 0;
}

/* ---- What has changed ---- */

static bool measured(const json_t *verdict)
{
    return strcmp(text_of(verdict, "fault"), fault_name(FAULT_SERVER)) != 0;
}

static bool equal(const json_t *before, const json_t *now)
{
    return strcmp(text_of(before, "status"), text_of(now, "status")) == 0 &&
           json_number_value(json_object_get(before, "reward")) ==
               json_number_value(json_object_get(now, "reward"));
}

static void add_rewards(struct replay *replay, const json_t *before, const json_t *now)
{
    const json_t *then = json_object_get(before, "reward"),
                 *reward = json_object_get(now, "reward");
    if (!json_is_number(then) || !json_is_number(reward))
        return;
    replay->rewarded++;
    replay->passed_before += json_number_value(then) >= 1;
    replay->passed_now += json_number_value(reward) >= 1;
    replay->reward_before += json_number_value(then);
    replay->reward_now += json_number_value(reward);
}

static void compare(struct replay *replay, const json_t *before, const json_t *now)
{
    if (!measured(before) || !measured(now)) {
        replay->unmeasured++;
        return;
    }
    add_rewards(replay, before, now);
    if (equal(before, now)) {
        replay->same++;
        return;
    }
    replay->different++;
    replay->differs(replay->context, before, now);
}

/* ---- Whether another version asks the same ---- */

/* {address: question} of all addresses in the batch whose version has changed. Whose question
 * cannot be had is not in it. */
static int ask_questions(const struct replay *replay, const json_t *results, json_t *questions)
{
    json_t *asked = json_object(), *addresses = json_array(), *answer = NULL, *line;
    size_t i;
    json_array_foreach(replay->lines, i, line)
    {
        const char *old = text_of(line, "instance"),
                   *new = text_of(json_array_get(results, i), "instance");
        if (!*old || !*new || strcmp(old, new) == 0)
            continue;
        json_object_set_new(asked, old, json_null());
        json_object_set_new(asked, new, json_null());
    }
    const char *address;
    json_object_foreach(asked, address, line)
        json_array_append_new(addresses, json_string(address));
    json_decref(asked);
    int status = EXIT_FINE;
    if (json_array_size(addresses)) {
        json_t *body = json_pack("{s:O}", "instances", addresses);
        char *text = json_dumps(body, JSON_COMPACT);
        status = client_request(replay->client, "/v1/instances/resolve", text, strlen(text),
                                PATIENCE_S, &answer);
        free(text);
        json_decref(body);
    }
    json_array_foreach(json_object_get(answer, "instances"), i,
                       line) if (json_is_string(json_object_get(line, "question")))
        json_object_set(questions, json_string_value(json_array_get(addresses, i)),
                        json_object_get(line, "question"));
    json_decref(addresses);
    json_decref(answer);
    return status;
}

/* Whether the verdicts are of the same question. */
static bool asks_the_same(struct replay *replay, const json_t *before, const json_t *now,
                          const json_t *questions)
{
    const char *old = text_of(before, "instance"), *new = text_of(now, "instance");
    if (!*old || !*new || strcmp(old, new) == 0)
        return true;
    const json_t *was = json_object_get(questions, old), *is = json_object_get(questions, new);
    replay->unchecked += !was || !is;
    return !was || !is || json_equal(was, is);
}

/* ---- The batch ---- */

static int take_results(struct replay *replay, const json_t *results)
{
    json_t *questions = json_object(), *line;
    int status = ask_questions(replay, results, questions);
    size_t i;
    json_array_foreach(replay->lines, i, line)
    {
        const json_t *now = json_array_get(results, i);
        if (status != EXIT_FINE)
            break;
        replay->replayed++;
        if (asks_the_same(replay, line, now, questions))
            compare(replay, line, now);
        else
            replay->elsewhere++;
    }
    json_decref(questions);
    return status;
}

int replay_flush(struct replay *replay)
{
    json_t *answer = NULL;
    if (!json_array_size(replay->lines))
        return EXIT_FINE;
    json_t *body = json_pack("{s:O}", "items", replay->items);
    char *text = json_dumps(body, JSON_COMPACT);
    int status =
        client_request(replay->client, "/v1/score/batch", text, strlen(text), PATIENCE_S, &answer);
    free(text);
    json_decref(body);
    const json_t *results = json_object_get(answer, "results");
    if (status == EXIT_FINE && json_array_size(results) != json_array_size(replay->lines)) {
        complain("the daemon answered %zu of %zu items", json_array_size(results),
                 json_array_size(replay->lines));
        status = EXIT_REFUSED;
    }
    if (status == EXIT_FINE)
        status = take_results(replay, results);
    json_decref(answer);
    json_array_clear(replay->lines);
    json_array_clear(replay->items);
    replay->bytes = 0;
    return status;
}

int replay_line(struct replay *replay, const char *text, size_t size)
{
    json_error_t error;
    json_t *line = json_loadb(text, size, JSON_ALLOW_NUL, &error);
    bool rollout = json_is_object(line) && is_rollout(line);
    if (!rollout) {
        replay->unreadable++;
    } else if (replay->environment && !is_of(text_of(line, "env"), replay->environment)) {
        replay->left_out++;
    } else {
        json_array_append(replay->lines, line);
        json_array_append_new(replay->items, item_of(replay, line));
        replay->bytes += size;
    }
    json_decref(line);
    bool full = json_array_size(replay->lines) == REPLAY_BATCH || replay->bytes > BATCH_BYTES_MAX;
    return full ? replay_flush(replay) : EXIT_FINE;
}
