/* SPDX-License-Identifier: Apache-2.0 */
/* build.c: the line of sources that wait to become versions, and the ends of those that do. What
 * the server fails at is tried again later; what the source fails at is its result. */
#include "daemon/front/engine/build.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/front/engine/memory.h"
#include "lib/base/log.h"

static void go(struct builder *builder);

/* ---- Ends ---- */

static void build_free(struct build *build)
{
    build_let_go(build);
    source_release(build->source);
    free(build);
}

static void leave_running(struct build *build)
{
    for (unsigned i = 0; i < BUILDS_MAX; i++)
        if (build->builder->running[i] == build)
            build->builder->running[i] = NULL;
}

static void answer_check(struct build *build, const struct version *version, enum outcome outcome)
{
    struct letter *letter = letter_new(LETTER_CHECKED);
    letter->check.check = build->check;
    letter->check.version = version;
    letter->check.outcome = outcome;
    control_post(build->builder->control, build->thread, letter);
}

void build_finish(struct build *build, const struct version *version, enum outcome outcome)
{
    struct builder *builder = build->builder;
    leave_running(build);
    if (build->check)
        answer_check(build, version, outcome);
    else if (build->known)
        catalog_built(&builder->control->catalog, build->known, version);
    else
        version_release(version);
    builder->unfinished -= !build->check;
    build_free(build);
    control_look_whether_ready(builder->control);
    go(builder);
}

static void enqueue(struct build *build)
{
    struct builder *builder = build->builder;
    build->next = NULL;
    *builder->last = build;
    builder->last = &build->next;
}

void build_try_again(struct build *build, const char *what)
{
    struct builder *builder = build->builder;
    log_event(LOG_WARNING, "build failed for the server's reasons", "env=%s what=%s tries=%u",
              *build->name ? build->name : "-", what, build->tries + 1);
    bool wanted = build->check || build->known;
    if (!wanted || (build->check && ++build->tries >= CHECK_TRIES)) {
        build_finish(build, NULL, OUTCOME_INTERNAL);
        return;
    }
    build->tries += !build->check;
    build->not_before_ns =
        uv_hrtime() + backoff_ns(BUILD_LEAST_NS, BUILD_MOST_NS, build->tries - 1);
    leave_running(build);
    builder->waiting_checks += build->check != NULL;
    enqueue(build);
    go(builder);
}

/* ---- The line ---- */

/* The first build in line whose time has come, taken out of the line. */
static struct build *next_in_line(struct builder *builder, uint64_t now)
{
    for (struct build **at = &builder->first; *at; at = &(*at)->next) {
        struct build *build = *at;
        if (build->not_before_ns > now)
            continue;
        *at = build->next;
        if (builder->last == &build->next)
            builder->last = at;
        builder->waiting_checks -= build->check != NULL;
        return build;
    }
    return NULL;
}

static void on_timer(uv_timer_t *timer)
{
    go(timer->data);
}

static void go(struct builder *builder)
{
    struct build *build;
    uint64_t now = uv_hrtime();
    if (builder->control->stopping)
        return;
    for (unsigned i = 0; i < BUILDS_MAX; i++) {
        if (builder->running[i])
            continue;
        build = next_in_line(builder, now);
        if (!build)
            break;
        builder->running[i] = build;
        build_start(build);
    }
    uv_timer_stop(&builder->timer);
    if (builder->first)
        uv_timer_start(&builder->timer, on_timer, BUILD_LEAST_NS / 1000000, 0);
}

/* ---- Beginnings ---- */

static struct build *build_new(struct builder *builder, struct source *source)
{
    struct build *build = memory_new(sizeof *build);
    build->builder = builder;
    build->source = source;
    build->kept = (struct build_files){-1, -1};
    build->image_file = -1;
    return build;
}

struct build *builder_add_known(struct builder *builder, struct known *known,
                                const struct build_files *kept)
{
    const struct version *version = known->version;
    struct source *source = version_source(version);
    atomic_fetch_add_explicit(&source->holders, 1, memory_order_relaxed);
    struct build *build = build_new(builder, source);
    build->known = known;
    build->kept = *kept;
    memcpy(build->name, version->name, sizeof build->name);
    memcpy(build->hash, version->hash, sizeof build->hash);
    builder->unfinished++;
    enqueue(build);
    go(builder);
    return build;
}

void builder_forget(struct build *build)
{
    build->known = NULL;
}

void builder_add_check(struct builder *builder, struct letter *letter)
{
    struct build *build =
        build_new(builder, source_new(letter->check.source, letter->check.source_size));
    build->check = letter->check.check;
    build->thread = letter->thread;
    hash_bytes(build->source->bytes, build->source->size, build->hash);
    free(letter->check.source);
    enum outcome refused = builder->control->stopping                      ? OUTCOME_STOPPING
                           : builder->waiting_checks >= CHECKS_WAITING_MAX ? OUTCOME_OVERLOADED
                           : build->source->size > SOURCE_MAX              ? OUTCOME_TOO_LARGE
                                                                           : OUTCOME_OK;
    if (refused != OUTCOME_OK) {
        answer_check(build, NULL, refused);
        build_free(build);
        return;
    }
    builder->waiting_checks++;
    enqueue(build);
    go(builder);
}

void builder_open(struct builder *builder, struct control *control)
{
    builder->control = control;
    builder->last = &builder->first;
    uv_timer_init(&control->loop, &builder->timer);
    builder->timer.data = builder;
}

void builder_close(struct builder *builder)
{
    uv_close((uv_handle_t *)&builder->timer, NULL);
}

void builder_deinit(struct builder *builder)
{
    for (struct build *build = builder->first, *next; build; build = next) {
        next = build->next;
        build_free(build);
    }
    for (unsigned i = 0; i < BUILDS_MAX; i++) {
        struct build *build = builder->running[i];
        if (!build)
            continue;
        if (build->trial)
            version_release(build->trial);
        build_free(build);
    }
}
