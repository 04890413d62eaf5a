/* SPDX-License-Identifier: Apache-2.0 */
/* rig.c: see rig.h. */
#include "tests/process/worker/rig.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "proto/diagnostic.h"

enum { IMAGES_MAX = 16 };

static void must(int result, const struct error *error)
{
    if (result < 0)
        print_error("%s\n", error->text);
    assert_true(result >= 0);
}

static int source_open(const char *name)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", SOURCES, name);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        print_error("%s cannot be opened\n", path);
    assert_true(fd >= 0);
    return fd;
}

static void say_diagnostics(int report)
{
    struct compile_report read_report = {0};
    (void)!pread(report, &read_report, sizeof read_report, 0);
    for (uint32_t i = 0; i < read_report.count && i < DIAGNOSTICS_MAX; i++)
        print_error("line %u: %.400s\n", read_report.diagnostics[i].line,
                    read_report.diagnostics[i].message);
}

int rig_compile(const char *name)
{
    static struct {
        char name[64];
        int image;
    } known[IMAGES_MAX];
    static int count;
    struct programs programs;
    struct compilation compilation;
    struct error error;
    for (int i = 0; i < count; i++)
        if (strcmp(known[i].name, name) == 0)
            return known[i].image;
    must(programs_open(&programs, &error), &error);
    int source = source_open(name);
    must(compilation_start(&compilation, &programs, source, &error), &error);
    enum compile_end end = compilation_finish(&compilation);
    if (end != COMPILE_DONE)
        say_diagnostics(compilation.report);
    assert_int_equal(end, COMPILE_DONE);
    int image = fcntl(compilation.image, F_DUPFD_CLOEXEC, 3);
    compilation_close(&compilation);
    programs_close(&programs);
    close(source);
    assert_true(count < IMAGES_MAX);
    snprintf(known[count].name, sizeof known[count].name, "%s", name);
    known[count++].image = image;
    return image;
}

void rig_open(struct rig *rig, int image, unsigned threads, unsigned stack_kib, unsigned heap_kib)
{
    struct error error;
    must(programs_open(&rig->programs, &error), &error);
    must(worker_files_open(&rig->files, threads, &error), &error);
    must(lane_memory_map(&rig->memory, rig->files.jobs, rig->files.verdicts, threads, &error),
         &error);
    for (unsigned i = 0; i < threads; i++)
        lane_init(&rig->lanes[i], &rig->memory, i, rig->files.doorbell, rig->files.completions[i],
                  rig->files.jobs);
    must(
        worker_start(&rig->worker, &rig->programs, &rig->files, image, stack_kib, heap_kib, &error),
        &error);
    for (int i = 0; !lane_ready(&rig->memory) && i < RIG_PATIENCE_MS; i++)
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    assert_true(lane_ready(&rig->memory));
}

void rig_close(struct rig *rig)
{
    struct process_end end;
    process_kill(&rig->worker);
    process_reap(&rig->worker, true, &end);
    lane_memory_unmap(&rig->memory);
    worker_files_close(&rig->files);
    programs_close(&rig->programs);
}

/* Waits for the verdict or for the worker's death, which is noticed by its pidfd. */
static enum lane_take wait_for(struct rig *rig, struct lane_verdict *verdict)
{
    struct lane *lane = &rig->lanes[0];
    for (;;) {
        lane_hush(lane);
        enum lane_take take = lane_take(lane, verdict);
        if (take != LANE_NOTHING)
            return take;
        struct pollfd polled[] = {{.fd = lane->completion, .events = POLLIN},
                                  {.fd = rig->worker.pidfd, .events = POLLIN}};
        assert_true(poll(polled, 2, RIG_PATIENCE_MS) > 0);
        if (polled[1].revents && !polled[0].revents)
            return lane_take(lane, verdict);
    }
}

const struct answered *rig_do(struct rig *rig, const struct lane_job *job)
{
    static struct answered answered;
    struct lane *lane = &rig->lanes[0];
    struct lane_verdict verdict;
    assert_true(lane_room(lane, job));
    lane_submit(lane, job);
    lane_ring(lane);
    answered.take = wait_for(rig, &verdict);
    assert_int_not_equal(answered.take, LANE_BROKEN);
    if (answered.take == LANE_VERDICT) {
        answered.verdict = verdict.slot;
        answered.output_size = verdict.output_size;
        if (verdict.output)
            memcpy(answered.output, verdict.output, verdict.output_size);
        lane_release(lane);
    }
    return &answered;
}

const struct answered *rig_verify(struct rig *rig, const void *state, size_t size,
                                  const char *answer)
{
    return rig_do(rig, &(struct lane_job){.kind = JOB_VERIFY,
                                          .state = state,
                                          .state_size = size,
                                          .text = answer,
                                          .text_size = strlen(answer),
                                          .extract = EXTRACT_DECLARED,
                                          .flags = JOB_BARE});
}

const char *rig_end(struct rig *rig)
{
    static char line[REASON_MAX + 64];
    static const char *const words[] = {"silent", "memory", "stack_overflow", "crash"};
    char text[REASON_MAX];
    struct process_end end;
    process_reap(&rig->worker, true, &end);
    enum last_words why = lane_last_words(&rig->memory, text);
    if (end.signal)
        snprintf(line, sizeof line, "signal %d", end.signal);
    else
        snprintf(line, sizeof line, "exit %d, %s: %s", end.status, words[why], text);
    return line;
}
