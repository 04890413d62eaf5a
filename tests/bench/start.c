/* SPDX-License-Identifier: Apache-2.0 */
/* start.c SOURCE ROUNDS: what the life of a compiler and of a worker costs, in microseconds of CPU
 * time (and of wall time until there is an answer), as one line of JSON of medians. Started by
 * start.py, which compares builds. Runs the executables of its own build directory, without the
 * daemon around them: what their parent's filter and namespaces add is not in here. */
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "lib/process/process.h"
#include "lib/ring/lane.h"

enum { ROUNDS_MAX = 1000, PATIENCE_MS = 20000, STACK_KIB = 64, HEAP_KIB = 1024 };

#define MEASURES(X)                                                               \
    X(compiler_cpu, "a compiler, from its start to its end")                      \
    X(starter_cpu, "who starts a worker: its memory, its doorbells, its process") \
    X(worker_answer_cpu, "a worker, from its start to its first answer")          \
    X(worker_answer_wall, "the same, on the clock on the wall")                   \
    X(worker_life_cpu, "a worker, from its start to its end right after that answer")

static struct {
#define MEASURE_MEMBER(name, what) double name[ROUNDS_MAX];
    MEASURES(MEASURE_MEMBER)
#undef MEASURE_MEMBER
} measured;

_Noreturn static void fail(const char *what)
{
    fprintf(stderr, "start: %s\n", what);
    exit(1);
}

static double now(clockid_t clock)
{
    struct timespec time;
    clock_gettime(clock, &time);
    return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

/* The image of the last round is left for the workers. */
static int compile(const struct programs *programs, int source, int round)
{
    struct compilation compilation;
    struct error error;
    if (compilation_start(&compilation, programs, source, &error) < 0)
        fail(error.text);
    struct pollfd end = {.fd = compilation.process.pidfd, .events = POLLIN};
    if (poll(&end, 1, PATIENCE_MS) != 1)
        fail("a compiler does not end");
    measured.compiler_cpu[round] = (double)process_cpu_us(&compilation.process);
    if (compilation_finish(&compilation) != COMPILE_DONE)
        fail("the source does not compile");
    int image = fcntl(compilation.image, F_DUPFD_CLOEXEC, 0);
    compilation_close(&compilation);
    return image;
}

static void ask(const struct worker_files *files, struct lane_memory *memory, struct lane *lane)
{
    const struct lane_job job = {.kind = JOB_DESCRIBE};
    struct error error;
    if (lane_memory_map(memory, files->jobs, files->verdicts, 1, &error) < 0)
        fail(error.text);
    lane_init(lane, memory, 0, files->doorbell, files->completions[0], files->jobs);
    lane_hush(lane);
    lane_submit(lane, &job);
    lane_ring(lane);
}

static void live(const struct programs *programs, int image, int round)
{
    struct worker_files files;
    struct process worker;
    struct process_end end;
    struct lane_memory memory;
    struct lane lane;
    struct lane_verdict verdict;
    struct error error;
    double wall = now(CLOCK_MONOTONIC), own = now(CLOCK_PROCESS_CPUTIME_ID);
    if (worker_files_open(&files, 1, &error) < 0 ||
        worker_start(&worker, programs, &files, image, STACK_KIB, HEAP_KIB, &error) < 0)
        fail(error.text);
    measured.starter_cpu[round] = now(CLOCK_PROCESS_CPUTIME_ID) - own;
    ask(&files, &memory, &lane);
    struct pollfd answer = {.fd = lane.completion, .events = POLLIN};
    if (poll(&answer, 1, PATIENCE_MS) != 1 || lane_take(&lane, &verdict) != LANE_VERDICT)
        fail("a worker does not answer");
    measured.worker_answer_wall[round] = now(CLOCK_MONOTONIC) - wall;
    measured.worker_answer_cpu[round] = (double)process_cpu_us(&worker);
    process_kill(&worker);
    process_reap(&worker, true, &end);
    measured.worker_life_cpu[round] = (double)end.cpu_us;
    lane_memory_unmap(&memory);
    worker_files_close(&files);
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, int count)
{
    qsort(values, (size_t)count, sizeof *values, ascending);
    return values[count / 2];
}

int main(int argc, char **argv)
{
    struct programs programs;
    struct error error;
    int rounds = argc == 3 ? atoi(argv[2]) : 0, image = -1;
    int source = argc == 3 ? open(argv[1], O_RDONLY | O_CLOEXEC) : -1;
    if (source < 0 || rounds < 1 || rounds > ROUNDS_MAX)
        fail("usage: start SOURCE ROUNDS");
    if (programs_open(&programs, &error) < 0)
        fail(error.text);
    for (int round = 0; round < rounds; round++) {
        if (image >= 0)
            close(image);
        image = compile(&programs, source, round);
    }
    for (int round = 0; round < rounds; round++)
        live(&programs, image, round);
    const char *separator = "{";
#define MEASURE_SHOW(name, what)                                               \
    printf("%s\"%s\": %.0f", separator, #name, median(measured.name, rounds)); \
    separator = ", ";
    MEASURES(MEASURE_SHOW)
#undef MEASURE_SHOW
    printf("}\n");
    return 0;
}
