/* SPDX-License-Identifier: Apache-2.0 */
/* test_deaths.c: many verifications while workers die, of their jobs or of others' doing: each gets
 * the verdict that it would have got alone. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/process/front/acts.h"
#include "tests/unit/test.h"

static void begin_load(struct actor *actor)
{
    acts_begin(actor, "sum", 5000, 300, NULL);
}

static void test_ten_thousand_verdicts_on_two_threads(void **state)
{
    struct player player = {0};
    static const struct scenario scenario = {2, 8, 30, acts_fill, begin_load, NULL, NULL};
    stage_play(&scenario, &player);
}

static void slow_now_and_then(struct act *act, unsigned i)
{
    if (i % 10 == 9) {
        strcpy(act->answer, "slow");
        act->score = 0;
    }
}

static void begin_slow_load(struct actor *actor)
{
    acts_begin(actor, "sum", 1500, 100, slow_now_and_then);
}

static void test_kills_from_outside_lose_no_verdict(void **state)
{
    struct player player = {.kill_every_ms = 30, .kills_max = 15};
    static const struct scenario scenario = {2, 8, 60, acts_fill, begin_slow_load, NULL, NULL};
    stage_play(&scenario, &player);
    assert_true(player.kills >= 5);
}

static void test_broken_protocol_loses_no_verdict(void **state)
{
    struct player player = {.breaks = 3};
    static const struct scenario scenario = {2, 8, 60, acts_fill, begin_slow_load, NULL, NULL};
    stage_play(&scenario, &player);
    assert_true(player.broken >= 1);
}

static void choose_harm(struct act *act, unsigned i)
{
    static const struct {
        const char *answer;
        enum outcome outcome;
    } harm[] = {{"crash", OUTCOME_CRASH},
                {"stack", OUTCOME_STACK_OVERFLOW},
                {"heap", OUTCOME_MEMORY},
                {"loop", OUTCOME_TIMEOUT},
                {"nan", OUTCOME_INVALID_SCORE}};
    if (i % 40 != 20)
        return;
    strcpy(act->answer, harm[i / 40 % 5].answer);
    act->expected = harm[i / 40 % 5].outcome;
}

static void begin_harm(struct actor *actor)
{
    acts_begin(actor, "sum", 400, 100, choose_harm);
}

static void test_harmful_answers_get_their_status_and_neighbours_score(void **state)
{
    struct player player = {0};
    static const struct scenario scenario = {2, 8, 60, acts_fill, begin_harm, NULL, NULL};
    stage_play(&scenario, &player);
}

static void need_room(struct act *act, unsigned i)
{
    if (i % 50 == 25) {
        strcpy(act->answer, "stack");
        act->expected = OUTCOME_STACK_OVERFLOW;
    } else if (i % 3 == 2) {
        strcpy(act->answer, "room");
        act->score = 1;
    }
}

static void all_need_room(struct act *act, unsigned i)
{
    strcpy(act->answer, "room");
    act->score = 1;
}

static void begin_roomy(struct actor *actor)
{
    acts_begin(actor, "sum", 100, 40, need_room);
}

static void begin_all_roomy(struct actor *actor)
{
    acts_begin(actor, "sum", 2000, 300, all_need_room);
}

static void test_calls_that_go_deep_get_the_stack_that_is_declared(void **state)
{
    struct player player = {0};
    static const struct scenario scenario = {2, 8, 60, acts_fill, begin_roomy, NULL, NULL};
    stage_play(&scenario, &player);
}

static void test_a_version_s_first_deep_call_makes_room_for_all_that_follow(void **state)
{
    struct player player = {0};
    static const struct scenario scenario = {2, 4, 30, acts_fill, begin_all_roomy, NULL, NULL};
    stage_play(&scenario, &player);
    assert_in_range(player.spawns, 2, 16);
}

static void test_workers_that_cannot_be_started_are_tried_again(void **state)
{
    struct player player = {.unborn_spawns = 6};
    static const struct scenario scenario = {2, 8, 60, acts_fill, begin_load, NULL, NULL};
    stage_play(&scenario, &player);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ten_thousand_verdicts_on_two_threads),
        cmocka_unit_test(test_kills_from_outside_lose_no_verdict),
        cmocka_unit_test(test_broken_protocol_loses_no_verdict),
        cmocka_unit_test(test_harmful_answers_get_their_status_and_neighbours_score),
        cmocka_unit_test(test_calls_that_go_deep_get_the_stack_that_is_declared),
        cmocka_unit_test(test_a_version_s_first_deep_call_makes_room_for_all_that_follow),
        cmocka_unit_test(test_workers_that_cannot_be_started_are_tried_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
