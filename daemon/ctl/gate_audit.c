/* SPDX-License-Identifier: Apache-2.0 */
/* gate_audit.c: see gate_audit.h. The auditor's verdicts come from a process in which the
 * environment's code ran natively: numbers are compared, sentences are made printable, and nothing
 * else is done with them. */
#include "daemon/ctl/gate_audit.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "daemon/ctl/audit_jobs.h"
#include "daemon/ctl/audit_run.h"
#include "daemon/ctl/read_file.h"
#include "lib/ring/words.h"

enum { ASIDE_MAX = 100 };

struct audit {
    struct audit_list list;
    struct audit_run run;
    struct report *report;
    unsigned compared, undone;
};

/* ---- Findings -------------------------------------------------------------------------------- */

/* The answer as it was extracted from the response, or given bare. */
static void quote(struct finding *finding, const struct recorded *call)
{
    size_t offset = 0, size = call->job.text_size;
    if (call->judged && call->verdict.extraction != EXTRACTION_NONE) {
        offset = call->verdict.answer_offset;
        size = call->verdict.answer_size;
    }
    memcpy(finding->answer, call->job.text + offset, size < FINDING_ANSWER ? size : FINDING_ANSWER);
    finding->answer_size = size;
}

static struct finding *find(struct audit *audit, enum gate_check check, const struct recorded *call)
{
    audit->report->checks[check].against++;
    struct finding *finding = report_find(audit->report, check);
    if (!finding)
        return NULL;
    finding->level = call->job.level;
    finding->seed = call->job.seed;
    finding->outcome = call->outcome;
    finding->judged = call->job.kind == JOB_VERIFY;
    if (finding->judged) {
        quote(finding, call);
        finding->score = call->verdict.score;
        snprintf(finding->reason, sizeof finding->reason, "%.*s", (int)sizeof finding->reason - 1,
                 call->verdict.reason);
    }
    return finding;
}

static const char *call_of(const struct recorded *call)
{
    static const char *const names[JOB_KINDS] = {
        [JOB_GENERATE] = "generate", [JOB_OBSERVE] = "observe", [JOB_SOLVE] = "solve",
        [JOB_ANOTHER] = "another",   [JOB_LOAD] = "load",       [JOB_VERIFY] = "verify"};
    return names[call->job.kind];
}

static void find_caught(struct audit *audit, const struct recorded *call,
                        const struct audit_verdict *own)
{
    struct finding *finding = find(audit, CHECK_MEMORY_SAFETY, call);
    char text[REASON_MAX], place[32] = "";
    if (!finding)
        return;
    words_clean(own->slot.reason, strnlen(own->slot.reason, REASON_MAX), text, sizeof text);
    if (own->line)
        snprintf(place, sizeof place, "line %u: ", own->line);
    snprintf(finding->message, sizeof finding->message, "%s%s (in a call of %s)", place, text,
             call_of(call));
}

/* ---- Comparing ------------------------------------------------------------------------------- */

/* Only where both have one: the judge leaves resynd's own sentences out. */
static bool reasons_differ(const struct verdict_slot *here, const struct verdict_slot *there)
{
    return *here->reason && *there->reason &&
           strncmp(here->reason, there->reason, sizeof here->reason) != 0;
}

static bool verdict_differs(const struct recorded *call, const struct verdict_slot *there,
                            char *out, size_t size)
{
    const struct verdict_slot *here = &call->verdict;
    char text[ASIDE_MAX];
    if (call->outcome == OUTCOME_OK && !recorded_same(&here->score, &there->score, 1))
        snprintf(out, size, "verify scores it %.17g here and %.17g there", here->score,
                 there->score);
    else if (!recorded_same(here->metrics, there->metrics, RS_METRICS_MAX))
        snprintf(out, size, "verify gives other metrics there");
    else if (here->flags != there->flags)
        snprintf(out, size, "a reader refuses it %s only",
                 here->flags & VERDICT_FORMAT ? "there" : "here");
    else if (reasons_differ(here, there))
        snprintf(
            out, size, "verify gives another reason there: %.*s",
            (int)words_clean(there->reason, strnlen(there->reason, REASON_MAX), text, sizeof text),
            text);
    else
        return false;
    return true;
}

/* What the two builds came to, in a sentence; false: the same. */
static bool compare(const struct recorded *call, const struct audit_verdict *own, char *out,
                    size_t size)
{
    static const char *const other[JOB_KINDS] = {[JOB_GENERATE] = "generate draws another instance",
                                                 [JOB_OBSERVE] = "observe writes another question",
                                                 [JOB_SOLVE] = "solve writes another answer",
                                                 [JOB_ANOTHER] = "another writes another answer",
                                                 [JOB_LOAD] = "load reads something else"};
    unsigned outcome = own->slot.outcome;
    if (outcome != call->outcome) {
        snprintf(out, size, "%s: here %s, there %s", call_of(call),
                 outcome_row(call->outcome)->sentence, outcome_row(outcome)->sentence);
        return true;
    }
    if (call->job.kind == JOB_VERIFY)
        return verdict_differs(call, &own->slot, out, size);
    if (call->outcome != OUTCOME_OK || memcmp(call->output, own->output, sizeof call->output) == 0)
        return false;
    snprintf(out, size, "%s there", other[call->job.kind]);
    return true;
}

