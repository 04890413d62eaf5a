/* SPDX-License-Identifier: Apache-2.0 */
/* gym_echo.c: see gym_echo.h.
 *
 * Numbers at the top become metrics, for Gym and for verifiers. So what was not measured is null
 * there, and not a 0 that would go into a mean; names of our own begin with resynd_, so that they
 * meet no column of the data set. */
#include "daemon/front/gym_echo.h"

#include <stdio.h>

#include "lib/json/members.h"

#define OURS "resynd_"

static bool is_verdict(const struct member *member)
{
    static const char *const names[] = {"reward", "reward_components", "mask_sample",
                                        "failure_kind", "failure_reason"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (member_is(member, names[i]))
            return true;
    return member_begins(member, OURS);
}

static void put_mask(struct json *json, const struct gym_verdict *verdict)
{
    json_put_name(json, "mask_sample");
    json_put_bool(json, verdict->masked);
}

/* Older releases of NeMo-RL look for the mask in here. */
static void put_config(struct json *json, const char *object, size_t size,
                       const struct gym_verdict *verdict)
{
    struct members members;
    struct member member;
    json_put_name(json, "instance_config");
    json_put_open(json, '{');
    for (members_open(&members, object, size); members_next(&members, &member);)
        if (!member_is(&member, "mask_sample"))
            json_put_raw(json, member.start, (size_t)(member.end - member.start));
    put_mask(json, verdict);
    json_put_close(json, '}');
}

/* What the client sent. Whether the mask has found its place in it. */
static bool put_row(struct json *json, const char *row, size_t size,
                    const struct gym_verdict *verdict)
{
    struct members members;
    struct member member;
    bool masked = false;
    for (members_open(&members, row, size); members_next(&members, &member);) {
        bool config = member_is(&member, "instance_config");
        if (config && *member.value == '{')
            put_config(json, member.value, (size_t)(member.end - member.value), verdict);
        else if (!is_verdict(&member))
            json_put_raw(json, member.start, (size_t)(member.end - member.start));
        masked = masked || config; /* one that is no object is the data set's own */
    }
    return masked;
}

static void put_failure(struct json *json, const struct gym_verdict *verdict)
{
    char kind[64];
    snprintf(kind, sizeof kind, "resynd:%s", outcome_row(verdict->verdict->outcome)->name);
    json_put_name(json, "failure_kind");
    json_put_text(json, verdict->masked ? kind : NULL);
    json_put_name(json, "failure_reason");
    json_put_text(json, verdict->masked ? verdict->verdict->reason : NULL);
}

static void put_number(struct json *json, const char *name, bool known, double value)
{
    json_put_key(json, name);
    if (known)
        json_put_real(json, value);
    else
        json_put_null(json);
}

/* The same keys on every verdict of a version. */
static void put_metrics(struct json *json, const struct verdict *verdict)
{
    const struct version *version = verdict->version;
    bool ok = verdict->outcome == OUTCOME_OK;
    char name[sizeof OURS + sizeof "metric_" + METRIC_NAME_MAX];
    put_number(json, OURS "correct", ok, verdict->score >= 1);
    put_number(json, OURS "format", ok, verdict->format);
    put_number(json, OURS "extracted", ok, verdict->extraction != EXTRACTION_NONE);
    put_number(json, OURS "response_fault", true, verdict->fault == FAULT_RESPONSE);
    for (unsigned i = 0; version && i < version->description.metric_count; i++) {
        snprintf(name, sizeof name, OURS "metric_%s", version->description.metrics[i]);
        put_number(json, name, ok, verdict->metrics[i]);
    }
}

static void put_verdict(struct json *json, const struct gym_verdict *verdict)
{
    json_put_name(json, "reward");
    json_put_real(json, verdict->reward);
    /* NeMo-RL checks that they add up. */
    json_put_name(json, "reward_components");
    json_put_open(json, '{');
    json_put_name(json, "score");
    json_put_real(json, verdict->reward);
    json_put_close(json, '}');
    put_mask(json, verdict);
    put_failure(json, verdict);
    put_metrics(json, verdict->verdict);
    json_put_name(json, OURS "verdict");
    verdict_json(json, verdict->item, verdict->verdict);
}

void gym_echo(struct buffer *out, const char *row, size_t size, const struct gym_verdict *verdict)
{
    struct json json = {.out = out};
    json_put_open(&json, '{');
    if (!put_row(&json, row, size, verdict))
        put_config(&json, "", 0, verdict);
    put_verdict(&json, verdict);
    json_put_close(&json, '}');
    buffer_append(out, "\n", 1);
}
