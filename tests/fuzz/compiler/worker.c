/* SPDX-License-Identifier: Apache-2.0 */
/* worker.c: what compiled is run: machine code that nobody meant to write, in its sandbox. */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/image/image.h"
#include "proto/outcome.h"
#include "tests/fuzz/compiler/trial.h"

enum {
    PATIENCE_MS = 1500, /* a worker that is still busy then is killed, as for its budget */
    DEATH_MS_MAX = 5000,
    STATUS_SANITIZER = 86,
};

#define FINDING(error, ...) error_set(error, -EPROTO, __VA_ARGS__)

int trial_worker_start(struct trial_worker *worker, const struct programs *programs, int image,
                       struct error *error)
{
    worker->process = PROCESS_INIT;
    worker->memory = (struct lane_memory){0};
    int result = worker_files_open(&worker->files, 1, error);
    if (result == 0)
        result =
            lane_memory_map(&worker->memory, worker->files.jobs, worker->files.verdicts, 1, error);
    if (result == 0)
        result = worker_start(&worker->process, programs, &worker->files, image, STACK_KIB_DEFAULT,
                              MEMORY_KIB_DEFAULT, error);
    if (result < 0)
        return result;
    lane_init(&worker->lane, &worker->memory, 0, worker->files.doorbell,
              worker->files.completions[0], worker->files.jobs);
    return 0;
}

static long left_ms(const struct timespec *deadline)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (deadline->tv_sec - now.tv_sec) * 1000 + (deadline->tv_nsec - now.tv_nsec) / 1000000;
}

/* Until there is a verdict, a death, or no patience left. */
static enum reply wait_for(struct trial_worker *worker, int patience_ms, struct lane_verdict *out)
{
    struct timespec deadline;
    clock_gettime(CLOCK_MONOTONIC, &deadline);
    deadline.tv_sec += patience_ms / 1000;
    deadline.tv_nsec += patience_ms % 1000 * 1000000l;
    for (bool dead = false;;) {
        lane_hush(&worker->lane);
        enum lane_take take = lane_take(&worker->lane, out);
        if (take != LANE_NOTHING)
            return take == LANE_VERDICT ? REPLY_VERDICT : REPLY_BROKEN;
        if (dead)
            return REPLY_DIED;
        long left = left_ms(&deadline);
        struct pollfd events[] = {{.fd = worker->lane.completion, .events = POLLIN},
                                  {.fd = worker->process.pidfd, .events = POLLIN}};
        if (left <= 0 || poll(events, 2, (int)left) == 0) {
            process_kill(&worker->process);
            return REPLY_STOPPED;
        }
        dead = events[1].revents != 0;
    }
}

enum reply trial_ask(struct trial_worker *worker, const struct lane_job *job, int patience_ms)
{
    struct lane_verdict verdict;
    lane_submit(&worker->lane, job);
    lane_ring(&worker->lane);
    enum reply reply = wait_for(worker, patience_ms, &verdict);
    if (reply != REPLY_VERDICT)
        return reply;
    worker->verdict = verdict.slot;
    worker->output_size = verdict.output ? verdict.output_size : 0;
    memcpy(worker->output, verdict.output ? verdict.output : "", worker->output_size);
    lane_release(&worker->lane);
    return REPLY_VERDICT;
}

/* The ring of jobs belongs to the client: what stands in it is what the client wrote. */
static bool jobs_untouched(const struct trial_worker *worker)
{
    const struct jobs_head *head = worker->memory.jobs;
    bool same = atomic_load(&head->ring[0].submitted) == worker->lane.submitted;
    for (int i = 1; i < THREADS_MAX; i++)
        same &= atomic_load(&head->ring[i].submitted) == 0;
    return same;
}

static int check_death(struct trial_worker *worker, struct error *error)
{
    struct process_end end;
    struct pollfd death = {.fd = worker->process.pidfd, .events = POLLIN};
    if (worker->process.pidfd < 0)
        return 0;
    process_kill(&worker->process);
    if (poll(&death, 1, DEATH_MS_MAX) <= 0)
        return FINDING(error, "a worker cannot be killed");
    process_reap(&worker->process, true, &end);
    if (!end.signal && end.status == STATUS_SANITIZER)
        return FINDING(error, "a worker ended with status %d", end.status);
    return 0;
}

int trial_worker_end(struct trial_worker *worker, struct error *error)
{
    int result = check_death(worker, error);
    if (result == 0 && worker->memory.jobs && !jobs_untouched(worker))
        result = FINDING(error, "a worker has written to its client's memory");
    lane_memory_unmap(&worker->memory);
    worker_files_close(&worker->files);
    return result;
}

/* Whether it goes on with this worker; counts how it did not. */
static bool goes_on(struct trial_worker *worker, const struct lane_job *job, struct tally *tally)
{
    switch (trial_ask(worker, job, PATIENCE_MS)) {
    case REPLY_VERDICT:
        return true;
    case REPLY_DIED:
        tally->died++;
        return false;
    case REPLY_STOPPED:
        tally->stopped++;
        return false;
    default:
        tally->broken++;
        return false;
    }
}

static void judge(struct trial_worker *worker, struct tally *tally)
{
    /* The second is what tests/attack/frame.inc attacks at. */
    static const char *const responses[] = {
        "<think>1</think> \\boxed{[1, 2, 3]} <answer>1 2 3</answer>",
        "<answer>attack</answer>",
    };
    static char state[OUTPUT_BYTES];
    size_t size = worker->output_size;
    memcpy(state, worker->output, size);
    for (size_t i = 0; i < sizeof responses / sizeof *responses; i++) {
        struct lane_job job = {.kind = JOB_VERIFY,
                               .state = state,
                               .state_size = size,
                               .text = responses[i],
                               .text_size = strlen(responses[i]),
                               .extract = EXTRACT_DECLARED};
        if (!goes_on(worker, &job, tally))
            return;
        tally->judged++;
    }
}

static int work(struct trial_worker *worker, struct tally *tally, struct error *error)
{
    struct description description;
    struct error reason = {0};
    struct lane_job draw = {.kind = JOB_GENERATE, .level = 1, .seed = 1};
    if (!goes_on(worker, &(struct lane_job){.kind = JOB_DESCRIBE}, tally) ||
        worker->verdict.outcome != OUTCOME_OK)
        return 0;
    tally->described++;
    bool good = description_decode(worker->output, worker->output_size, &description, &reason) == 0;
    if (!good)
        return *reason.text ? 0 : FINDING(error, "a description is refused without a reason");
    if (description.checker)
        draw = (struct lane_job){.kind = JOB_LOAD, .text = "1", .text_size = 1, .flags = JOB_BARE};
    if (!goes_on(worker, &draw, tally) || worker->verdict.outcome != OUTCOME_OK)
        return 0;
    tally->drawn++;
    judge(worker, tally);
    return 0;
}

int trial_work(const struct programs *programs, int image, struct tally *tally, struct error *error)
{
    static struct trial_worker worker;
    int result = trial_worker_start(&worker, programs, image, error);
    if (result == 0)
        result = work(&worker, tally, error);
    int ended = trial_worker_end(&worker, result < 0 ? NULL : error);
    return result < 0 ? result : ended;
}
