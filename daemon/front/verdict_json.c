/* SPDX-License-Identifier: Apache-2.0 */
/* verdict_json.c: see verdict_json.h. */
#include "daemon/front/verdict_json.h"

#include "lib/runtime/runtime.h"

const char *extraction_name(enum extraction extraction)
{
    static const char *const names[] = {
#define EXTRACTION_NAME(symbol, name) [EXTRACTION_##symbol] = name,
        EXTRACTIONS(EXTRACTION_NAME)
#undef EXTRACTION_NAME
    };
    return (unsigned)extraction < EXTRACTION_COUNT ? names[extraction] : "none";
}

static void label_json(struct json *json, const struct label *label)
{
    if (label->kind == LABEL_TEXT)
        json_put_string(json, label->text.data, label->text.size);
    else if (label->kind == LABEL_INTEGER)
        json_put_integer(json, label->integer);
    else
        json_put_null(json);
}

void verdict_json_instance(struct json *json, const struct score_item *item,
                           const struct version *version)
{
    const struct address *address = &item->address;
    const char *hex = version ? version->hex : address->version;
    char text[ADDRESS_BYTES];
    if (item->has_instance && *hex)
        json_put_text(
            json, address_print_instance(address->name, hex, address->level, address->seed, text));
    else
        json_put_null(json);
}

/* As a request could write them again. */
static void address_json(struct json *json, const struct score_item *item,
                         const struct version *version)
{
    const struct address *address = &item->address;
    const char *hex = version ? version->hex : address->version;
    char text[ADDRESS_BYTES];
    json_put_name(json, "instance");
    verdict_json_instance(json, item, version);
    json_put_name(json, "env");
    if (*address->name && *hex)
        json_put_text(json, address_print_environment(address->name, hex, text));
    else
        json_put_text(json, *address->name ? address->name : NULL);
    json_put_name(json, "version");
    json_put_text(json, version ? version->hex : NULL);
    json_put_name(json, "level");
    if (item->has_instance)
        json_put_unsigned(json, address->level);
    else
        json_put_null(json);
    json_put_name(json, "category");
    json_put_text(json,
                  version && *version->description.category ? version->description.category : NULL);
}

/* A metric that was not measured is null: a number would be taken for one. */
static void metrics_json(struct json *json, const struct verdict *verdict, bool ok)
{
    const struct version *version = verdict->version;
    json_put_name(json, "metrics");
    json_put_open(json, '{');
    json_put_name(json, "extracted");
    if (ok)
        json_put_integer(json, verdict->extraction != EXTRACTION_NONE);
    else
        json_put_null(json);
    for (unsigned i = 0; version && i < version->description.metric_count; i++) {
        json_put_key(json, version->description.metrics[i]);
        if (ok)
            json_put_real(json, verdict->metrics[i]);
        else
            json_put_null(json);
    }
    json_put_close(json, '}');
}

/* Written so that a right answer in the right form is exactly 1. */
double verdict_reward(const struct score_item *item, const struct verdict *verdict)
{
    double form = verdict->format ? 1 : 0;
    return verdict->score + item->format_weight * (form - verdict->score);
}

static void measured_json(struct json *json, const struct score_item *item,
                          const struct verdict *verdict)
{
    bool ok = verdict->outcome == OUTCOME_OK;
    json_put_name(json, "status");
    json_put_text(json, outcome_row(verdict->outcome)->name);
    json_put_name(json, "reward");
    if (ok)
        json_put_real(json, verdict_reward(item, verdict));
    else
        json_put_null(json);
    if (item->has_format_weight) {
        json_put_name(json, "score");
        if (ok)
            json_put_real(json, verdict->score);
        else
            json_put_null(json);
    }
    json_put_name(json, "correct");
    if (ok)
        json_put_bool(json, verdict->score >= 1);
    else
        json_put_null(json);
    json_put_name(json, "format");
    if (ok)
        json_put_bool(json, verdict->format);
    else
        json_put_null(json);
    json_put_name(json, "extraction");
    json_put_text(json, ok ? extraction_name(verdict->extraction) : NULL);
    metrics_json(json, verdict, ok);
}

void verdict_json_members(struct json *json, const struct score_item *item,
                          const struct verdict *verdict)
{
    json_put_name(json, "id");
    label_json(json, &item->id);
    address_json(json, item, verdict->version);
    json_put_name(json, "semantics");
    json_put_integer(json, RUNTIME_SEMANTICS);
    measured_json(json, item, verdict);
    json_put_name(json, "reason");
    json_put_text(json, *verdict->reason ? verdict->reason : NULL);
    json_put_name(json, "fault");
    json_put_text(json, fault_name(verdict->fault));
    json_put_name(json, "retryable");
    json_put_bool(json, verdict->retryable);
    if (item->group.kind != LABEL_NONE) {
        json_put_name(json, "group");
        label_json(json, &item->group);
    }
    json_put_name(json, "timing");
    json_put_open(json, '{');
    json_put_name(json, "queue_us");
    json_put_unsigned(json, verdict->queue_us);
    json_put_name(json, "service_us");
    json_put_unsigned(json, verdict->service_us);
    json_put_close(json, '}');
}

void verdict_json(struct json *json, const struct score_item *item, const struct verdict *verdict)
{
    json_put_open(json, '{');
    verdict_json_members(json, item, verdict);
    json_put_close(json, '}');
}
