/* SPDX-License-Identifier: Apache-2.0 */
/* call.c: what a verdict costs a worker, by the worker's own CPU clock, and what the same verifier
 * costs when gcc has compiled it and nothing is around it. Linked with one environment; arguments:
 * SOURCE RESPONSE_BYTES ROUNDS. Prints a line of JSON for each round; call.py sums up. */
#include "tests/environments/instance.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "daemon/ctl/local.h"

enum {
    LEVEL = 2,
    INSTANCES = 64,
    JOBS = 20000, /* a round: some 20 ms, short beside what else the machine is doing */
    PATIENCE_MS = 20000,
};

static struct item {
    struct lane_job job;
    struct instance *instance; /* the same one, drawn by native code */
} items[INSTANCES];

static _Noreturn void stop(const char *what)
{
    fprintf(stderr, "call: %s\n", what);
    exit(1);
}

static double seconds(clockid_t clock)
{
    struct timespec time;
    if (clock_gettime(clock, &time) < 0)
        stop("a clock cannot be read");
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/* The oracle's answer behind as much thought as makes `size` bytes. */
static char *response_new(const char *oracle, size_t size)
{
    static const char thought[] = "Let me try the numbers in another order. ";
    size_t frame = sizeof "<think></think><answer></answer>" + strlen(oracle);
    size_t filler = size > frame ? size - frame : 0;
    char *response = malloc(frame + filler + 1), *at = response;
    if (!response)
        stop("there is no memory");
    at = stpcpy(at, "<think>");
    for (size_t i = 0; i < filler; i++)
        *at++ = thought[i % (sizeof thought - 1)];
    sprintf(at, "</think><answer>%s</answer>", oracle);
    return response;
}

static void items_fill(size_t response_bytes)
{
    for (int i = 0; i < INSTANCES; i++) {
        struct instance *instance = instance_new(LEVEL, (uint64_t)i);
        if (!instance)
            stop("an instance cannot be drawn");
        char *response = response_new(instance->oracle, response_bytes);
        items[i].instance = instance;
        items[i].job = (struct lane_job){.kind = JOB_VERIFY,
                                         .state = instance->state,
                                         .state_size = resyn_declaration.state_size,
                                         .text = response,
                                         .text_size = strlen(response),
                                         .extract = EXTRACT_DECLARED};
    }
}

/* A verdict that is wrong, or none, ends the benchmark. */
static void verdict_take(struct lane *lane)
{
    struct lane_verdict verdict;
    if (lane_wait(lane, PATIENCE_MS, &verdict) != LANE_VERDICT)
        stop("the worker gives no verdict");
    if (verdict.slot.outcome != OUTCOME_OK || verdict.slot.score != 1)
        stop("a verdict is not what is to be measured");
    lane_release(lane);
}

/* Keeps as many jobs in flight as the ring takes. Seconds of the worker's CPU for each. */
static double worker_round(struct local *local)
{
    struct lane *lane = &local->lane;
    clockid_t clock;
    if (clock_getcpuclockid(local->worker.pid, &clock) != 0)
        stop("the worker has no clock");
    double start = seconds(clock);
    for (int submitted = 0, taken = 0; taken < JOBS; taken++) {
        while (submitted < JOBS && lane_in_flight(lane) < RING_SLOTS &&
               lane_room(lane, &items[submitted % INSTANCES].job)) {
            lane_submit(lane, &items[submitted % INSTANCES].job);
            submitted++;
        }
        lane_ring(lane);
        verdict_take(lane);
    }
    return (seconds(clock) - start) / JOBS;
}

/* The readers need an answer to read; no reset, no extraction, no boundary. */
static double native_round(void *memory)
{
    double start = seconds(CLOCK_PROCESS_CPUTIME_ID);
    for (int i = 0; i < JOBS; i++) {
        const struct instance *instance = items[i % INSTANCES].instance;
        rs_answer *answer = answer_init(memory, instance->oracle, strlen(instance->oracle));
        if (verify(instance->state, answer) != 1)
            stop("the native verifier refuses the oracle's answer");
    }
    return (seconds(CLOCK_PROCESS_CPUTIME_ID) - start) / JOBS;
}

int main(int count, char **arguments)
{
    static struct local local;
    struct local_result result;
    struct error error;
    if (count != 4)
        stop("usage: call SOURCE RESPONSE_BYTES ROUNDS");
    int rounds = atoi(arguments[3]);
    void *memory = malloc(answer_bytes());
    items_fill((size_t)atol(arguments[2]));
    if (!memory || local_open(&local, &error) < 0 ||
        local_compile(&local, arguments[1], &error) < 0 || local_describe(&local, &error) < 0 ||
        local_run(&local, &items[0].job, &result, &error) < 0)
        stop(error.text);
    worker_round(&local);
    for (int i = 0; i < rounds; i++) {
        double worker = worker_round(&local), native = native_round(memory);
        printf("{\"worker_ns\": %.1f, \"native_ns\": %.1f}\n", worker * 1e9, native * 1e9);
    }
    local_close(&local);
    return 0;
}
