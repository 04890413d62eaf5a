/* SPDX-License-Identifier: Apache-2.0 */
/* build_steps.c: from a source to a version that is served or failed: a compiler compiles it, then
 * a worker describes it. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "daemon/front/engine/build.h"
#include "daemon/front/engine/memory.h"
#include "lib/base/log.h"
#include "lib/image/image.h"

__attribute__((format(printf, 2, 3))) static void fail(struct build *build, const char *format, ...)
{
    struct version *version = build->trial;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(version->failure, sizeof version->failure, format, arguments);
    va_end(arguments);
    version->state = VERSION_FAILED;
    build->trial = NULL;
    build_finish(build, version, OUTCOME_OK);
}

/* ---- Compiling ---- */

static int source_file(const struct source *source)
{
    int fd = memfd_create("source", MFD_CLOEXEC);
    if (fd < 0)
        return -errno;
    if (write(fd, source->bytes, source->size) == (ssize_t)source->size)
        return fd;
    close(fd);
    return -EIO;
}

void build_start(struct build *build)
{
    struct control *control = build->builder->control;
    int fd = source_file(build->source);
    if (fd < 0) {
        build_try_again(build, "source");
        return;
    }
    build->image = image_new(&control->staff);
    struct message message = {.kind = MESSAGE_FRONT_COMPILE, .image = {build->image->number}};
    control_send(control, &message, fd);
}

static const char *end_sentence(enum compile_end end)
{
    switch (end) {
    case COMPILE_TIME:
        return "compiling it took too long";
    case COMPILE_MEMORY:
        return "compiling it took too much memory";
    case COMPILE_CRASHED:
        return "the compiler crashed on it";
    case COMPILE_BAD_IMAGE:
        return "the compiler left no sound image of it";
    case COMPILE_DONE:
    case COMPILE_REFUSED:
    case COMPILE_FAILED:
        break;
    }
    return "it does not compile";
}

static void fail_compile(struct build *build, enum compile_end end)
{
    const struct compile_report *report = build->trial->report;
    for (unsigned i = 0; end == COMPILE_REFUSED && i < report->count; i++) {
        const struct diagnostic *diagnostic = &report->diagnostics[i];
        if (diagnostic->severity != SEVERITY_ERROR)
            continue;
        fail(build, "line %u: %.200s", diagnostic->line, diagnostic->message);
        return;
    }
    fail(build, "%s", end_sentence(end));
}

/* ---- Describing ---- */

/* On the thread that ran the job. */
static void described(struct job *job, const struct job_result *result)
{
    struct build *build = (struct build *)((char *)job - offsetof(struct build, job));
    struct letter *letter = letter_new(LETTER_RAN);
    letter->run.build = build;
    letter->run.outcome = result->outcome;
    snprintf(letter->run.reason, sizeof letter->run.reason, "%s", result->reason);
    if (result->output) {
        letter->run.output = memory_copy(result->output, result->output_size);
        letter->run.output_size = result->output_size;
    }
    mailbox_post(&build->builder->control->front.control, letter);
}

static void describe(struct build *build)
{
    struct builder *builder = build->builder;
    unsigned thread = builder->next_thread++ % builder->control->front.threads;
    build->job = (struct job){
        .version = build->trial, .work = {.kind = JOB_DESCRIBE}, .fresh = true, .done = described};
    struct letter *letter = letter_new(LETTER_RUN);
    letter->run.job = &build->job;
    control_post(builder->control, thread, letter);
}

static struct build *find_compiling(struct builder *builder, uint64_t image)
{
    for (unsigned i = 0; i < BUILDS_MAX; i++) {
        struct build *build = builder->running[i];
        if (build && build->image && build->image->number == image)
            return build;
    }
    return NULL;
}

static bool not_the_source(struct build *build, enum compile_end end)
{
    if (end == COMPILE_CRASHED)
        return ++build->crashes < CRASH_TRIES;
    return end == COMPILE_FAILED;
}

static void make_trial(struct build *build, enum compile_end end, int report_fd)
{
    struct compile_report *report = memory_new(sizeof *report);
    compile_report_read(report_fd, end, report);
    build->trial = version_new(build->name, build->hash, build->source,
                               &build->builder->control->front.control);
    version_set_report(build->trial, report);
    free(report);
    /* The image goes with the version, and is released when that is freed. */
    build->trial->image = build->image->number;
    build->image->compiled = end == COMPILE_DONE;
    build->image = NULL;
}

void builder_compiled(struct builder *builder, const struct message *message, int report)
{
    struct build *build = find_compiling(builder, message->compiled.image);
    enum compile_end end = message->compiled.end <= COMPILE_FAILED
                               ? (enum compile_end)message->compiled.end
                               : COMPILE_FAILED;
    if (!build) {
        log_event(LOG_WARNING, "unknown compilation", "image=%lu", message->compiled.image);
    } else if (not_the_source(build, end)) {
        image_release(&builder->control->staff, build->image);
        build->image = NULL;
        build_try_again(build, "compiler");
    } else {
        make_trial(build, end, report);
        if (end == COMPILE_DONE)
            describe(build);
        else
            fail_compile(build, end);
    }
    close(report);
}

static bool wrong_name(const struct build *build, const struct description *description)
{
    return !build->check && strcmp(build->name, description->name) != 0;
}

static void serve(struct build *build, struct letter *letter)
{
    struct version *version = build->trial;
    struct error error = {0};
    struct description description;
    if (description_decode(letter->run.output, letter->run.output_size, &description, &error)) {
        fail(build, "its declaration is not valid: %s", error.text);
        return;
    }
    if (wrong_name(build, &description)) {
        fail(build, "its declaration says .name = \"%s\", and the file is called %s.c",
             description.name, build->name);
        return;
    }
    version->description = description;
    version->examples = letter->run.output;
    version->examples_size = letter->run.output_size;
    letter->run.output = NULL;
    memcpy(version->name, description.name, sizeof version->name);
    version->state = VERSION_SERVED;
    build->trial = NULL;
    build_finish(build, version, OUTCOME_OK);
}

void builder_ran(struct builder *builder, struct letter *letter)
{
    struct build *build = letter->run.build;
    const struct outcome_row *row = outcome_row(letter->run.outcome);
    if (letter->run.outcome == OUTCOME_OK && letter->run.output) {
        serve(build, letter);
    } else if (letter->run.outcome == OUTCOME_OK || row->fault == FAULT_SERVER) {
        version_release(build->trial);
        build->trial = NULL;
        build_try_again(build, "describe");
    } else {
        fail(build, "its declaration could not be read: %s%s%s", row->sentence,
             *letter->run.reason ? ": " : "", letter->run.reason);
    }
    free(letter->run.output);
}
