/* SPDX-License-Identifier: Apache-2.0 */
/* main.c: resynd-auditor: builds one source with gcc or clang and sanitizers, has resynd-judge do
 * the jobs with that build, and exits. What it inherits and leaves: proto/audit.h. It works in an
 * empty directory of its own, which who started it removes; once locked it can read the toolchain,
 * write there, and start programs, which are locked in with it. No network, no capabilities. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "daemon/auditor/build.h"
#include "daemon/auditor/map.h"
#include "daemon/auditor/run.h"
#include "lib/sandbox/sandbox.h"
#include "proto/audit.h"

static struct {
    const char *source;
    size_t source_size;
    struct audit_head *head;
    struct audit_verdict *verdicts;
    size_t job_count;
} adopted;

static int adopt(struct error *error)
{
    const int keep[] = {STDIN_FILENO, STDOUT_FILENO,    STDERR_FILENO, AUDITOR_SOURCE,
                        AUDITOR_JOBS, AUDITOR_VERDICTS, AUDITOR_JUDGE};
    size_t size = 0, jobs_size = 0;
    int code = sandbox_close_all_but(keep, sizeof keep / sizeof *keep, error);
    if (code)
        return code;
    adopted.source = map_inherited(AUDITOR_SOURCE, PROT_READ, &adopted.source_size);
    adopted.head = map_inherited(AUDITOR_VERDICTS, PROT_READ | PROT_WRITE, &size);
    const struct audit_jobs *jobs = map_inherited(AUDITOR_JOBS, PROT_READ, &jobs_size);
    if (!adopted.source || !adopted.head || !jobs || jobs_size < sizeof *jobs ||
        size < sizeof *adopted.head + jobs->count * sizeof(struct audit_verdict))
        return error_set(error, -EINVAL, "resynd-auditor was started with something else");
    adopted.verdicts = (struct audit_verdict *)(adopted.head + 1);
    adopted.job_count = jobs->count;
    return 0;
}

static int lock(const char *compiler, const char *folder, struct error *error)
{
    int code = sandbox_basics(0, error);
    if (code == 0 && chdir(folder) < 0)
        code = error_set(error, -errno, "cannot enter %.100s: %s", folder, strerror(errno));
    return code ? code : sandbox_lock_auditor(compiler, folder, AUDITOR_JUDGE, error);
}

static void say(enum audit_end end, const char *text)
{
    adopted.head->end = end;
    snprintf(adopted.head->text, sizeof adopted.head->text, "%s", text);
}

/* The build has died on the job in hand. */
static void note_death(const struct run_end *end)
{
    size_t number = adopted.head->in_hand;
    struct complaint complaint;
    if (number >= adopted.job_count)
        return;
    struct audit_verdict *verdict = &adopted.verdicts[number];
    if (!complaint_of_sanitizer(end->heard, end->heard_size, &complaint))
        snprintf(complaint.text, sizeof complaint.text, "it died of signal %d, status %d",
                 end->signal, end->status);
    memcpy(verdict->slot.reason, complaint.text, sizeof verdict->slot.reason);
    verdict->slot.reason_size = (uint16_t)strlen(complaint.text);
    verdict->line = complaint.line;
    verdict->caught = 1;
}

static int start_judge(size_t first, struct run_end *end, struct error *error)
{
    char name[] = "resynd-judge", number[24];
    snprintf(number, sizeof number, "%zu", first);
    char *const arguments[] = {name, number, NULL};
    const int descriptors[] = {AUDITOR_JOBS, AUDITOR_VERDICTS};
    const struct run judge = {.executable = AUDITOR_JUDGE,
                              .arguments = arguments,
                              .descriptors = descriptors,
                              .count = 2,
                              .cpu_seconds = AUDIT_JUDGE_SECONDS};
    return run(&judge, end, error);
}

static bool is_out_of_time(const struct run_end *end)
{
    return end->signal == SIGXCPU || end->signal == SIGKILL;
}

/* Goes on behind each job that the build died on. */
static int judge_all(struct error *error)
{
    static struct run_end end;
    size_t first = 0;
    say(AUDIT_COMPILED, "");
    for (unsigned deaths = 0; deaths < AUDIT_DEATHS_MAX; deaths++) {
        int code = start_judge(first, &end, error);
        if (code)
            return code;
        if (end.signal == 0 && end.status == 0)
            return say(AUDIT_DONE, ""), 0;
        if (end.status == JUDGE_EXIT_START)
            return error_set(error, -ENOEXEC, "%.*s", (int)strnlen(end.heard, 200), end.heard);
        if (is_out_of_time(&end))
            break;
        note_death(&end);
        first = (size_t)adopted.head->in_hand + 1;
        if (first > adopted.job_count)
            break;
    }
    return say(AUDIT_SHORT, ""), 0;
}

static int audit(const char *compiler, struct error *error)
{
    struct complaint complaint = {0};
    bool refused = false;
    int code = build(compiler, adopted.source, adopted.source_size, &refused, &complaint, error);
    if (code == 0 && refused)
        return say(AUDIT_REFUSED, complaint.text), 0;
    return code ? code : judge_all(error);
}

int main(int count, char **arguments)
{
    struct error error = {0};
    if (count != 3 || adopt(&error) != 0) {
        dprintf(STDERR_FILENO, "resynd-auditor: %s\n", error.text);
        return 1;
    }
    int code = lock(arguments[1], arguments[2], &error);
    if (code == 0)
        code = audit(arguments[1], &error);
    if (code)
        say(AUDIT_FAILED, error.text);
    _exit(0);
}
