/* SPDX-License-Identifier: Apache-2.0 */
/* hermetic_test.c: the verdicts of one environment do not depend on what was judged before, nor
 * where: the same jobs in order, in reverse and shuffled, on one worker and on eight, and each on a
 * fresh one. Arguments: SOURCE, and "attack" where the answer "attack" is to be among
 * them. */
#include "daemon/ctl/local.h"
#include "tests/environments/digest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#ifdef SANITIZED
enum { JOBS = 200, FRESH = 20 }; /* its workers take long to start */
#else
enum { JOBS = 1000, FRESH = JOBS };
#endif
enum { WORKERS = 8, WINDOW = 16, WAIT_MS = 20000 };

static const char *source;
static bool attacks;
static struct local local;

/* ---- Jobs ---- */

static struct job {
    char *state, *text;
    size_t state_size;
    struct verdict_slot expected; /* what the first round gave */
} jobs[JOBS];

static struct local_result make(struct lane_job job)
{
    struct local_result result;
    struct error error;
    if (local_run(&local, &job, &result, &error) != 0)
        fail_msg("%s", error.text);
    if (result.outcome != OUTCOME_OK)
        fail_msg("job %d: %s", (int)job.kind, outcome_row(result.outcome)->name);
    return result;
}

static void job_set(struct job *job, const void *state, size_t size, const char *text)
{
    job->state = malloc(size + 1);
    job->text = strdup(text);
    assert_true(job->state && job->text);
    memcpy(job->state, state, size);
    job->state_size = size;
}

/* Instance after instance, each with the answers of digest.h. */
static void jobs_of_environment(void)
{
    static char state[RS_STATE_MAX], oracle[RS_TEXT_MAX + 1], previous[RS_TEXT_MAX + 1];
    static char answer[RS_TEXT_MAX + 8];
    size_t size = 0;
    for (unsigned i = 0; i < JOBS; i++) {
        unsigned instance = i / DIGEST_ANSWERS, level = 1 + instance % local.description.levels;
        if (i % DIGEST_ANSWERS == 0) {
            struct local_result drawn = make((struct lane_job){JOB_GENERATE, level, instance});
            size = drawn.output_size;
            memcpy(state, drawn.output, size);
            strcpy(previous, oracle);
            struct local_result solved = make((struct lane_job){JOB_SOLVE, level, instance});
            memcpy(oracle, solved.output, solved.output_size);
            oracle[solved.output_size] = '\0';
        }
        digest_answer(i % DIGEST_ANSWERS, oracle, previous, answer);
        job_set(&jobs[i], state, size, attacks && i % 3 == 1 ? "attack" : answer);
    }
}

/* Each example's ground truth with each example's response. */
static void jobs_of_checker(void)
{
    static char state[RS_STATE_MAX], response[4096];
    unsigned count = local.description.example_count;
    assert_true(count > 0);
    for (unsigned i = 0; i < JOBS; i++) {
        struct example given, answered;
        assert_true(description_example(local.described, local.described_size, i % count, &given));
        assert_true(description_example(local.described, local.described_size, i / count % count,
                                        &answered));
        struct local_result loaded = make((struct lane_job){
            .kind = JOB_LOAD, .text = given.given, .text_size = given.given_size});
        memcpy(state, loaded.output, loaded.output_size);
        snprintf(response, sizeof response, "%.*s", (int)answered.response_size, answered.response);
        job_set(&jobs[i], state, loaded.output_size, response);
    }
}

/* ---- Workers ---- */

static struct judge {
    struct worker_files files;
    struct process process;
    struct lane_memory memory;
    struct lane lane;
    unsigned flight[RING_SLOTS]; /* which job, by sequence */
} judges[WORKERS];

static void judge_open(struct judge *judge)
{
    const struct description *description = &local.description;
    struct error error = {0};
    int code = worker_files_open(&judge->files, 1, &error);
    if (!code)
        code = lane_memory_map(&judge->memory, judge->files.jobs, judge->files.verdicts, 1, &error);
    if (!code)
        code = worker_start(&judge->process, &local.programs, &judge->files, local.image,
                            description->stack_kib, description->memory_kib, &error);
    if (code)
        fail_msg("%s", error.text);
    lane_init(&judge->lane, &judge->memory, 0, judge->files.doorbell, judge->files.completions[0],
              judge->files.jobs);
}

static void judge_close(struct judge *judge)
{
    struct process_end end;
    process_kill(&judge->process);
    process_reap(&judge->process, true, &end);
    lane_memory_unmap(&judge->memory);
    worker_files_close(&judge->files);
}

static void submit(struct judge *judge, unsigned number)
{
    const struct job *job = &jobs[number];
    struct lane_job work = {.kind = JOB_VERIFY,
                            .state = job->state,
                            .state_size = job->state_size,
                            .text = job->text,
                            .text_size = strlen(job->text),
                            .extract = EXTRACT_DECLARED,
                            .flags = JOB_BARE};
    assert_true(lane_room(&judge->lane, &work));
    judge->flight[lane_submit(&judge->lane, &work) % RING_SLOTS] = number;
    lane_ring(&judge->lane);
}

