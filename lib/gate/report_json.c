/* SPDX-License-Identifier: Apache-2.0 */
/* report_json.c: the gate's report as JSON; see report.h. */
#include "lib/gate/report.h"

#include <string.h>

/* Two standard errors: what is shown. Thresholds use their own. */
#define Z_SHOWN 1.96

static const char *const states[] = {[CHECK_NOT_RUN] = "not_run",
                                     [CHECK_DOES_NOT_APPLY] = "does_not_apply",
                                     [CHECK_PASSED] = "passed",
                                     [CHECK_FAILED] = "failed"};

static void put_text(struct json *json, const char *key, const char *text)
{
    json_put_key(json, key);
    json_put_text(json, text);
}

static void put_unsigned(struct json *json, const char *key, uint64_t value)
{
    json_put_key(json, key);
    json_put_unsigned(json, value);
}

static void put_rate(struct json *json, const struct rate *rate)
{
    json_put_open(json, '{');
    json_put_key(json, "mean");
    json_put_real(json, rate_mean(rate));
    put_unsigned(json, "trials", rate->trials);
    json_put_key(json, "low");
    json_put_real(json, rate_low(rate, Z_SHOWN));
    json_put_key(json, "high");
    json_put_real(json, rate_high(rate, Z_SHOWN));
    json_put_close(json, '}');
}

static void put_check(struct json *json, enum gate_check check, const struct check_report *own)
{
    json_put_open(json, '{');
    put_text(json, "check", check_rows[check].name);
    put_text(json, "sentence", check_rows[check].sentence);
    put_text(json, "standing", own->standing == STANDING_REQUIRED ? "required" : "advisory");
    put_text(json, "state", states[own->state]);
    put_unsigned(json, "tried", own->tried);
    put_unsigned(json, "against", own->against);
    json_put_key(json, "rate");
    if (own->has_rate)
        put_rate(json, &own->rate);
    else
        json_put_null(json);
    put_text(json, "summary", *own->summary ? own->summary : NULL);
    put_text(json, "repair", own->state == CHECK_FAILED ? check_rows[check].repair : NULL);
    put_unsigned(json, "findings_dropped", own->findings_dropped);
    json_put_close(json, '}');
}

static void put_finding(struct json *json, enum gate_check check, const struct finding *finding)
{
    size_t shown = finding->answer_size < sizeof finding->answer ? finding->answer_size
                                                                 : sizeof finding->answer;
    json_put_open(json, '{');
    put_text(json, "check", check_rows[check].name);
    put_unsigned(json, "level", finding->level);
    put_unsigned(json, "seed", finding->seed);
    put_text(json, "status", outcome_row(finding->outcome)->name);
    json_put_key(json, "reward");
    if (finding->judged && finding->outcome == OUTCOME_OK)
        json_put_real(json, finding->score);
    else
        json_put_null(json);
    json_put_key(json, "answer");
    if (finding->judged)
        json_put_string(json, finding->answer, shown);
    else
        json_put_null(json);
    put_unsigned(json, "answer_bytes", finding->answer_size);
    put_text(json, "reason", *finding->reason ? finding->reason : NULL);
    put_text(json, "message", finding->message);
    json_put_close(json, '}');
}

void report_json_members(struct json *json, const struct report *report)
{
    enum gate_result result = report_result(report);
    unsigned dropped = 0;
    put_text(json, "result", gate_result_name(result));
    json_put_key(json, "passed");
    json_put_bool(json, result == GATE_ADMITTED);
    put_unsigned(json, "jobs", report->probes);
    json_put_key(json, "checks");
    json_put_open(json, '[');
    for (unsigned check = 0; check < CHECK_COUNT; check++)
        put_check(json, (enum gate_check)check, &report->checks[check]);
    json_put_close(json, ']');
    json_put_key(json, "findings");
    json_put_open(json, '[');
    for (unsigned check = 0; check < CHECK_COUNT; check++) {
        const struct check_report *own = &report->checks[check];
        if (own->state != CHECK_FAILED)
            continue; /* a few of many that were tried: its counts say so */
        dropped += own->findings_dropped;
        for (unsigned i = 0; i < own->finding_count; i++)
            put_finding(json, (enum gate_check)check, &own->findings[i]);
    }
    json_put_close(json, ']');
    put_unsigned(json, "findings_dropped", dropped);
}
