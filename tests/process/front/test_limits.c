/* SPDX-License-Identifier: Apache-2.0 */
/* test_limits.c: deadlines, cancelling, full queues, fewer workers than environments, and the end.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/front/engine/bounds.h"
#include "tests/process/front/acts.h"
#include "tests/unit/test.h"

/* ---- Deadlines and cancelling ---- */

static void choose_deadline(struct act *act, unsigned i)
{
    strcpy(act->answer, "loop");
    act->job.deadline_ns = uv_hrtime() + MILLISECONDS(30);
    act->expected = OUTCOME_DEADLINE;
}

static void begin_deadline(struct actor *actor)
{
    acts_begin(actor, "sum", 40, 40, choose_deadline);
}

static void test_deadline_passes_queued_and_in_flight(void **state)
{
    struct player player = {0};
    static const struct scenario scenario = {1, 2, 20, acts_fill, begin_deadline, NULL, NULL};
    stage_play(&scenario, &player);
}

enum { CANCELLED = 10 };

static void choose_cancelled(struct act *act, unsigned i)
{
    strcpy(act->answer, "loop");
    act->expected = OUTCOME_STOPPING;
    act->job.fresh = i % 2;
}

static void begin_cancel(struct actor *actor)
{
    acts_begin(actor, "sum", CANCELLED, CANCELLED, choose_cancelled);
}

/* A few milliseconds later some fly and some wait. */
static void step_cancel(struct actor *actor)
{
    static unsigned steps;
    struct run *run = actor->private;
    if (++steps != 5)
        return;
    for (unsigned i = 0; i < CANCELLED; i++)
        engine_cancel(actor->engine, &run->acts[i].job);
    REQUIRE(run->done == 0); /* not from within */
}

static void test_cancelled_jobs_end_soon(void **state)
{
    struct player player = {0};
    static const struct scenario scenario = {1, 2, 20, acts_fill, begin_cancel, step_cancel, NULL};
    stage_play(&scenario, &player);
}

/* ---- Full queues ---- */

enum { TOO_MANY = 100 };

static void choose_overloaded(struct act *act, unsigned i)
{
    if (i >= QUEUE_JOBS_MAX)
        act->expected = OUTCOME_OVERLOADED;
}

static void begin_overload(struct actor *actor)
{
    unsigned count = QUEUE_JOBS_MAX + TOO_MANY;
    acts_begin(actor, "sum", count, count, choose_overloaded);
}

static void test_full_queue_refuses_what_is_too_much_and_runs_the_rest(void **state)
{
    struct player player = {0};
    static const struct scenario scenario = {1, 4, 180, acts_fill, begin_overload, NULL, NULL};
    stage_play(&scenario, &player);
}

/* ---- Few workers ---- */

enum { ENVIRONMENTS = 6, SCARCE_JOBS = 400 };

static void fill_six(struct player *player)
{
    char name[16];
    for (int i = 0; i < ENVIRONMENTS; i++) {
        snprintf(name, sizeof name, "sum_%d", i);
        acts_send(player, name, i);
    }
}

static void one_of_six_over(struct run *run)
{
    struct actor *actor = run->actor;
    unsigned *left = actor->private;
    acts_end(run);
    if (--*left)
        return;
    free(left);
    actor_over(actor);
}

static void choose_fresh(struct act *act, unsigned i)
{
    act->job.fresh = i % 100 == 50;
}

static void begin_six(struct actor *actor)
{
    char name[16];
    unsigned *left = malloc(sizeof *left);
    *left = ENVIRONMENTS;
    for (int i = 0; i < ENVIRONMENTS; i++) {
        snprintf(name, sizeof name, "sum_%d", i);
        struct run *run = acts_begin(actor, name, SCARCE_JOBS, 50, choose_fresh);
        run->over = one_of_six_over;
    }
    actor->private = left;
}

static void test_six_environments_share_two_workers(void **state)
{
    struct player player = {0};
    static const struct scenario scenario = {2, 2, 180, fill_six, begin_six, NULL, NULL};
    stage_play(&scenario, &player);
    assert_true(player.live_most <= 2);
}

/* ---- A crowd and a few ---- */

enum { CROWD = 1500, FEW = 20 };

static struct run *crowd;

static void fill_two(struct player *player)
{
    acts_send(player, "crowd", 1);
    acts_send(player, "few", 2);
}

static void choose_slow(struct act *act, unsigned i)
{
    strcpy(act->answer, "slow");
    act->score = 0;
}

static void crowd_over(struct run *run)
{
    struct actor *actor = run->actor;
    crowd = NULL;
    acts_end(run);
    actor_over(actor);
}

/* One after another behind all that the crowd has sent at once. */
static void few_over(struct run *run)
{
    REQUIRE(crowd && crowd->done < CROWD / 2);
    acts_end(run);
}

static void begin_crowd(struct actor *actor)
{
    crowd = acts_begin(actor, "crowd", CROWD, CROWD, choose_slow);
    crowd->over = crowd_over;
    acts_begin(actor, "few", FEW, 1, NULL)->over = few_over;
}

static void test_a_crowd_does_not_keep_a_few_waiting(void **state)
{
    struct player player = {0};
    static const struct scenario scenario = {1, 2, 120, fill_two, begin_crowd, NULL, NULL};
    stage_play(&scenario, &player);
}

/* ---- Draining ---- */

static void begin_over_at_once(struct actor *actor)
{
    struct run *run = acts_begin(actor, "sum", 300, 300, NULL);
    run->over = acts_end;
    actor_over(actor); /* says that nothing is pending above, while jobs are */
}

static void test_draining_waits_for_jobs_in_flight(void **state)
{
    struct player player = {0};
    static const struct scenario scenario = {2, 4, 20, acts_fill, begin_over_at_once, NULL, NULL};
    stage_play(&scenario, &player);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_deadline_passes_queued_and_in_flight),
        cmocka_unit_test(test_cancelled_jobs_end_soon),
        cmocka_unit_test(test_full_queue_refuses_what_is_too_much_and_runs_the_rest),
        cmocka_unit_test(test_six_environments_share_two_workers),
        cmocka_unit_test(test_a_crowd_does_not_keep_a_few_waiting),
        cmocka_unit_test(test_draining_waits_for_jobs_in_flight),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
