/* SPDX-License-Identifier: Apache-2.0 */
/* report_text.c: the gate's report for people; see report.h. */
#include "lib/gate/report.h"

#include <inttypes.h>

enum { QUOTED = 100 /* bytes of an answer on a line */ };

/* One line, whatever the answer holds. */
static void put_quoted(struct buffer *out, const struct finding *finding)
{
    size_t size = finding->answer_size < QUOTED ? finding->answer_size : QUOTED;
    buffer_append_text(out, " Answer: `");
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)finding->answer[i];
        if (byte == '\n')
            buffer_append_text(out, "\\n");
        else if (byte < ' ' || byte == 0x7f)
            buffer_print(out, "\\x%02x", byte);
        else
            buffer_append(out, &byte, 1);
    }
    buffer_append_text(out, "`");
    if (finding->answer_size > size)
        buffer_print(out, "… (%zu bytes)", finding->answer_size);
    if (finding->outcome != OUTCOME_OK)
        buffer_print(out, " Status: %s.", outcome_row(finding->outcome)->name);
    else
        buffer_print(out, " Reward: %g.", finding->score);
}

static void put_finding(struct buffer *out, const struct finding *finding, const char *file)
{
    buffer_print(out, "%s:   ", file);
    if (finding->level)
        buffer_print(out, "level %u, seed %" PRIu64 ": ", finding->level, finding->seed);
    buffer_print(out, "%s", finding->message);
    if (finding->judged)
        put_quoted(out, finding);
    if (*finding->reason)
        buffer_print(out, " (%s)", finding->reason);
    buffer_append_text(out, "\n");
}

static const char *word_of(const struct check_report *own)
{
    switch (own->state) {
    case CHECK_FAILED:
        return own->standing == STANDING_REQUIRED ? "FAILED" : "note";
    case CHECK_NOT_RUN:
        return "not run";
    case CHECK_DOES_NOT_APPLY:
        return "does not apply";
    case CHECK_PASSED:
        break;
    }
    return "passed";
}

static void put_check(struct buffer *out, enum gate_check check, const struct check_report *own,
                      const char *file)
{
    const struct check_row *row = &check_rows[check];
    buffer_print(out, "%s: %s: %s: %s", file, word_of(own), row->name, row->sentence);
    if (*own->summary)
        buffer_print(out, ". %s", own->summary);
    buffer_append_text(out, "\n");
    if (own->state != CHECK_FAILED)
        return;
    for (unsigned i = 0; i < own->finding_count; i++)
        put_finding(out, &own->findings[i], file);
    if (own->findings_dropped)
        buffer_print(out, "%s:   and %u more like these\n", file, own->findings_dropped);
    buffer_print(out, "%s:   To do: %s.\n", file, row->repair);
}

void report_text(struct buffer *out, const struct report *report, const char *file, bool all)
{
    unsigned passed = 0;
    for (unsigned check = 0; check < CHECK_COUNT; check++) {
        const struct check_report *own = &report->checks[check];
        bool quiet = own->state == CHECK_PASSED || own->state == CHECK_DOES_NOT_APPLY;
        passed += own->state == CHECK_PASSED;
        if (all || !quiet)
            put_check(out, (enum gate_check)check, own, file);
    }
    buffer_print(out, "%s: %s: %u of %d checks passed, %u calls\n", file,
                 gate_result_name(report_result(report)), passed, CHECK_COUNT, report->probes);
}
