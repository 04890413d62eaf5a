/* SPDX-License-Identifier: Apache-2.0 */
/* local.c: see local.h. */
#include "daemon/ctl/local.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

int local_open(struct local *local, struct error *error)
{
    *local = (struct local){.programs = PROGRAMS_INIT,
                            .image = -1,
                            .worker = PROCESS_INIT,
                            .stack_kib = STACK_KIB_FIRST};
    return programs_open(&local->programs, error);
}

/* What a death means, from the signal and the worker's last words. */
static void explain_death(struct local *local, const struct process_end *end,
                          struct local_result *result)
{
    static const enum outcome outcomes[] = {[LAST_WORDS_NONE] = OUTCOME_CRASH,
                                            [LAST_WORDS_MEMORY] = OUTCOME_MEMORY,
                                            [LAST_WORDS_STACK_OVERFLOW] = OUTCOME_STACK_OVERFLOW,
                                            [LAST_WORDS_CRASH] = OUTCOME_CRASH};
    enum last_words words = lane_last_words(&local->memory, result->reason);
    result->outcome = end->signal == SIGSYS ? OUTCOME_FORBIDDEN : outcomes[words];
}

/* `result`, where given, is told why it died. */
static void end_worker(struct local *local, struct local_result *result)
{
    if (local->worker.pid == 0)
        return;
    struct process_end end;
    process_kill(&local->worker);
    process_reap(&local->worker, true, &end);
    if (result)
        explain_death(local, &end, result);
    lane_memory_unmap(&local->memory);
    worker_files_close(&local->files);
    local->worker = PROCESS_INIT;
}

/* What was compiled, and who runs it. */
static void let_go(struct local *local)
{
    end_worker(local, NULL);
    if (local->image >= 0)
        close(local->image);
    local->image = -1;
}

void local_close(struct local *local)
{
    let_go(local);
    free(local->described);
    programs_close(&local->programs);
}

/* The file as a memfd: all that the compiler gets. One byte more than is allowed is copied, so that
 * the compiler says that the source is too long. */
static int source_memfd(const char *file, struct error *error)
{
    int from = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat info;
    if (from < 0)
        return error_set(error, -errno, "cannot open %s: %s", file, strerror(errno));
    if (fstat(from, &info) < 0 || !S_ISREG(info.st_mode)) {
        close(from);
        return error_set(error, -EINVAL, "%s is not a file", file);
    }
    int to = memfd_create("source", MFD_CLOEXEC);
    char block[16384];
    size_t copied = 0;
    ssize_t got = to < 0 ? -1 : 1;
    while (got > 0 && copied <= SOURCE_MAX) {
        got = read(from, block, sizeof block);
        if (got > 0 && write(to, block, (size_t)got) != got)
            got = -1;
        copied += got > 0 ? (size_t)got : 0;
    }
    int code = got < 0 ? error_set(error, -errno, "cannot read %s: %s", file, strerror(errno)) : 0;
    close(from);
    if (code && to >= 0)
        close(to);
    return code ? code : to;
}

/* Closes `source`. */
static int compile(struct local *local, int source, struct error *error)
{
    struct compilation compilation;
    int code = compilation_start(&compilation, &local->programs, source, error);
    close(source);
    if (code)
        return code;
    let_go(local);
    struct pollfd wait = {.fd = compilation.process.pidfd, .events = POLLIN};
    if (poll(&wait, 1, COMPILER_WALL_MS) == 0) {
        compilation.overtime = true;
        process_kill(&compilation.process);
        poll(&wait, 1, -1);
    }
    local->end = compilation_finish(&compilation);
    compile_report_read(compilation.report, local->end, &local->report);
    if (local->end == COMPILE_DONE) {
        local->image = compilation.image;
        compilation.image = -1;
    }
    compilation_close(&compilation);
    return 0;
}

int local_compile(struct local *local, const char *file, struct error *error)
{
    int source = source_memfd(file, error);
    return source < 0 ? source : compile(local, source, error);
}

int local_compile_text(struct local *local, const char *source, size_t size, struct error *error)
{
    int memory = memfd_create("source", MFD_CLOEXEC);
    if (memory < 0)
        return error_set(error, -errno, "no memory for a source: %s", strerror(errno));
    for (size_t written = 0; written < size;) {
        ssize_t more = write(memory, source + written, size - written);
        if (more < 0) {
            int code = -errno;
            close(memory);
            return error_set(error, code, "no memory for a source: %s", strerror(-code));
        }
        written += (size_t)more;
    }
    return compile(local, memory, error);
}

static unsigned declared(unsigned value, unsigned otherwise)
{
    return value ? value : otherwise;
}

static unsigned declared_stack(const struct local *local)
{
    return declared(local->description.stack_kib, STACK_KIB_DEFAULT);
}

static int begin_worker(struct local *local, struct error *error)
{
    const struct description *description = &local->description;
    unsigned stack = declared_stack(local);
    int code = worker_files_open(&local->files, 1, error);
    if (code)
        return code;
    code = lane_memory_map(&local->memory, local->files.jobs, local->files.verdicts, 1, error);
    if (!code) {
        code = worker_start(&local->worker, &local->programs, &local->files, local->image,
                            stack < local->stack_kib ? stack : local->stack_kib,
                            declared(description->memory_kib, MEMORY_KIB_DEFAULT), error);
        if (code)
            lane_memory_unmap(&local->memory);
    }
    if (code) {
        worker_files_close(&local->files);
        return code;
    }
    lane_init(&local->lane, &local->memory, 0, local->files.doorbell, local->files.completions[0],
              local->files.jobs);
    return 0;
}

