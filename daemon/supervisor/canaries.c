/* SPDX-License-Identifier: Apache-2.0 */
/* canaries.c: see canaries.h. Runs in the supervisor, before anything is served. Each attack is an
 * image of its own in a worker of its own, all at once; one image attacks nothing and must score,
 * so that workers which cannot start at all do not pass for well guarded ones. */
#include "daemon/supervisor/canaries.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "lib/image/image.h"
#include "lib/ring/lane.h"
#include "lib/sandbox/sanitizer.h"

enum { PAGE = 4096, PATIENCE_MS = 20000, STACK_KIB = 16, HEAP_KIB = 16, STATE_BYTES = 8 };

/* ENDS_IN_A_FAULT: the worker's own handler ends it, with the status of a crash. ENDS_EITHER_WAY: a
 * kernel without 32-bit calls faults where another asks the filter. */
enum end { SCORES, KILLED_BY_FILTER, ENDS_IN_A_FAULT, ENDS_EITHER_WAY };

#define CANARIES(X)                            \
    X(scores, SCORES)                          \
    X(opens_a_file, KILLED_BY_FILTER)          \
    X(makes_a_process, KILLED_BY_FILTER)       \
    X(starts_a_program, KILLED_BY_FILTER)      \
    X(traces_a_process, KILLED_BY_FILTER)      \
    X(reads_another_process, KILLED_BY_FILTER) \
    X(makes_a_socket, KILLED_BY_FILTER)        \
    X(asks_as_32_bit_code, ENDS_EITHER_WAY)    \
    X(writes_its_code, ENDS_IN_A_FAULT)        \
    X(runs_its_data, ENDS_IN_A_FAULT)

extern const char canary_begin[], canary_end[];
#define CANARY_EXTERN(name, end) extern const char canary_##name[];
CANARIES(CANARY_EXTERN)
#undef CANARY_EXTERN

static const struct row {
    const char *name, *code;
    enum end end;
} rows[] = {
#define CANARY_ROW(name, end) {#name, canary_##name, end},
    CANARIES(CANARY_ROW)
#undef CANARY_ROW
};
enum { ROWS = sizeof rows / sizeof *rows };
_Static_assert(ROWS <= (int)ISOLATION_CANARIES_MAX, "the report has room");

/* ---- An image ----------------------------------------------------------------------------------
 */

static bool write_at(int fd, const void *bytes, size_t size, off_t at)
{
    return pwrite(fd, bytes, size, at) == (ssize_t)size;
}

static int image_make(const struct row *row, struct error *error)
{
    const rs_declaration declaration = {
        .abi = RESYN_ABI, .state_size = STATE_BYTES, .levels = 1, .score = RS_BINARY};
    uint64_t text = IMAGE_BASE + PAGE;
    struct image_header header = {
        .magic = IMAGE_MAGIC, .abi = RESYN_ABI, .text_size = PAGE, .data_size = PAGE};
    header.entry[ENTRY_DECLARATION] = text + PAGE;
    header.entry[ENTRY_VERIFY] = text + (uint64_t)(row->code - canary_begin);
    header.entry[ENTRY_GENERATE] = header.entry[ENTRY_OBSERVE] = header.entry[ENTRY_SOLVE] = text;
    int fd = memfd_create("resynd-canary", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd >= 0 && ftruncate(fd, 3 * PAGE) == 0 && write_at(fd, &header, sizeof header, 0) &&
        write_at(fd, canary_begin, (size_t)(canary_end - canary_begin), PAGE) &&
        write_at(fd, &declaration, sizeof declaration, 2 * PAGE) && image_seal(fd, NULL) == 0)
        return fd;
    int code = errno;
    if (fd >= 0)
        close(fd);
    return error_set(error, -code, "cannot make an image: %s", strerror(code));
}

/* ---- An attempt --------------------------------------------------------------------------------
 */

struct attempt {
    struct worker_files files;
    struct lane_memory memory;
    struct lane lane;
    struct process worker;
};

static void submit(struct attempt *attempt)
{
    static const char state[STATE_BYTES];
    const struct lane_job job = {.kind = JOB_VERIFY,
                                 .state = state,
                                 .state_size = sizeof state,
                                 .text = "1",
                                 .text_size = 1,
                                 .extract = EXTRACT_DECLARED,
                                 .flags = JOB_BARE};
    lane_init(&attempt->lane, &attempt->memory, 0, attempt->files.doorbell,
              attempt->files.completions[0], attempt->files.jobs);
    lane_submit(&attempt->lane, &job);
    lane_ring(&attempt->lane);
}

