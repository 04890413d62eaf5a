/* SPDX-License-Identifier: Apache-2.0 */
/* inprocess_engine.c: daemon/front/engine.h without workers: one thread, one environment, jobs done
 * in this process when the loop next comes round. Nothing that can go wrong with an environment is
 * caught here: what crashes ends the process. */
#include "tests/bench/inprocess_engine.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/ctl/local.h"
#include "daemon/worker/declaration.h"
#include "daemon/worker/jobs.h"
#include "daemon/worker/trampoline.h"

struct engine {
    uv_loop_t loop;
    uv_idle_t soon; /* active while jobs wait: done() is never called from within a submit */
    struct job *first, **last;
};

static struct worker worker;
static struct version version = {.state = VERSION_SERVED, .image = 1};
static const struct version *const versions[] = {&version};
static struct library_entry entry = {version.name, &version, versions, 1};
static const struct library library = {&entry, 1};

/* ---- Loading ---- */

static int map(const struct local *local, struct error *error)
{
    const struct description *description = &local->description;
    size_t stack = STACK_KIB_FIRST; /* as a version's first workers */
    size_t heap = description->memory_kib ? description->memory_kib : MEMORY_KIB_DEFAULT;
    int result = image_check(local->image, &worker.header, error);
    if (result == 0)
        result = image_map(local->image, &worker.header, &worker.space.snapshot, error);
    if (result == 0)
        result = space_prepare(&worker.space, error);
    if (result == 0)
        result = space_open(&worker.space, &worker.header, stack * 1024, heap * 1024, error);
    return result;
}

/* The same address as under resynd, so that both are asked the same bodies. */
static int identify(const struct local *local, const char *file, struct error *error)
{
    static char source[SOURCE_MAX];
    const char *base = strrchr(file, '/');
    base = base ? base + 1 : file;
    FILE *stream = fopen(file, "rb");
    if (!stream)
        return error_set(error, -errno, "cannot open %s: %s", file, strerror(errno));
    version.source = source;
    version.source_size = fread(source, 1, sizeof source, stream);
    fclose(stream);
    hash_bytes(source, version.source_size, version.hash);
    hash_hex(version.hash, version.hex);
    snprintf(version.name, sizeof version.name, "%.*s", (int)strcspn(base, "."), base);
    version.description = local->description;
    version.examples = local->described;
    version.examples_size = local->described_size;
    version.report = &local->report;
    return 0;
}

int inprocess_load(const char *file, struct error *error)
{
    static struct local local; /* the version refers to it */
    int result = local_open(&local, error);
    if (result == 0)
        result = local_compile(&local, file, error);
    if (result == 0 && local.end != COMPILE_DONE)
        result = error_set(error, -EINVAL, "%s does not compile", file);
    if (result == 0)
        result = local_describe(&local, error);
    if (result == 0)
        result = map(&local, error);
    if (result == 0)
        result = identify(&local, file, error);
    if (result < 0)
        return result;
    declaration_read(&worker);
    trampoline_init();
    return 0;
}

/* ---- Jobs ---- */

static void run(struct job *job)
{
    static _Alignas(PAYLOAD_ALIGN) char output[OUTPUT_BYTES];
    const struct lane_job *asked = &job->work;
    struct verdict_slot verdict = {.number = 1};
    struct work work = {.slot = {.seed = asked->seed,
                                 .kind = asked->kind,
                                 .level = asked->level,
                                 .state_size = (uint32_t)asked->state_size,
                                 .text_size = (uint32_t)asked->text_size,
                                 .extract = (uint8_t)asked->extract,
                                 .flags = (uint8_t)asked->flags},
                        .state = asked->state,
                        .text = asked->text,
                        .output = output};
    job_do(&worker, &work, &verdict);
    verdict.reason[verdict.reason_size] = '\0';
    job->done(job, &(struct job_result){.outcome = verdict.outcome,
                                        .verdict = &verdict,
                                        .reason = verdict.reason,
                                        .output = output,
                                        .output_size = verdict.output_size});
}

static void on_soon(uv_idle_t *soon)
{
    struct engine *engine = soon->data;
    struct job *job = engine->first, *next;
    uv_idle_stop(soon);
    engine->first = NULL;
    engine->last = &engine->first;
    for (; job; job = next) {
        next = job->engine.next; /* done() may free the job, and submit others */
        run(job);
    }
}

struct engine_room engine_room(const struct engine *engine)
{
    return (struct engine_room){.jobs = SIZE_MAX / 8, .bytes = UINT64_MAX / 8};
}

void engine_submit(struct engine *engine, struct job *job)
{
    job->engine.next = NULL;
    *engine->last = job;
    engine->last = &job->engine.next;
    uv_idle_start(&engine->soon, on_soon);
}

/* It ends by itself, soon. */
void engine_cancel(struct engine *engine, struct job *job)
{
}

uint64_t engine_service_ns(const struct engine *engine, const struct version *asked)
{
    return 1;
}

void engine_expect(struct engine *engine, const struct version *expected)
{
}

bool engine_shares(const struct engine *engine)
{
    return false;
}

void engine_change(struct engine *engine, struct change *change)
{
    change->done(change, &(const struct changed){.end = CHANGE_NO_DATABASE});
}

void engine_blame(struct engine *engine, const struct version *blamed, enum outcome outcome)
{
}

void engine_flush(struct engine *engine)
{
}

bool engine_look(struct engine *engine)
{
    return false;
}

/* No gate is asked here: its mode is off. */
void engine_examined(struct engine *engine, struct library_examination *asked,
                     const struct examined *examined)
{
}

bool engine_draining(const struct engine *engine)
{
    return false;
}

void version_judge(const struct version *judged, const struct examined *examined)
{
}

void engine_check(struct engine *engine, struct check *check)
{
    check->done(check, NULL, OUTCOME_UNAVAILABLE);
}

/* ---- The library and the state of the whole ---- */

const struct library *engine_library(struct engine *engine)
{
    return &library;
}

const struct version *version_hold(const struct version *held)
{
    return held;
}

void version_release(const struct version *held)
{
}

void engine_status(struct engine *engine, struct engine_status *out)
{
    *out = (struct engine_status){.ready = true, .environments_served = 1};
}

const struct isolation *engine_isolation(struct engine *engine)
{
    return NULL;
}

int engine_run(const struct engine_options *options, const struct thread_hooks *hooks,
               void *context)
{
    static struct engine engine;
    engine.last = &engine.first;
    uv_loop_init(&engine.loop);
    uv_idle_init(&engine.loop, &engine.soon);
    engine.soon.data = &engine;
    if (hooks->start(context, &engine.loop, &engine, 0) < 0)
        return EXIT_FAILURE;
    uv_run(&engine.loop, UV_RUN_DEFAULT);
    return EXIT_SUCCESS;
}
