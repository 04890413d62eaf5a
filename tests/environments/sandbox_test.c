/* SPDX-License-Identifier: Apache-2.0 */
/* sandbox_test.c: one environment as it is served: compiled by resynd-compiler, run by
 * resynd-worker. What it gives must be what the native build gives, byte for byte; CPU times are
 * shown. Arguments: SOURCE and, for an environment, its environment_tool. */
#include "daemon/ctl/local.h"
#include "tests/environments/digest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static const char *source, *tool;
static struct local local;

/* Runs a job that must end well. */
static struct local_result run(struct lane_job job)
{
    struct local_result result;
    struct error error;
    if (local_run(&local, &job, &result, &error) != 0)
        fail_msg("%s", error.text);
    if (result.outcome != OUTCOME_OK)
        fail_msg("job %d, level %u, seed %llu: %s: %s", (int)job.kind, job.level,
                 (unsigned long long)job.seed, outcome_row(result.outcome)->name, result.reason);
    return result;
}

static double score_of(const void *state, size_t state_size, const char *text, unsigned flags)
{
    struct local_result result = run((struct lane_job){.kind = JOB_VERIFY,
                                                       .state = state,
                                                       .state_size = state_size,
                                                       .text = text,
                                                       .text_size = strlen(text),
                                                       .extract = EXTRACT_DECLARED,
                                                       .flags = flags});
    return result.verdict.score;
}

/* CPU microseconds of the worker, per kind of job. */
struct costs {
    long generate, worst, observe, solve, verify;
};

static long spend(long *sum, long before)
{
    long spent = process_cpu_us(&local.worker) - before;
    *sum += spent;
    return spent;
}

static void copy_text(const struct local_result *result, char out[RS_TEXT_MAX + 1])
{
    assert_true(result->output_size <= RS_TEXT_MAX);
    memcpy(out, result->output, result->output_size);
    out[result->output_size] = '\0';
}

static void digest_instance(unsigned level, uint64_t seed, char previous[RS_TEXT_MAX + 1],
                            uint64_t *digest, struct costs *costs)
{
    static char oracle[RS_TEXT_MAX + 1], answer[RS_TEXT_MAX + 8], state[RS_STATE_MAX];
    long start = process_cpu_us(&local.worker);
    struct local_result drawn = run((struct lane_job){JOB_GENERATE, .level = level, .seed = seed});
    long spent = spend(&costs->generate, start);
    costs->worst = spent > costs->worst ? spent : costs->worst;
    size_t size = drawn.output_size;
    memcpy(state, drawn.output, size);
    digest_mix(digest, state, size);

    start = process_cpu_us(&local.worker);
    struct local_result asked =
        run((struct lane_job){JOB_OBSERVE, .state = state, .state_size = size});
    spend(&costs->observe, start);
    digest_mix(digest, asked.output, asked.output_size);

    start = process_cpu_us(&local.worker);
    struct local_result solved = run((struct lane_job){JOB_SOLVE, .level = level, .seed = seed});
    spend(&costs->solve, start);
    copy_text(&solved, oracle);

    for (unsigned i = 0; i < DIGEST_ANSWERS; i++) {
        digest_answer(i, oracle, previous, answer);
        start = process_cpu_us(&local.worker);
        double score = score_of(state, size, answer, JOB_BARE);
        spend(&costs->verify, start);
        digest_mix(digest, &score, sizeof score);
    }
    strcpy(previous, oracle);
    snprintf(answer, sizeof answer, "\\boxed{%s}", oracle);
    assert_true(score_of(state, size, answer, JOB_FINISHED) >= 1);

    struct local_result other = run((struct lane_job){JOB_ANOTHER, .level = level, .seed = seed});
    copy_text(&other, oracle);
    if (other.output_size > 0)
        assert_true(score_of(state, size, oracle, JOB_BARE) >= 1);
}

static uint64_t native_digest(void)
{
    char command[4096];
    unsigned long long digest = 0;
    snprintf(command, sizeof command, "'%s' digest", tool);
    FILE *output = popen(command, "r");
    assert_non_null(output);
    assert_int_equal(fscanf(output, "%llx", &digest), 1);
    assert_int_equal(pclose(output), 0);
    return digest;
}

static void gives_what_the_native_build_gives(void **unused)
{
    uint64_t digest = DIGEST_START;
    for (unsigned level = 1; level <= local.description.levels; level++) {
        static char previous[RS_TEXT_MAX + 1];
        struct costs costs = {0};
        previous[0] = '\0';
        run((struct lane_job){JOB_GENERATE, .level = level}); /* the start is not counted */
        for (uint64_t seed = 0; seed < DIGEST_SEEDS; seed++)
            digest_instance(level, seed, previous, &digest, &costs);
        print_message("# level %u, CPU: generate %ld us (at most %ld), observe %ld us, draw and "
                      "solve %ld us, verify %ld us\n",
                      level, costs.generate / DIGEST_SEEDS, costs.worst,
                      costs.observe / DIGEST_SEEDS, costs.solve / DIGEST_SEEDS,
                      costs.verify / DIGEST_SEEDS / DIGEST_ANSWERS);
    }
    assert_true(digest == native_digest());
}

/* Within the stack, the heap and the CPU time that the declaration asks for. */
static void survives_long_answers(void **unused)
{
    static const char *const units[] = {"(", "[", "{", "-", "9", "1 ", "(1+", "knave ", "U", "\n"};
    static const size_t sizes[] = {199, 200, 4000, 300000};
    static char state[RS_STATE_MAX], text[300001];
    struct local_result drawn = run((struct lane_job){JOB_GENERATE, .level = 1});
    size_t size = drawn.output_size;
    memcpy(state, drawn.output, size);
    for (size_t unit = 0; unit < sizeof units / sizeof *units; unit++) {
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
            for (size_t at = 0; at < sizes[i]; at++)
                text[at] = units[unit][at % strlen(units[unit])];
            text[sizes[i]] = '\0';
            assert_true(score_of(state, size, text, JOB_BARE) <= 0);
        }
    }
}

static void scores_its_examples_as_declared(void **unused)
{
    struct example example;
    for (unsigned i = 0; description_example(local.described, local.described_size, i, &example);
         i++) {
        static char state[RS_STATE_MAX], response[4096];
        struct local_result loaded = run((struct lane_job){
            .kind = JOB_LOAD, .text = example.given, .text_size = example.given_size});
        memcpy(state, loaded.output, loaded.output_size);
        snprintf(response, sizeof response, "<answer>%.*s</answer>", (int)example.response_size,
                 example.response);
        double score = score_of(state, loaded.output_size, response, JOB_FINISHED);
        if (score < example.score || score > example.score)
            fail_msg("example %u: %g", i + 1, score);
    }
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
    if (code != 0)
        print_error("%s\n", error.text);
    return code;
}

static int close_environment(void **unused)
{
    local_close(&local);
    return 0;
}

int main(int count, char **arguments)
{
    if (count < 2)
        return 2;
    source = arguments[1];
    tool = count > 2 ? arguments[2] : NULL;
    const struct CMUnitTest environment[] = {cmocka_unit_test(gives_what_the_native_build_gives),
                                             cmocka_unit_test(survives_long_answers)};
    const struct CMUnitTest checker[] = {cmocka_unit_test(scores_its_examples_as_declared)};
    return tool ? cmocka_run_group_tests(environment, open_environment, close_environment)
                : cmocka_run_group_tests(checker, open_environment, close_environment);
}
