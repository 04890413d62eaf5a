/* SPDX-License-Identifier: Apache-2.0 */
/* build_steps.c: from a source to a version that is served or failed: a compiler compiles it, then
 * a worker describes it. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/front/engine/build.h"
#include "daemon/front/engine/memory.h"
#include "lib/base/log.h"
#include "lib/base/sealed.h"
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

static int take_file(int *place)
{
    int fd = *place;
    *place = -1;
    return fd;
}

static void close_file(int *place)
{
    int fd = take_file(place);
    if (fd >= 0)
        close(fd);
}

static void drop_findings(struct build *build)
{
    if (build->findings)
        findings_deinit(build->findings);
    free(build->findings);
    build->findings = NULL;
}

void build_let_go(struct build *build)
{
    close_file(&build->kept.image);
    close_file(&build->kept.findings);
    close_file(&build->image_file);
    drop_findings(build);
}

/* Whether an earlier life has left what is needed beside the image. */
static bool can_adopt(struct build *build)
{
    if (build->kept.image < 0)
        return false;
    build->findings = memory_new(sizeof *build->findings);
    if (findings_read(build->kept.findings, build->findings))
        return true;
    drop_findings(build);
    return false;
}

void build_start(struct build *build)
{
    struct control *control = build->builder->control;
    bool adopt = can_adopt(build);
    int fd = adopt ? take_file(&build->kept.image)
                   : sealed_file("resynd-source", build->source->bytes, build->source->size);
    if (fd < 0) {
        build_try_again(build, "source");
        return;
    }
    build->image = image_new(&control->staff);
    struct message message = {.kind = adopt ? MESSAGE_FRONT_ADOPT : MESSAGE_FRONT_COMPILE,
                              .image = {build->image->number}};
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
    if (build->findings)
        *report = build->findings->report;
    else
        compile_report_read(report_fd, end, report);
    build->trial = version_new(build->name, build->hash, build->source,
                               &build->builder->control->front.control);
    version_set_report(build->trial, report);
    free(report);
    if (build->known) {
        build->trial->number = build->known->version->number;
        build->trial->epoch = build->known->version->epoch;
    }
    /* The image goes with the version, and is released when that is freed. */
    build->trial->image = build->image->number;
    build->image->compiled = end == COMPILE_DONE;
    build->image = NULL;
}

static void serve(struct build *build, void *described, size_t size);

/* The image is there again: what a worker said of it is known. */
static void adopted(struct build *build)
{
    void *described = build->findings->described;
    build->findings->described = NULL;
    serve(build, described, build->findings->described_size);
}

static void compiled(struct build *build, enum compile_end end, int report)
{
    struct control *control = build->builder->control;
    if (not_the_source(build, end) || (build->findings && end != COMPILE_DONE)) {
        image_release(&control->staff, build->image);
        build->image = NULL;
        drop_findings(build);
        build_try_again(build, "compiler");
        return;
    }
    make_trial(build, end, report);
    if (end != COMPILE_DONE)
        fail_compile(build, end);
    else if (build->findings)
        adopted(build);
    else
        describe(build);
}

static void count_end(struct gauges *gauges, const struct build *build, enum compile_end end,
                      uint32_t wall_us)
{
    if (build->findings) {
        counter_add(&gauges->adopted, end == COMPILE_DONE);
        return;
    }
    counter_add(&gauges->compiled[end], 1);
    histogram_observe(&gauges->compile_time, &histogram_time, wall_us);
}

void builder_compiled(struct builder *builder, const struct message *message, int report, int image)
{
    struct build *build = find_compiling(builder, message->compiled.image);
    enum compile_end end = message->compiled.end <= COMPILE_FAILED
                               ? (enum compile_end)message->compiled.end
                               : COMPILE_FAILED;
    if (build) {
        count_end(&builder->control->front.gauges, build, end, message->compiled.wall_us);
        if (!build->findings || build->findings->gated == GATED_NOT)
            build->image_file = take_file(&image);
        compiled(build, end, report);
    } else {
        log_event(LOG_WARNING, "unknown compilation", "image=%lu", message->compiled.image);
    }
    close_file(&image);
    close(report);
}

static bool wrong_name(const struct build *build, const struct description *description)
{
    return !build->check && strcmp(build->name, description->name) != 0;
}

