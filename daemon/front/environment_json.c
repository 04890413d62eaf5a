/* SPDX-License-Identifier: Apache-2.0 */
/* environment_json.c: see environment_json.h. */
#include "daemon/front/environment_json.h"

#include "daemon/front/request_address.h"
#include "lib/compile/compile_report.h"

const char *version_state_name(enum version_state state)
{
    switch (state) {
    case VERSION_PENDING:
        return "pending";
    case VERSION_SERVED:
        return "served";
    case VERSION_QUARANTINED:
        return "quarantined";
    case VERSION_FAILED:
        break;
    }
    return "failed";
}

const char *gated_name(enum gated gated)
{
    static const char *const names[] = {
        [GATED_NOT] = NULL,
        [GATED_ADMITTED] = "admitted",
        [GATED_REJECTED] = "rejected",
        [GATED_INCONCLUSIVE] = "inconclusive",
    };
    return names[gated];
}

/* Whether its description is known. */
static bool described(const struct version *version)
{
    return version->description.abi != 0;
}

static void put_text(struct json *json, const char *key, const char *text)
{
    json_put_key(json, key);
    json_put_text(json, text && *text ? text : NULL);
}

static void put_number(struct json *json, const char *key, uint64_t value)
{
    json_put_key(json, key);
    json_put_unsigned(json, value);
}

static void put_real(struct json *json, const char *key, double value)
{
    json_put_key(json, key);
    json_put_real(json, value);
}

static void put_bool(struct json *json, const char *key, bool value)
{
    json_put_key(json, key);
    json_put_bool(json, value);
}

void environment_json_brief(struct json *json, const struct version *version, bool active)
{
    const struct description *description = &version->description;
    bool known = described(version);
    char address[ADDRESS_BYTES];
    put_text(json, "name", version->name);
    put_text(json, "env", address_print_environment(version->name, version->hex, address));
    put_text(json, "version", version->hex);
    put_bool(json, "active", active);
    put_text(json, "status", version_state_name(version->state));
    put_text(json, "kind", !known ? NULL : description->checker ? "checker" : "environment");
    put_text(json, "category", known ? description->category : NULL);
    json_put_key(json, "levels");
    if (known)
        json_put_unsigned(json, description->levels);
    else
        json_put_null(json);
    put_text(json, "summary", known ? description->summary : NULL);
    put_text(json, "failure", version->failure);
    put_text(json, "gate", gated_name(version->gated));
}

static const char *extract_name(uint32_t extract)
{
    return extract == RS_LAST_LINE ? "last_line" : extract == RS_WHOLE ? "whole" : "tagged";
}

static void put_declaration(struct json *json, const struct description *description)
{
    put_text(json, "answer", description->answer);
    put_text(json, "score", description->score == RS_PARTIAL ? "partial" : "binary");
    put_text(json, "extract", extract_name(description->extract));
    put_text(json, "rest", description->rest == RS_IGNORED ? "ignored" : "refused");
    put_text(json, "answer_form", description->answer_form == RS_VERBATIM ? "verbatim" : "trimmed");
    put_real(json, "guess_rate", description->guess_rate);
    put_real(json, "empty_may_win", description->empty_may_win);
    put_bool(json, "derived_state", description->derived_state != 0);
    put_bool(json, "another", description->has_another != 0);
    json_put_key(json, "metrics");
    json_put_open(json, '[');
    for (unsigned i = 0; i < description->metric_count; i++)
        json_put_text(json, description->metrics[i]);
    json_put_close(json, ']');
    put_number(json, "examples", description->example_count);
    put_number(json, "abi", description->abi);
    json_put_key(json, "limits");
    json_put_open(json, '{');
    put_number(json, "cpu_ms", description->cpu_ms);
    put_number(json, "memory_kib", description->memory_kib);
    put_number(json, "stack_kib", description->stack_kib);
    put_number(json, "state_bytes", description->state_size);
    json_put_close(json, '}');
}

void environment_json_full(struct json *json, const struct version *version, bool active)
{
    environment_json_brief(json, version, active);
    if (described(version))
        put_declaration(json, &version->description);
    put_number(json, "source_bytes", version->source_size);
    json_put_key(json, "diagnostics");
    environment_json_diagnostics(json, version);
}

void environment_json_diagnostics(struct json *json, const struct version *version)
{
    if (version->report && (version->report->count || version->state != VERSION_FAILED)) {
        compile_report_json(version->report, json);
        return;
    }
    json_put_open(json, '[');
    if (version->state == VERSION_FAILED) {
        json_put_open(json, '{');
        put_text(json, "severity", "error");
        put_text(json, "line", NULL);
        put_text(json, "column", NULL);
        put_text(json, "message",
                 *version->failure ? version->failure : "it could not be compiled");
        put_text(json, "source", NULL);
        put_text(json, "hint", NULL);
        json_put_close(json, '}');
    }
    json_put_close(json, ']');
}

void environment_json_report(struct json *json, const char *report, size_t size)
{
    buffer_append(json->out, ",", 1);
    buffer_append(json->out, report + 1, size - 2);
}