static int attempt_start(struct attempt *attempt, const struct programs *programs,
                         const struct row *row, struct error *error)
{
    int image = image_make(row, error);
    if (image < 0)
        return image;
    int rc = worker_files_open(&attempt->files, 1, error);
    if (rc == 0)
        rc = lane_memory_map(&attempt->memory, attempt->files.jobs, attempt->files.verdicts, 1,
                             error);
    if (rc == 0) {
        submit(attempt);
        rc = worker_start(&attempt->worker, programs, &attempt->files, image, STACK_KIB, HEAP_KIB,
                          error);
    }
    close(image);
    return rc;
}

static void attempt_close(struct attempt *attempt)
{
    struct process_end end;
    process_kill(&attempt->worker);
    process_reap(&attempt->worker, true, &end);
    lane_memory_unmap(&attempt->memory);
    worker_files_close(&attempt->files);
}

static int left_ms(const struct timespec *begin)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    long gone = (now.tv_sec - begin->tv_sec) * 1000 + (now.tv_nsec - begin->tv_nsec) / 1000000;
    return gone >= PATIENCE_MS ? 0 : (int)(PATIENCE_MS - gone);
}

/* Waits for a verdict or for the worker's death; says which in a word. True: as it must be. */
static bool attempt_judge(struct attempt *attempt, enum end expected, const struct timespec *begin,
                          char outcome[ISOLATION_NAME])
{
    struct pollfd polled[] = {{.fd = attempt->worker.pidfd, .events = POLLIN},
                              {.fd = attempt->lane.completion, .events = POLLIN}};
    struct lane_verdict verdict;
    struct process_end end;
    if (poll(polled, 2, left_ms(begin)) <= 0) {
        snprintf(outcome, ISOLATION_NAME, "no end in %d s", PATIENCE_MS / 1000);
        return false;
    }
    if (!polled[0].revents) {
        bool scored = lane_take(&attempt->lane, &verdict) == LANE_VERDICT;
        snprintf(outcome, ISOLATION_NAME, "%s", scored ? "scored" : "broke the protocol");
        return scored && expected == SCORES;
    }
    process_reap(&attempt->worker, true, &end);
    bool filtered = end.signal == SIGSYS;
    bool faulted = end.signal == 0 && end.status == WORKER_EXIT_CALL;
    if (filtered || faulted)
        snprintf(outcome, ISOLATION_NAME, "%s", filtered ? "killed by its filter" : "faulted");
    else
        snprintf(outcome, ISOLATION_NAME, "%s %d", end.signal ? "signal" : "exit status",
                 end.signal ? end.signal : end.status);
    return (filtered && expected != SCORES && expected != ENDS_IN_A_FAULT) ||
           (faulted && expected != SCORES && expected != KILLED_BY_FILTER);
}

/* ---- All ---------------------------------------------------------------------------------------
 */

static int judge_all(struct attempt attempts[ROWS], struct isolation *isolation,
                     struct error *error)
{
    struct timespec begin;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    for (int i = 0; i < ROWS; i++) {
        struct isolation_canary *canary = &isolation->canaries[i];
        snprintf(canary->name, sizeof canary->name, "%s", rows[i].name);
        if (!attempt_judge(&attempts[i], rows[i].end, &begin, canary->outcome))
            return error_set(error, -EPERM,
                             "not safe to serve: of the attacks tried at start, a worker that %s "
                             "ended otherwise than it must: %s",
                             canary->name, canary->outcome);
        isolation->canary_count++;
    }
    return 0;
}

int canaries_run(const struct programs *programs, struct isolation *isolation, struct error *error)
{
    static struct attempt attempts[ROWS];
    int rc = 0, started = 0;
    if (SANITIZER_PRESENT) {
        snprintf(isolation->canaries_skipped, sizeof isolation->canaries_skipped,
                 "the filters of a sanitizer build answer where others kill");
        return 0;
    }
    for (; rc == 0 && started < ROWS; started++) {
        attempts[started] = (struct attempt){.worker = PROCESS_INIT};
        rc = attempt_start(&attempts[started], programs, &rows[started], error);
    }
    if (rc == 0)
        rc = judge_all(attempts, isolation, error);
    for (int i = 0; i < started; i++)
        attempt_close(&attempts[i]);
    return rc;
}
