/* SPDX-License-Identifier: Apache-2.0 */
/* print_report.c: see print_report.h. */
#include "daemon/ctl/print_report.h"

#include <stdio.h>
#include <string.h>

enum { QUOTED = 100 /* bytes of an answer on a line */ };

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

static long long number_of(const json_t *object, const char *key)
{
    return json_integer_value(json_object_get(object, key));
}

/* One line, whatever the answer holds. */
static void quote(const json_t *finding)
{
    const json_t *answer = json_object_get(finding, "answer");
    const json_t *reward = json_object_get(finding, "reward");
    const char *text = json_string_value(answer);
    size_t size = json_string_length(answer), whole = (size_t)number_of(finding, "answer_bytes");
    size_t shown = size < QUOTED ? size : QUOTED;
    printf(". Answer: `");
    for (size_t i = 0; i < shown; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (byte == '\n')
            printf("\\n");
        else if (byte < ' ' || byte == 0x7f)
            printf("\\x%02x", byte);
        else
            putchar(byte);
    }
    printf("`");
    if (whole > shown)
        printf("… (%zu bytes)", whole);
    if (json_is_number(reward))
        printf(". Reward: %g", json_number_value(reward));
    else
        printf(". Status: %s", text_of(finding, "status"));
}

static void print_finding(const json_t *finding, const char *subject)
{
    const char *reason = text_of(finding, "reason");
    printf("%s:   ", subject);
    if (number_of(finding, "level"))
        printf("level %lld, seed %lld: ", number_of(finding, "level"), number_of(finding, "seed"));
    printf("%s", text_of(finding, "message"));
    if (json_is_string(json_object_get(finding, "answer")))
        quote(finding);
    printf("%s%s%s\n", *reason ? " (" : "", reason, *reason ? ")" : "");
}

static bool failed(const json_t *check)
{
    return strcmp(text_of(check, "state"), "failed") == 0;
}

/* Neither good news nor none. */
static bool tells(const json_t *check)
{
    return failed(check) || strcmp(text_of(check, "state"), "not_run") == 0;
}

static const char *word_of(const json_t *check)
{
    static const char *const words[][2] = {{"not_run", "not run"},
                                           {"does_not_apply", "does not apply"}};
    if (failed(check))
        return strcmp(text_of(check, "standing"), "required") == 0 ? "FAILED" : "note";
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(text_of(check, "state"), words[i][0]) == 0)
            return words[i][1];
    return "passed";
}

static void print_check(const json_t *check, const json_t *findings, const char *subject)
{
    const char *name = text_of(check, "check"), *summary = text_of(check, "summary");
    const json_t *finding;
    size_t i;
    printf("%s: %s: %s: %s%s%s\n", subject, word_of(check), name, text_of(check, "sentence"),
           *summary ? ". " : "", summary);
    if (!failed(check))
        return;
    json_array_foreach(findings, i, finding)
    {
        if (strcmp(text_of(finding, "check"), name) == 0)
            print_finding(finding, subject);
    }
    if (number_of(check, "findings_dropped"))
        printf("%s:   and %lld more like these\n", subject, number_of(check, "findings_dropped"));
    printf("%s:   To do: %s.\n", subject, text_of(check, "repair"));
}

void print_report(const json_t *report, const char *subject, bool all)
{
    const json_t *checks = json_object_get(report, "checks"), *check;
    size_t i, passed = 0;
    json_array_foreach(checks, i, check)
    {
        passed += strcmp(text_of(check, "state"), "passed") == 0;
        if (all || tells(check))
            print_check(check, json_object_get(report, "findings"), subject);
    }
    printf("%s: %s: %zu of %zu checks passed, %lld calls\n", subject, text_of(report, "result"),
           passed, json_array_size(checks), number_of(report, "jobs"));
}
