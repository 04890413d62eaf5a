/* SPDX-License-Identifier: Apache-2.0 */
/* test_gate.c: the stages, played with an environment that is a C function here: sound, and broken
 * in one way at a time. Results come back in another order than the probes went out. */
#include "tests/unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/gate/family.h"

/* Add two numbers. */
struct sum {
    int a, b;
};

enum flaw { SOUND, PAYS_EMPTY, REFUSES_ORACLE, FORGETS_B, LOST, CRASHES, FLIPS, FLAWS };

struct play {
    enum flaw flaw;
    unsigned calls;
    char output[128];
};

static double judge(const struct play *play, const struct sum *sum, const char *text, size_t size)
{
    char answer[64] = "", *end;
    if (play->flaw == PAYS_EMPTY && size == 0)
        return 1;
    if (size >= sizeof answer)
        return 0;
    memcpy(answer, text, size);
    long value = strtol(answer, &end, 10);
    while (*end == ' ' || *end == '\n' || *end == '\r' || *end == '\t')
        end++;
    if (end == answer || *end || strlen(answer) != size)
        return 0;
    return value == (play->flaw == FORGETS_B ? value : sum->a + sum->b);
}

/* What stands between the tags, without white space around it. Whole responses are the oracle's
 * answer, decorated. */
static double judge_response(const struct play *play, const struct probe *probe)
{
    const struct lane_job *job = &probe->job;
    const char *start = job->text, *end = job->text + job->text_size;
    if (job->flags & JOB_BARE)
        return judge(play, job->state, start, job->text_size);
    if (play->flaw == REFUSES_ORACLE || probe->plan.form == FORM_RESPONSE)
        return play->flaw != REFUSES_ORACLE;
    struct token answer = probe_answer(probe);
    start = answer.text;
    end = start + answer.size;
    while (start < end && strchr(" \n\t", *start))
        start++;
    return start < end ? judge(play, job->state, start, (size_t)(end - start)) : 0;
}

static void write_output(struct play *play, struct probe_result *result, const void *bytes,
                         size_t size)
{
    memcpy(play->output, bytes, size);
    result->output = play->output;
    result->output_size = size;
}

static struct sum draw(const struct lane_job *job)
{
    int range = 1 << (3 * (int)job->level + 2);
    return (struct sum){(int)((job->seed * 7919 + job->level * 31) % (unsigned)range) + 2,
                        (int)((job->seed * 104729 + 17) % (unsigned)range) + 2};
}

static void run(struct play *play, struct probe *probe, struct gate *gate)
{
    struct probe_result result = {.outcome = OUTCOME_OK, .reason = "", .attempts = 1};
    const struct lane_job *job = &probe->job;
    struct sum sum = draw(job);
    char text[128];
    play->calls++;
    switch (job->kind) {
    case JOB_GENERATE:
        write_output(play, &result, &sum, sizeof sum);
        break;
    case JOB_OBSERVE:
        memcpy(&sum, job->state, sizeof sum);
        snprintf(text, sizeof text, "What is the sum of these: %d and %d?", sum.a, sum.b);
        write_output(play, &result, text, strlen(text));
        break;
    case JOB_SOLVE:
        snprintf(text, sizeof text, "%d", sum.a + sum.b);
        write_output(play, &result, text, strlen(text));
        break;
    default:
        result.score = judge_response(play, probe);
    }
    if (play->flaw == LOST && play->calls > 2000)
        result.outcome = OUTCOME_INTERNAL;
    if (play->flaw == CRASHES && job->kind == JOB_VERIFY && job->text_size > 5000)
        result.outcome = OUTCOME_CRASH;
    if (play->flaw == FLIPS && job->kind == JOB_VERIFY && probe->fresh)
        result.score = 1 - result.score;
    gate_take(gate, probe, &result);
}

/* Runs up to eight probes at a time, the last one first. */
static enum gate_result play_gate(enum flaw flaw, struct report *report)
{
    const struct description description = {
        .state_size = sizeof(struct sum), .levels = 5, .score = RS_BINARY, .name = "sum"};
    const struct gate_subject subject = {.description = &description};
    struct gate *gate = gate_new(&subject, GATE_QUICK);
    struct play play = {.flaw = flaw};
    struct probe *held[8];
    unsigned count = 0;
    enum gate_turn turn;
    do {
        turn = gate_next(gate, &held[count]);
        count += turn == GATE_PROBE;
        assert_true(turn != GATE_WAIT || count > 0);
        assert_true(turn != GATE_OVER || count == 0);
        while (count > 0 && (count == 8 || turn != GATE_PROBE))
            run(&play, held[--count], gate);
    } while (turn != GATE_OVER);
    *report = *gate_report(gate);
    assert_int_equal(report->probes, play.calls);
    gate_free(gate);
    return report_result(report);
}

static void admits_what_is_sound(void **unused)
{
    struct report report;
    enum gate_result result = play_gate(SOUND, &report);
    for (unsigned i = 0; i < CHECK_COUNT; i++)
        if (report.checks[i].state == CHECK_FAILED || report.checks[i].state == CHECK_NOT_RUN)
            print_message("# %s: %s\n", check_rows[i].name, report.checks[i].summary);
    assert_int_equal(result, GATE_ADMITTED);
}

static void rejects_by_the_check_that_it_is(void **unused)
{
    static const struct {
        enum flaw flaw;
        enum gate_check check;
    } rows[] = {{PAYS_EMPTY, CHECK_NOTHING},
                {REFUSES_ORACLE, CHECK_ORACLE},
                {FORGETS_B, CHECK_CONSTANTS},
                {CRASHES, CHECK_SURVIVES},
                {FLIPS, CHECK_PURE}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct report report;
        assert_int_equal(play_gate(rows[i].flaw, &report), GATE_REJECTED);
        assert_int_equal(report.checks[rows[i].check].state, CHECK_FAILED);
        assert_true(report.checks[rows[i].check].against > 0);
    }
}

static void calls_that_fail_are_no_pass(void **unused)
{
    struct report report;
    assert_int_equal(play_gate(LOST, &report), GATE_INCONCLUSIVE);
}

static void the_same_subject_gets_the_same_report(void **unused)
{
    static struct report one, two;
    play_gate(SOUND, &one);
    play_gate(SOUND, &two);
    assert_memory_equal(&one, &two, sizeof one);
}

static void can_be_given_up(void **unused)
{
    const struct description description = {.state_size = 8, .levels = 5};
    struct gate *gate = gate_new(&(struct gate_subject){.description = &description}, GATE_QUICK);
    struct probe *probe;
    assert_int_equal(gate_next(gate, &probe), GATE_PROBE);
    assert_int_equal(gate_next(gate, &probe), GATE_PROBE);
    gate_free(gate);
    gate_free(NULL);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(admits_what_is_sound),
    cmocka_unit_test(rejects_by_the_check_that_it_is),
    cmocka_unit_test(calls_that_fail_are_no_pass),
    cmocka_unit_test(the_same_subject_gets_the_same_report),
    cmocka_unit_test(can_be_given_up),
};
RUN_TESTS(tests)
