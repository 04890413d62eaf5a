/* SPDX-License-Identifier: Apache-2.0 */
/* thread.c: the loop of an HTTP thread, as far as the engine is concerned: its handles, its
 * letters, its end. */
#include "daemon/front/engine/thread.h"

#include <stdio.h>
#include <stdlib.h>

#include "daemon/front/engine/front.h"
#include "daemon/front/engine/memory.h"

static void on_prepare(uv_prepare_t *prepare)
{
    struct engine *engine = prepare->data;
    pools_feed(engine);
    doorbells_ring(engine);
    if (!links_sleep(engine))
        thread_wake(engine);
}

static void on_check(uv_check_t *check)
{
    links_wake(check->data);
}

static void on_idle(uv_idle_t *idle)
{
    struct engine *engine = idle->data;
    links_look(engine);
    jobs_end_due(engine);
    if (!engine->ended.count)
        uv_idle_stop(idle);
}

static void look_whether_quiet(struct engine *engine)
{
    const struct thread_hooks *hooks = engine->front->hooks;
    bool quiet = !engine->jobs && !hooks->pending(engine->front->context, engine->thread);
    if (quiet == engine->quiet)
        return;
    engine->quiet = quiet;
    struct letter *letter = letter_new(LETTER_QUIET);
    letter->quiet = quiet;
    thread_post(engine, letter);
}

static void on_tick(uv_timer_t *tick)
{
    struct engine *engine = tick->data;
    uint64_t now = uv_hrtime();
    struct job *job;
    while ((job = wheel_due(&engine->wheel, now))) {
        job_take_out(engine, job);
        job_end_soon(engine, job, OUTCOME_DEADLINE, "");
    }
    links_look(engine);
    rescore_tick(engine, now);
    pools_tick(engine, now);
    if (engine->draining)
        look_whether_quiet(engine);
    else if (!engine->jobs && !rescore_waits(engine))
        uv_timer_stop(tick);
}

void thread_wake(struct engine *engine)
{
    if (!uv_is_active((uv_handle_t *)&engine->idle))
        uv_idle_start(&engine->idle, on_idle);
}

void thread_keep_time(struct engine *engine)
{
    if (!uv_is_active((uv_handle_t *)&engine->tick))
        uv_timer_start(&engine->tick, on_tick, THREAD_TICK_MS, THREAD_TICK_MS);
}

void thread_post(struct engine *engine, struct letter *letter)
{
    letter->thread = engine->thread;
    mailbox_post(&engine->front->control, letter);
}

/* Every job gets its done() before the thread above closes its handles. */
static void stop(struct engine *engine)
{
    engine->stopping = true;
    rescore_stop(engine);
    jobs_end_all(engine, OUTCOME_STOPPING);
    while (engine->ended.count)
        jobs_end_due(engine);
    struct link *link;
    for (size_t at = 0; (link = table_next(&engine->links, &at));)
        link_close(link);
    engine->front->hooks->stop(engine->front->context, engine->thread);
    uv_close((uv_handle_t *)&engine->prepare, NULL);
    uv_close((uv_handle_t *)&engine->check, NULL);
    uv_close((uv_handle_t *)&engine->idle, NULL);
    uv_close((uv_handle_t *)&engine->tick, NULL);
    mailbox_close(&engine->mailbox);
}

static void deliver_run(struct engine *engine, struct letter *letter)
{
    engine_submit(engine, letter->run.job);
}

static void deliver_to_link(struct engine *engine, const struct letter *letter)
{
    struct link *link = table_find(&engine->links, letter->worker.number);
    if (!link || link->closing)
        return; /* closed already, and the control loop will hear of it */
    if (letter->kind == LETTER_DIED)
        link_died(link);
    else
        link_retire(link);
}

static void finish_up(struct engine *engine)
{
    engine->draining = true;
    rescore_stop(engine);
    thread_keep_time(engine);
}

