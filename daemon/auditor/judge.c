/* SPDX-License-Identifier: Apache-2.0 */
/* judge.c: resynd-judge: an environment's build with sanitizers does jobs, natively, and leaves
 * verdicts in memory. Started by resynd-auditor, which reads what a sanitizer writes to standard
 * error. Built with AddressSanitizer itself: the environment's build has none of its own. */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/auditor/judge_job.h"
#include "daemon/auditor/map.h"
#include "lib/sandbox/sandbox.h"

#ifndef SANITIZED /* else lib/sandbox/sanitizer.c says how, for all executables */

const char *__asan_default_options(void);
const char *__ubsan_default_options(void);

/* Every finding ends the process. No thread of its own, no second process: both are locked out. */
const char *__asan_default_options(void)
{
    return "exitcode=86:abort_on_error=0:halt_on_error=1:detect_leaks=0:handle_abort=1:"
           "allocator_may_return_null=1:detect_stack_use_after_return=1:check_initialization_order="
           "0:"
           "detect_odr_violation=0:allow_addr2line=0:external_symbolizer_path=:color=never:"
           "quarantine_size_mb=8";
}

const char *__ubsan_default_options(void)
{
    return "halt_on_error=1:exitcode=86:abort_on_error=0:print_stacktrace=0:color=never";
}

#endif

static struct {
    const struct audit_jobs *jobs;
    const char *payload;
    size_t payload_size;
    struct audit_head *head;
    struct audit_verdict *verdicts;
} adopted;

static bool adopt(void)
{
    size_t jobs_size = 0, verdicts_size = 0;
    adopted.jobs = map_inherited(JUDGE_JOBS, PROT_READ, &jobs_size);
    adopted.head = map_inherited(JUDGE_VERDICTS, PROT_READ | PROT_WRITE, &verdicts_size);
    if (!adopted.jobs || !adopted.head || jobs_size < sizeof *adopted.jobs)
        return false;
    size_t count = adopted.jobs->count;
    size_t slots = sizeof *adopted.jobs + count * sizeof(struct job_slot);
    adopted.verdicts = (struct audit_verdict *)(adopted.head + 1);
    adopted.payload = (const char *)adopted.jobs + slots;
    adopted.payload_size = jobs_size - slots;
    return count <= AUDIT_JOBS_MAX && jobs_size >= slots &&
           verdicts_size >= sizeof *adopted.head + count * sizeof(struct audit_verdict);
}

static bool within(uint32_t offset, uint32_t size)
{
    return size <= adopted.payload_size && offset <= adopted.payload_size - size;
}

static void do_job(const struct environment *environment, uint32_t number)
{
    const struct job_slot *slot = &adopted.jobs->slots[number];
    struct audit_verdict *verdict = &adopted.verdicts[number];
    if (!within(slot->state_offset, slot->state_size) ||
        !within(slot->text_offset, slot->text_size))
        return;
    const struct judged job = {.slot = slot,
                               .state = adopted.payload + slot->state_offset,
                               .text = adopted.payload + slot->text_offset};
    adopted.head->in_hand = number;
    judge_job(environment, &job, verdict);
    verdict->slot.number = number + 1;
}

int main(int count, char **arguments)
{
    static struct environment environment;
    struct error error = {0};
    unsigned long first = count > 1 ? strtoul(arguments[1], NULL, 10) : 0;
    int code = adopt() ? 0 : error_set(&error, -1, "cannot map what it was given");
    if (!code)
        code = sandbox_lock_judge(&error);
    /* From here on a stranger's code runs. */
    if (!code)
        code = environment_open(&environment, "./environment.so", &error);
    if (code) {
        dprintf(STDERR_FILENO, "resynd-judge: %s\n", error.text);
        _exit(JUDGE_EXIT_START);
    }
    arena_init(NULL,
               (size_t)(environment.declaration.memory_kib > 0 ? environment.declaration.memory_kib
                                                               : MEMORY_KIB_DEFAULT) *
                   1024);
    for (unsigned long i = first; i < adopted.jobs->count; i++)
        do_job(&environment, (uint32_t)i);
    _exit(0);
}