/* The whole verdict, but for its place in the ring. */
static void take(struct judge *judge, bool first)
{
    struct lane_verdict verdict;
    assert_int_equal(lane_wait(&judge->lane, WAIT_MS, &verdict), LANE_VERDICT);
    unsigned number = judge->flight[verdict.sequence % RING_SLOTS];
    lane_release(&judge->lane);
    verdict.slot.number = 0;
    if (first)
        jobs[number].expected = verdict.slot;
    else if (memcmp(&jobs[number].expected, &verdict.slot, sizeof verdict.slot) != 0)
        fail_msg("job %u, \"%.60s\": %s %g, and was %s %g", number, jobs[number].text,
                 outcome_row(verdict.slot.outcome)->name, verdict.slot.score,
                 outcome_row(jobs[number].expected.outcome)->name, jobs[number].expected.score);
}

/* Job after job to each worker in turn, some ahead. */
static void run(const unsigned order[JOBS], unsigned workers, bool first)
{
    for (unsigned i = 0; i < workers; i++)
        judge_open(&judges[i]);
    for (unsigned i = 0; i < JOBS; i++) {
        struct judge *judge = &judges[i % workers];
        if (lane_in_flight(&judge->lane) == WINDOW)
            take(judge, first);
        submit(judge, order[i]);
    }
    for (unsigned i = 0; i < workers; i++) {
        while (lane_in_flight(&judges[i].lane))
            take(&judges[i], first);
        judge_close(&judges[i]);
    }
}

/* ---- Tests ---- */

static unsigned in_order[JOBS], in_reverse[JOBS], shuffled[JOBS];

static void make_orders(void)
{
    uint64_t random = 88172645463325252u;
    for (unsigned i = 0; i < JOBS; i++) {
        in_order[i] = shuffled[i] = i;
        in_reverse[i] = JOBS - 1 - i;
    }
    for (unsigned i = JOBS - 1; i > 0; i--) {
        random ^= random << 13, random ^= random >> 7, random ^= random << 17;
        unsigned other = (unsigned)(random % (i + 1)), kept = shuffled[i];
        shuffled[i] = shuffled[other];
        shuffled[other] = kept;
    }
}

static void any_order_on_one_worker(void **unused)
{
    run(in_reverse, 1, false);
    run(shuffled, 1, false);
}

static void any_order_on_eight_workers(void **unused)
{
    run(in_order, WORKERS, false);
    run(in_reverse, WORKERS, false);
    run(shuffled, WORKERS, false);
}

static void each_on_a_fresh_worker(void **unused)
{
    for (unsigned i = 0; i < FRESH; i++) {
        judge_open(&judges[0]);
        submit(&judges[0], shuffled[i]);
        take(&judges[0], false);
        judge_close(&judges[0]);
    }
}

/* Else the rest would show nothing. */
static void verdicts_are_of_more_than_one_kind(void **unused)
{
    unsigned right = 0, wrong = 0;
    for (unsigned i = 0; i < JOBS; i++) {
        right += jobs[i].expected.outcome == OUTCOME_OK && jobs[i].expected.score >= 1;
        wrong += jobs[i].expected.outcome == OUTCOME_OK && jobs[i].expected.score <= 0;
    }
    assert_true(right >= JOBS / 20);
    assert_true(wrong >= JOBS / 20);
}

static int open_environment(void **unused)
{
    struct error error = {0};
    int code = local_open(&local, &error);
    if (code == 0)
        code = local_compile(&local, source, &error);
    if (code == 0 && local.end != COMPILE_DONE)
        code = error_set(&error, -1, "%s does not compile", source);
    if (code == 0)
        code = local_describe(&local, &error);
    if (code != 0) {
        print_error("%s\n", error.text);
        return code;
    }
    make_orders();
    if (local.description.checker)
        jobs_of_checker();
    else
        jobs_of_environment();
    run(in_order, 1, true);
    return 0;
}

static int close_environment(void **unused)
{
    for (unsigned i = 0; i < JOBS; i++) {
        free(jobs[i].state);
        free(jobs[i].text);
    }
    local_close(&local);
    return 0;
}

int main(int count, char **arguments)
{
    if (count < 2)
        return 2;
    source = arguments[1];
    attacks = count > 2 && strcmp(arguments[2], "attack") == 0;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(verdicts_are_of_more_than_one_kind),
        cmocka_unit_test(any_order_on_one_worker),
        cmocka_unit_test(any_order_on_eight_workers),
        cmocka_unit_test(each_on_a_fresh_worker),
    };
    return cmocka_run_group_tests(tests, open_environment, close_environment);
}