static void deliver(void *owner, struct letter *letter)
{
    struct engine *engine = owner;
    switch (letter->kind) {
    case LETTER_LIBRARY:
        snapshot_release(engine->snapshot);
        engine->snapshot = letter->snapshot;
        thread_post(engine, letter_new(LETTER_TOOK));
        break;
    case LETTER_WORKER:
        link_open(engine, letter->worker.worker);
        break;
    case LETTER_RETIRE:
    case LETTER_DIED:
        deliver_to_link(engine, letter);
        break;
    case LETTER_STARVED:
        pool_of(engine, letter->want.image, letter->want.role)->starved = true;
        break;
    case LETTER_WITHDRAWN:
        jobs_end_withdrawn(engine, letter->trouble.image);
        break;
    case LETTER_RUN:
        deliver_run(engine, letter);
        break;
    case LETTER_EXAMINE:
        engine->front->hooks->examine(engine->front->context, engine->thread, engine,
                                      letter->examined.asked);
        break;
    case LETTER_CHECKED:
        letter->check.check->done(letter->check.check, letter->check.version,
                                  letter->check.outcome);
        break;
    case LETTER_CHANGED:
        change_end(letter->changed);
        break;
    case LETTER_HAND_OVER:
        engine->front->hooks->hand_over(engine->front->context, engine->thread);
        finish_up(engine);
        break;
    case LETTER_DRAIN:
        finish_up(engine);
        break;
    case LETTER_STOP:
        stop(engine);
        break;
    default: /* a thread's own kinds do not come to a thread */
        break;
    }
    free(letter);
}

static int open_handles(struct engine *engine)
{
    uv_prepare_init(&engine->loop, &engine->prepare);
    uv_check_init(&engine->loop, &engine->check);
    uv_idle_init(&engine->loop, &engine->idle);
    uv_timer_init(&engine->loop, &engine->tick);
    engine->prepare.data = engine->check.data = engine->idle.data = engine->tick.data = engine;
    uv_prepare_start(&engine->prepare, on_prepare);
    uv_check_start(&engine->check, on_check);
    return mailbox_open(&engine->mailbox, &engine->loop, deliver, engine);
}

int thread_open(struct engine *engine, struct front *front, unsigned thread)
{
    engine->front = front;
    engine->thread = thread;
    engine->warm_left = WARM_BYTES;
    engine->snapshot = snapshot_new(0, 0);
    engine->output = memory_new(OUTPUT_BYTES);
    int status = rescores_init(&engine->rescores);
    if (!status)
        status = uv_loop_init(&engine->loop);
    return status ? status : open_handles(engine);
}

void *thread_run(void *argument)
{
    struct engine *engine = argument;
    struct front *front = engine->front;
    struct letter *letter = letter_new(LETTER_STARTED);
    letter->status = front->hooks->start(front->context, &engine->loop, engine, engine->thread);
    thread_post(engine, letter);
    uv_run(&engine->loop, UV_RUN_DEFAULT);
    return NULL;
}

void thread_deinit(struct engine *engine)
{
    struct pool *pool;
    for (size_t at = 0; (pool = table_next(&engine->pools, &at));)
        free(pool);
    table_deinit(&engine->pools);
    table_deinit(&engine->links);
    rescores_deinit(&engine->rescores);
    snapshot_release(engine->snapshot);
    free(engine->output);
    mailbox_deinit(&engine->mailbox);
    uv_loop_close(&engine->loop);
}

const struct library *engine_library(struct engine *engine)
{
    return &engine->snapshot->library;
}

bool engine_draining(const struct engine *engine)
{
    return engine->draining;
}

void engine_flush(struct engine *engine)
{
    pools_feed(engine);
}

void engine_blame(struct engine *engine, const struct version *version, enum outcome outcome)
{
    struct letter *letter = letter_new(LETTER_BLAMED);
    letter->trouble.image = version->image;
    snprintf(letter->trouble.reason, sizeof letter->trouble.reason, "%s",
             outcome_row(outcome)->sentence);
    thread_post(engine, letter);
}

void engine_examined(struct engine *engine, struct library_examination *asked,
                     const struct examined *examined)
{
    struct letter *letter = letter_new(LETTER_EXAMINED);
    letter->examined.asked = asked;
    letter->examined.failure = examined->failure;
    letter->examined.gated = examined->gated;
    letter->examined.report = memory_copy(examined->report, examined->report_size);
    letter->examined.report_size = examined->report_size;
    snprintf(letter->examined.sentence, sizeof letter->examined.sentence, "%s", examined->sentence);
    thread_post(engine, letter);
}

void engine_change(struct engine *engine, struct change *change)
{
    struct letter *letter = letter_new(LETTER_CHANGE);
    letter->change = change;
    thread_post(engine, letter);
}

bool engine_shares(const struct engine *engine)
{
    return engine->front->shares;
}

void engine_check(struct engine *engine, struct check *check)
{
    struct letter *letter = letter_new(LETTER_CHECK);
    letter->check.check = check;
    letter->check.source = memory_copy(check->source, check->source_size);
    letter->check.source_size = check->source_size;
    thread_post(engine, letter);
}