/* A call that ended its worker is a matter of `survives`. */
static void look(struct audit *audit, unsigned number)
{
    const struct recorded *call = audit->list.calls[number];
    const struct audit_verdict own = audit->run.list[number];
    char sentence[300];
    bool done = own.slot.number == number + 1;
    if (own.caught)
        find_caught(audit, call, &own);
    else if (!done)
        audit->undone++;
    if (!done || own.caught || !call->judged)
        return;
    audit->compared++;
    if (!compare(call, &own, sentence, sizeof sentence))
        return;
    struct finding *finding = find(audit, CHECK_DIFFERENTIAL, call);
    if (finding)
        snprintf(finding->message, sizeof finding->message, "%s", sentence);
}

/* ---- Settling -------------------------------------------------------------------------------- */

static const char *compiler_of(const struct audit *audit)
{
    const char *slash = strrchr(audit->run.compiler, '/');
    return slash ? slash + 1 : audit->run.compiler;
}

static void settle_one(struct audit *audit, enum gate_check check, const char *what)
{
    struct check_report *own = &audit->report->checks[check];
    if (!own->against && audit->undone)
        report_settle(audit->report, check, CHECK_NOT_RUN,
                      "%u calls could not be made by %s's build", audit->undone,
                      compiler_of(audit));
    else
        report_settle(audit->report, check, own->against ? CHECK_FAILED : CHECK_PASSED,
                      "%u of %u calls %s, built by %s", own->against, own->tried, what,
                      compiler_of(audit));
}

static void not_run(struct audit *audit, enum gate_check check, const char *why)
{
    char text[REASON_MAX];
    words_clean(why, strnlen(why, REASON_MAX), text, sizeof text);
    report_settle(audit->report, check, CHECK_NOT_RUN, "%s", text);
}

/* What libtcc takes and another compiler does not is no C, or an extension. */
static void settle_refused(struct audit *audit)
{
    char text[REASON_MAX];
    words_clean(audit->run.head->text, strnlen(audit->run.head->text, REASON_MAX), text,
                sizeof text);
    audit->report->checks[CHECK_DIFFERENTIAL].tried = 1;
    audit->report->checks[CHECK_DIFFERENTIAL].against = 1;
    struct finding *finding = report_find(audit->report, CHECK_DIFFERENTIAL);
    if (finding)
        snprintf(finding->message, sizeof finding->message, "%.20s: %s", compiler_of(audit), text);
    report_settle(audit->report, CHECK_DIFFERENTIAL, CHECK_FAILED, "%s does not compile it",
                  compiler_of(audit));
    report_settle(audit->report, CHECK_MEMORY_SAFETY, CHECK_NOT_RUN, "%s does not compile it",
                  compiler_of(audit));
}

static void settle(struct audit *audit)
{
    unsigned end = audit->run.head->end;
    if (end == AUDIT_REFUSED) {
        settle_refused(audit);
        return;
    }
    if (end != AUDIT_DONE && end != AUDIT_SHORT && end != AUDIT_COMPILED) {
        const char *why =
            end == AUDIT_FAILED ? audit->run.head->text : "the auditor did not finish";
        not_run(audit, CHECK_DIFFERENTIAL, why);
        not_run(audit, CHECK_MEMORY_SAFETY, why);
        return;
    }
    for (unsigned i = 0; i < audit->list.count; i++)
        look(audit, i);
    audit->report->checks[CHECK_DIFFERENTIAL].tried = audit->compared;
    audit->report->checks[CHECK_MEMORY_SAFETY].tried = audit->list.count - audit->undone;
    settle_one(audit, CHECK_DIFFERENTIAL, "came to something else");
    settle_one(audit, CHECK_MEMORY_SAFETY, "were stopped");
}

int gate_audit(const char *file, const struct record *record, struct report *report,
               struct error *error)
{
    struct audit audit = {.report = report, .list = {.memory = -1}};
    struct buffer source = BUFFER_INIT;
    int code = 0;
    audit_run_init(&audit.run);
    if (!*audit.run.compiler) {
        not_run(&audit, CHECK_DIFFERENTIAL, "neither gcc nor clang is installed");
        not_run(&audit, CHECK_MEMORY_SAFETY, "neither gcc nor clang is installed");
    } else if (!read_file(file, SOURCE_MAX, &source)) {
        code = error_set(error, -EIO, "%s cannot be read again", file);
    } else if (!(code = audit_list_open(&audit.list, record, error)) &&
               !(code =
                     audit_run(&audit.run, &source, audit.list.memory, audit.list.count, error))) {
        settle(&audit);
    }
    audit_list_close(&audit.list);
    audit_run_deinit(&audit.run);
    buffer_deinit(&source);
    return code;
}