/* Waits for the verdict. The CPU clock decides, the clock on the wall is the backstop, as in the
 * supervisor. False: the worker is dead or has been killed. */
static bool await_verdict(struct local *local, long cpu_budget_us, struct lane_verdict *verdict,
                          bool *overtime)
{
    if (lane_take(&local->lane, verdict) == LANE_VERDICT)
        return true; /* without a system call: most are there already */
    long cpu_start = process_cpu_us(&local->worker);
    long wall_ms = 0;
    while (wall_ms < wall_cap_ms(cpu_budget_us / 1000)) {
        lane_hush(&local->lane); /* before looking: what comes after the look rings again */
        enum lane_take take = lane_take(&local->lane, verdict);
        if (take == LANE_VERDICT)
            return true;
        struct pollfd wait[] = {{.fd = local->files.completions[0], .events = POLLIN},
                                {.fd = local->worker.pidfd, .events = POLLIN}};
        if (take == LANE_BROKEN)
            return false;
        if (poll(wait, 2, 10) != 0) {
            if (wait[1].revents)
                return lane_take(&local->lane, verdict) == LANE_VERDICT;
            continue;
        }
        wall_ms += 10;
        long cpu = process_cpu_us(&local->worker);
        if (cpu >= 0 && cpu_start >= 0 && cpu - cpu_start > cpu_budget_us)
            break;
    }
    *overtime = true;
    return false;
}

bool local_room(const struct local *local, const struct lane_job *job)
{
    return local->worker.pid == 0 || lane_room(&local->lane, job);
}

int local_submit(struct local *local, const struct lane_job *job, struct error *error)
{
    if (local->worker.pid == 0) {
        int code = begin_worker(local, error);
        if (code)
            return code;
    }
    if (!lane_room(&local->lane, job))
        return error_set(error, -E2BIG, "the job does not fit into a worker's memory");
    local->flight[lane_submit(&local->lane, job) % RING_SLOTS] = *job;
    return 0;
}

/* Another worker with more room, for all that the one before had in flight. */
static int make_room(struct local *local, struct error *error)
{
    struct lane_job jobs[RING_SLOTS];
    unsigned count = lane_in_flight(&local->lane);
    for (unsigned i = 0; i < count; i++)
        jobs[i] = local->flight[(local->lane.finished + i) % RING_SLOTS];
    end_worker(local, NULL);
    local->stack_kib *= STACK_GROWTH;
    int code = 0;
    for (unsigned i = 0; i < count && code == 0; i++)
        code = local_submit(local, &jobs[i], error);
    lane_ring(&local->lane);
    return code;
}

/* Whether its end came of a stack that is smaller than what is declared. */
static bool is_cramped(struct local *local)
{
    char text[REASON_MAX];
    return local->stack_kib < declared_stack(local) &&
           lane_last_words(&local->memory, text) == LAST_WORDS_STACK_OVERFLOW;
}

int local_collect(struct local *local, struct local_result *result, struct error *error)
{
    *result = (struct local_result){.outcome = OUTCOME_INTERNAL};
    struct lane_verdict verdict;
    bool overtime = false;
    long budget = 1000L * declared(local->description.cpu_ms, CPU_MS_DEFAULT);
    if (local->worker.pid == 0)
        return error_set(error, -EINVAL, "nothing is in flight");
    lane_ring(&local->lane);
    bool there = await_verdict(local, budget, &verdict, &overtime);
    while (!there && !overtime && is_cramped(local)) {
        int code = make_room(local, error);
        if (code)
            return code;
        there = await_verdict(local, budget, &verdict, &overtime);
    }
    if (there) {
        result->outcome = (enum outcome)verdict.slot.outcome;
        result->judged = true;
        result->verdict = verdict.slot;
        memcpy(result->reason, verdict.slot.reason, sizeof result->reason);
        result->output = verdict.output; /* its slot is not used again until the next job */
        result->output_size = verdict.output_size;
        lane_release(&local->lane);
        return 0;
    }
    end_worker(local, result);
    if (overtime)
        result->outcome = OUTCOME_TIMEOUT;
    return 0;
}

void local_retire(struct local *local)
{
    end_worker(local, NULL);
}

int local_run(struct local *local, const struct lane_job *job, struct local_result *result,
              struct error *error)
{
    int code = local_submit(local, job, error);
    return code ? code : local_collect(local, result, error);
}

int local_describe(struct local *local, struct error *error)
{
    struct local_result result;
    int code = local_run(local, &(struct lane_job){.kind = JOB_DESCRIBE}, &result, error);
    if (code)
        return code;
    if (result.outcome != OUTCOME_OK)
        return error_set(error, -EINVAL, "the declaration cannot be read: %s",
                         *result.reason ? result.reason : outcome_row(result.outcome)->sentence);
    local->described = malloc(result.output_size);
    if (!local->described)
        return error_set(error, -ENOMEM, "no memory");
    memcpy(local->described, result.output, result.output_size);
    local->described_size = result.output_size;
    code = description_decode(local->described, local->described_size, &local->description, error);
    local_retire(local); /* the next one starts with the limits that the declaration asks for */
    return code;
}