/* So that the next life need not build it again, nor ask the gate. */
static void keep(struct build *build)
{
    struct control *control = build->builder->control;
    if (build->image_file < 0 || !control->store)
        return;
    int file = findings_write(build->trial);
    if (file < 0)
        return;
    struct message message = {.kind = MESSAGE_FRONT_BUILT};
    memcpy(message.store_entry.name, build->name, sizeof message.store_entry.name);
    memcpy(message.store_entry.version, build->hash, sizeof message.store_entry.version);
    const int files[] = {take_file(&build->image_file), file};
    wire_send(control->store, &message, files, 2);
}

/* ---- The gate ---- */

/* Served, or failed where the gate has not admitted it. */
static void finish_trial(struct build *build)
{
    struct version *version = build->trial;
    bool refused = version->gated == GATED_REJECTED || version->gated == GATED_INCONCLUSIVE;
    if (refused && build->builder->control->front.gate == GATE_ENFORCED && !build->check)
        version->state = VERSION_FAILED;
    else
        *version->failure = '\0';
    if (build->check)
        version_set_image_file(version, take_file(&build->image_file));
    build->trial = NULL;
    build_finish(build, version, OUTCOME_OK);
}

static void take_verdict(struct version *version, const struct letter *letter)
{
    bool rejected = letter->examined.gated == GATED_REJECTED;
    version_set_gate(version, (enum gated)letter->examined.gated, letter->examined.report,
                     letter->examined.report_size);
    snprintf(version->failure, sizeof version->failure, "the gate %s it: %.200s",
             rejected ? "rejects" : "cannot admit", letter->examined.sentence);
}

static void examine(struct build *build)
{
    struct builder *builder = build->builder;
    unsigned thread = builder->next_thread++ % builder->control->front.threads;
    struct letter *letter = letter_new(LETTER_EXAMINE);
    build->examination.version = build->trial;
    letter->examined.asked = &build->examination;
    control_post(builder->control, thread, letter);
}

void builder_examined(struct builder *builder, struct letter *letter)
{
    struct build *build =
        (struct build *)((char *)letter->examined.asked - offsetof(struct build, examination));
    bool said = letter->examined.failure == OUTCOME_OK;
    counter_add(&builder->control->front.gauges.gated[said ? letter->examined.gated : GATED_NOT],
                1);
    if (!said) {
        version_release(build->trial);
        build->trial = NULL;
        build_try_again(build, "gate");
    } else {
        take_verdict(build->trial, letter);
        if (letter->examined.gated != GATED_INCONCLUSIVE)
            keep(build);
        finish_trial(build);
    }
    free(letter->examined.report);
}

/* What can be served as far as the source itself says. */
static void pass_gate(struct build *build)
{
    const struct findings *findings = build->findings;
    if (findings && findings->gated != GATED_NOT) {
        version_set_gate(build->trial, findings->gated, findings->gate_report,
                         findings->gate_report_size);
        memcpy(build->trial->failure, findings->failure, sizeof build->trial->failure);
        finish_trial(build);
    } else if (build->check) {
        finish_trial(build);
    } else if (build->builder->control->front.gate == GATE_OFF) {
        if (!findings) /* else it was kept before */
            keep(build);
        finish_trial(build);
    } else {
        examine(build);
    }
}

/* ---- Serving ---- */

/* Takes `described`. */
static void serve(struct build *build, void *described, size_t size)
{
    struct version *version = build->trial;
    struct error error = {0};
    struct description description;
    if (description_decode(described, size, &description, &error)) {
        free(described);
        fail(build, "its declaration is not valid: %s", error.text);
        return;
    }
    if (wrong_name(build, &description)) {
        free(described);
        fail(build, "its declaration says .name = \"%s\", and the file is called %s.c",
             description.name, build->name);
        return;
    }
    version->description = description;
    version->examples = described;
    version->examples_size = size;
    memcpy(version->name, description.name, sizeof version->name);
    version->state = VERSION_SERVED;
    pass_gate(build);
}

void builder_ran(struct builder *builder, struct letter *letter)
{
    struct build *build = letter->run.build;
    const struct outcome_row *row = outcome_row(letter->run.outcome);
    if (letter->run.outcome == OUTCOME_OK && letter->run.output) {
        serve(build, letter->run.output, letter->run.output_size);
        letter->run.output = NULL;
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
