/* SPDX-License-Identifier: Apache-2.0 */
/* stage.c: see stage.h. */
#include "tests/process/front/stage.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/base/log.h"
#include "lib/channel/channel.h"
#include "tests/unit/test.h"

static int signal_pipe = -1;
static atomic_uint actors_over;
static struct actor actors[THREADS_MAX];

void stage_fail(const char *file, int line, const char *condition)
{
    fprintf(stderr, "# %s:%d: %s\n", file, line, condition);
    _exit(70);
}

void actor_signal(char signal)
{
    REQUIRE(write(signal_pipe, &signal, 1) == 1);
}

void actor_over(struct actor *actor)
{
    actor->over = true;
    if (atomic_fetch_add(&actors_over, 1) + 1 == actor->scenario->threads)
        actor_signal('D');
}

static void on_timer(uv_timer_t *timer)
{
    struct actor *actor = timer->data;
    struct engine_status status;
    if (!actor->begun) {
        engine_status(actor->engine, &status);
        if (!status.ready)
            return;
        actor->begun = true;
        actor->scenario->begin(actor);
    }
    if (!actor->over && actor->scenario->step)
        actor->scenario->step(actor);
}

static int start(void *context, uv_loop_t *loop, struct engine *engine, unsigned thread)
{
    struct actor *actor = &actors[thread];
    actor->thread = thread;
    actor->loop = loop;
    actor->engine = engine;
    actor->scenario = context;
    uv_timer_init(loop, &actor->timer);
    actor->timer.data = actor;
    uv_timer_start(&actor->timer, on_timer, 1, 1);
    return 0;
}

static void stop(void *context, unsigned thread)
{
    uv_close((uv_handle_t *)&actors[thread].timer, NULL);
}

static unsigned pending(void *context, unsigned thread)
{
    return !actors[thread].over;
}

static void run_front(const struct scenario *scenario, int channel)
{
    static const struct thread_hooks hooks = {start, stop, pending};
    union {
        const struct scenario *in;
        void *out;
    } context = {scenario};
    struct engine_options options = {.threads = scenario->threads,
                                     .workers_max = scenario->workers_max,
                                     .cpus = (unsigned)sysconf(_SC_NPROCESSORS_ONLN),
                                     .supervisor = channel,
                                     .gate = GATE_OFF};
    log_init("front", getenv("TEST_DEBUG") ? LOG_DEBUG : LOG_ERROR);
    exit(engine_run(&options, &hooks, context.out));
}

static void on_signal(struct player *player, char signal);
static const struct scenario *current;

static void on_signal(struct player *player, char signal)
{
    if (signal == 'D')
        player_drain(player);
    else
        current->on_signal(player, signal);
}

static void open_store(struct player *player)
{
    int ends[2];
    assert_int_equal(channel_pair(ends), 0);
    struct message message = {.kind = MESSAGE_STORE_CHANNEL};
    assert_int_equal(channel_send(player->front, &message, &ends[1], 1), 0);
    close(ends[1]);
    player->store = ends[0];
}

void stage_play(const struct scenario *scenario, struct player *player)
{
    int front[2], signals[2], status;
    struct error error;
    if (programs_open(&player->programs, &error))
        fail_msg("%s", error.text);
    assert_int_equal(channel_pair(front), 0);
    assert_int_equal(pipe2(signals, O_CLOEXEC | O_NONBLOCK), 0);
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        signal_pipe = signals[1];
        close(front[0]);
        run_front(scenario, front[1]);
    }
    close(front[1]);
    close(signals[1]);
    current = scenario;
    player->threads = scenario->threads;
    player->front = front[0];
    player->signals = signals[0];
    player->on_signal = on_signal;
    open_store(player);
    scenario->fill(player);
    player_synced(player);
    bool ended = player_run(player, scenario->seconds);
    if (!ended)
        kill(child, SIGKILL);
    waitpid(child, &status, 0);
    close(player->front);
    close(player->store);
    close(player->signals);
    programs_close(&player->programs);
    assert_true(ended);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    assert_true(player->ready);
    assert_true(player->drained);
}
