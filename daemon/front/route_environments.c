/* SPDX-License-Identifier: Apache-2.0 */
/* route_environments.c: GET /v1/environments and what is below it. All from the library's snapshot:
 * no worker is touched. */
#include <string.h>

#include "daemon/front/environment_json.h"
#include "daemon/front/http_route.h"
#include "daemon/front/scoring.h"

/* What stands for a bare name: the active version, else one that should be and is not (yet) served:
 * whoever asks for it wants to know why. NULL: versions are here, but none is meant by the name. */
static const struct version *bare_version(const struct library_entry *entry)
{
    for (size_t i = 0; !entry->active && i < entry->version_count; i++)
        if (entry->versions[i]->state != VERSION_SERVED)
            return entry->versions[i];
    return entry->active;
}

/* A listing shows each name. */
static const struct version *listed_version(const struct library_entry *entry)
{
    const struct version *version = bare_version(entry);
    return version || !entry->version_count ? version : entry->versions[0];
}

void route_environments(struct exchange *exchange)
{
    const struct library *library = engine_library(exchange->thread->engine);
    struct json json = {.out = &exchange->out};
    json_put_open(&json, '{');
    json_put_key(&json, "environments");
    json_put_open(&json, '[');
    for (size_t i = 0; i < library->count; i++) {
        const struct library_entry *entry = &library->entries[i];
        const struct version *version = listed_version(entry);
        if (!version)
            continue;
        json_put_open(&json, '{');
        environment_json_brief(&json, version, version == entry->active);
        json_put_close(&json, '}');
    }
    json_put_close(&json, ']');
    json_put_close(&json, '}');
    buffer_append(&exchange->out, "\n", 1);
    exchange_finish(exchange, 200);
}

/* The entry and the version that the path names; NULL: answered, or to be asked again. */
static const struct version *find(struct exchange *exchange, const struct library_entry **entry)
{
    struct engine *engine = exchange->thread->engine;
    struct address address;
    struct error error;
    enum outcome outcome;
    char reason[VERDICT_REASON_MAX];
    if (address_parse_environment(exchange->parameter, strlen(exchange->parameter), &address,
                                  &error) < 0) {
        exchange_fail(exchange, 404, "unknown_environment", NULL, "%s", error.text);
        return NULL;
    }
    const struct library_entry *found = library_find(engine_library(engine), address.name);
    const struct version *version = scoring_find_version(engine, &address, &outcome, reason);
    if (!version && found && !*address.version)
        version = bare_version(found);
    if (!version && !exchange_looks(exchange, &address))
        exchange_fail(exchange, 404, outcome_row(outcome)->name, "GET /v1/environments lists them",
                      "%s", reason);
    *entry = found;
    return version;
}

static void put_versions(struct json *json, const struct library_entry *entry)
{
    json_put_key(json, "versions");
    json_put_open(json, '[');
    for (size_t i = 0; i < entry->version_count; i++) {
        json_put_open(json, '{');
        json_put_key(json, "version");
        json_put_text(json, entry->versions[i]->hex);
        json_put_key(json, "status");
        json_put_text(json, version_state_name(entry->versions[i]->state));
        json_put_key(json, "active");
        json_put_bool(json, entry->versions[i] == entry->active);
        json_put_key(json, "gate");
        json_put_text(json, gated_name(entry->versions[i]->gated));
        json_put_close(json, '}');
    }
    json_put_close(json, ']');
}

void route_environment(struct exchange *exchange)
{
    const struct library_entry *entry;
    const struct version *version = find(exchange, &entry);
    if (!version)
        return;
    struct json json = {.out = &exchange->out};
    json_put_open(&json, '{');
    environment_json_full(&json, version, version == entry->active);
    put_versions(&json, entry);
    json_put_close(&json, '}');
    buffer_append(&exchange->out, "\n", 1);
    exchange_finish(exchange, 200);
}

void route_environment_source(struct exchange *exchange)
{
    const struct library_entry *entry;
    const struct version *version = find(exchange, &entry);
    if (!version)
        return;
    buffer_append(&exchange->out, version->source, version->source_size);
    exchange->content_type = "text/x-c; charset=utf-8";
    exchange_finish(exchange, 200);
}

void route_environment_report(struct exchange *exchange)
{
    const struct library_entry *entry;
    const struct version *version = find(exchange, &entry);
    if (!version)
        return;
    if (!version->gate_report) {
        exchange_fail(exchange, 404, "no_report",
                      "resynd --gate off asks it for nothing; POST /v1/check asks it once",
                      "the gate has not been asked about this version");
        return;
    }
    struct json json = {.out = &exchange->out};
    json_put_open(&json, '{');
    environment_json_brief(&json, version, version == entry->active);
    environment_json_report(&json, version->gate_report, version->gate_report_size);
    json_put_close(&json, '}');
    buffer_append(&exchange->out, "\n", 1);
    exchange_finish(exchange, 200);
}

void route_environment_versions(struct exchange *exchange)
{
    const struct library_entry *entry;
    if (!find(exchange, &entry))
        return;
    struct json json = {.out = &exchange->out};
    json_put_open(&json, '{');
    json_put_key(&json, "name");
    json_put_text(&json, entry->name);
    json_put_key(&json, "active");
    json_put_text(&json, entry->active ? entry->active->hex : NULL);
    put_versions(&json, entry);
    json_put_close(&json, '}');
    buffer_append(&exchange->out, "\n", 1);
    exchange_finish(exchange, 200);
}
