/* SPDX-License-Identifier: Apache-2.0 */
/* test_library.c: from the store's word to a version that is served, and back; every kind of job on
 * it; trying a source without keeping it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/process/front/acts.h"
#include "tests/unit/test.h"

/* ---- The library ---- */

static const char broken_source[] = "#include <resyn.h>\nint x = ;\n";

static void fill_library(struct player *player)
{
    char *source = sum_source("other_name", 0);
    acts_send(player, "sum", 0);
    acts_send(player, "another_sum", 1);
    player_entry(player, "broken", broken_source, true);
    player_entry(player, "misnamed", source, true);
    free(source);
}

static void begin_library(struct actor *actor)
{
    const struct library *library = engine_library(actor->engine);
    struct engine_status status;
    engine_status(actor->engine, &status);
    REQUIRE(library->count == 4 && status.environments_served == 2);
    REQUIRE(status.environments_failed == 2);
    REQUIRE(strcmp(library->entries[0].name, "another_sum") == 0);
    const struct version *version = served(actor, "sum");
    REQUIRE(version->description.levels == 5 && version->source_size > 100);
    REQUIRE(version->report && version->report->count == 0);
    char hex[VERSION_SHORT + 1];
    snprintf(hex, sizeof hex, "%.12s", version->hex);
    REQUIRE(library_find_version(library_find(library, "sum"), hex) == version);
    const struct library_entry *broken = library_find(library, "broken");
    REQUIRE(!broken->active && broken->version_count == 1);
    REQUIRE(broken->versions[0]->state == VERSION_FAILED && broken->versions[0]->report->count > 0);
    REQUIRE(strstr(broken->versions[0]->failure, "line 2"));
    const struct library_entry *misnamed = library_find(library, "misnamed");
    REQUIRE(!misnamed->active && strstr(misnamed->versions[0]->failure, "other_name"));
    REQUIRE(strcmp(library_nearest(library, "summ"), "sum") == 0);
    REQUIRE(!library_find(library, "summ"));
    actor_over(actor);
}

static void test_library_is_compiled_described_and_served(void **state)
{
    struct player player = {.failed_compiles = 2, .unborn_spawns = 2};
    static const struct scenario scenario = {1, 8, 20, fill_library, begin_library, NULL, NULL};
    stage_play(&scenario, &player);
    assert_int_equal(player.compiles, 4 + 2);
}

/* ---- Every kind of job ---- */

struct chain {
    struct actor *actor;
    struct job job;
    enum job_kind kind;
    struct sum_state state;
    char text[64];
};

static void chain_next(struct chain *chain, enum job_kind kind);

static void chain_done(struct job *job, const struct job_result *result)
{
    struct chain *chain = (struct chain *)((char *)job - offsetof(struct chain, job));
    REQUIRE(result->outcome == OUTCOME_OK && result->verdict);
    switch (chain->kind) {
    case JOB_GENERATE:
        REQUIRE(result->output_size == sizeof chain->state);
        memcpy(&chain->state, result->output, sizeof chain->state);
        chain_next(chain, JOB_OBSERVE);
        break;
    case JOB_OBSERVE:
        snprintf(chain->text, sizeof chain->text, "What is %d + %d?", chain->state.a,
                 chain->state.b);
        REQUIRE(result->output_size == strlen(chain->text));
        REQUIRE(!memcmp(result->output, chain->text, result->output_size));
        chain_next(chain, JOB_SOLVE);
        break;
    case JOB_SOLVE:
        memset(chain->text, 0, sizeof chain->text);
        memcpy(chain->text, result->output, result->output_size);
        chain_next(chain, JOB_VERIFY);
        break;
    default:
        REQUIRE(result->verdict->score == 1);
        version_release(chain->job.version);
        actor_over(chain->actor);
        free(chain);
    }
}

static void chain_next(struct chain *chain, enum job_kind kind)
{
    const struct version *version = chain->job.version;
    bool verify = kind == JOB_VERIFY;
    chain->kind = kind;
    chain->job = (struct job){.version = version, .done = chain_done};
    chain->job.fresh = chain->actor->thread == 1;
    chain->job.work = (struct lane_job){
        .kind = kind, .level = 3, .seed = 17, .extract = EXTRACT_DECLARED, .flags = JOB_BARE};
    if (kind == JOB_OBSERVE || verify) {
        chain->job.work.state = &chain->state;
        chain->job.work.state_size = sizeof chain->state;
    }
    if (verify) {
        chain->job.work.text = chain->text;
        chain->job.work.text_size = strlen(chain->text);
    }
    engine_submit(chain->actor->engine, &chain->job); /* the loop flushes */
}

static void begin_chain(struct actor *actor)
{
    struct chain *chain = calloc(1, sizeof *chain);
    chain->actor = actor;
    chain->job.version = version_hold(served(actor, "sum"));
    chain_next(chain, JOB_GENERATE);
}

static void test_instance_goes_from_generate_to_verdict(void **state)
{
    struct player player = {0};
    static const struct scenario scenario = {2, 8, 20, acts_fill, begin_chain, NULL, NULL};
    stage_play(&scenario, &player);
    /* One to describe, a maker, a judge, and one for each of thread 1's four jobs. */
    assert_int_equal(player.spawns, 3 + 4);
}

/* ---- Versions that come and go ---- */

enum { SALT_OLD = 1, SALT_NEW = 2 };

static void fill_old(struct player *player)
{
    acts_send(player, "sum", SALT_OLD);
}

/* The new version comes, then one that does not compile, then the new one goes. */
static void change(struct player *player, char signal)
{
    char *source = sum_source("sum", SALT_NEW);
    if (signal == 'n')
        player_entry(player, "sum", source, true);
    else if (signal == 'b')
        player_entry(player, "sum", broken_source, true);
    else
        player_gone(player, "sum", source);
    free(source);
}

struct changes {
    unsigned stage;
    char old[HASH_HEX], new[HASH_HEX];
};

static void begin_changes(struct actor *actor)
{
    struct changes *changes = calloc(1, sizeof *changes);
    memcpy(changes->old, served(actor, "sum")->hex, HASH_HEX);
    actor->private = changes;
    actor_signal('n');
}

static void step_changes(struct actor *actor)
{
    struct changes *changes = actor->private;
    const struct library_entry *entry = library_find(engine_library(actor->engine), "sum");
    REQUIRE(entry && library_find_version(entry, changes->old)->state == VERSION_SERVED);
    switch (changes->stage) {
    case 0: /* the new one is active once it is served, and the old one stays */
        REQUIRE(entry->active);
        if (!strcmp(entry->active->hex, changes->old))
            return;
        REQUIRE(entry->active->state == VERSION_SERVED && entry->version_count == 2);
        memcpy(changes->new, entry->active->hex, HASH_HEX);
        actor_signal('b');
        break;
    case 1: /* the broken one is listed, and does not become active */
        REQUIRE(entry->active && !strcmp(entry->active->hex, changes->new));
        if (entry->version_count < 3 || entry->versions[0]->state == VERSION_PENDING)
            return;
        REQUIRE(entry->versions[0]->state == VERSION_FAILED);
        actor_signal('g');
        break;
    default:
        if (library_find_version(entry, changes->new))
            return;
        free(changes);
        actor_over(actor);
        return;
    }
    changes->stage++;
}

static void test_new_version_becomes_active_and_old_one_stays(void **state)
{
    struct player player = {0};
    static const struct scenario scenario = {1,     8, 20, fill_old, begin_changes, step_changes,
                                             change};
    stage_play(&scenario, &player);
    assert_int_equal(player.forgotten, 1);
}

/* ---- Checks ---- */

struct trial {
    struct check check;
    struct actor *actor;
    char *source;
    bool good;
};

static void begin_check(struct actor *actor, bool good);

static void trial_over(struct run *run)
{
    struct actor *actor = run->actor;
    acts_end(run);
    begin_check(actor, false);
}

static void checked(struct check *check, const struct version *version, enum outcome outcome)
{
    struct trial *trial = (struct trial *)check;
    struct actor *actor = trial->actor;
    bool good = trial->good;
    REQUIRE(outcome == OUTCOME_OK && version && version->report);
    free(trial->source);
    free(trial);
    if (good) {
        REQUIRE(version->state == VERSION_SERVED && !strcmp(version->name, "tried"));
        struct run *run = calloc(1, sizeof *run);
        *run = (struct run){
            .actor = actor, .version = version, .count = 200, .window = 50, .over = trial_over};
        run_begin(run);
        version_release(version); /* the run holds it */
    } else {
        REQUIRE(version->state == VERSION_FAILED && version->report->count > 0);
        version_release(version);
        actor->private = actor; /* all is checked */
    }
}

static void begin_check(struct actor *actor, bool good)
{
    struct trial *trial = calloc(1, sizeof *trial);
    trial->actor = actor;
    trial->good = good;
    trial->source = good ? sum_source("tried", (int)actor->thread) : strdup(broken_source);
    trial->check.source = trial->source;
    trial->check.source_size = strlen(trial->source);
    trial->check.done = checked;
    engine_check(actor->engine, &trial->check);
}

static void begin_good_check(struct actor *actor)
{
    REQUIRE(engine_library(actor->engine)->count == 0);
    begin_check(actor, true);
}

/* The checked version's workers retire, then its image is forgotten. */
static void step_check(struct actor *actor)
{
    struct engine_status status;
    engine_status(actor->engine, &status);
    unsigned workers = status.workers_idle + status.workers_busy + status.workers_starting;
    if (actor->private && !workers)
        actor_over(actor);
}

static void fill_nothing(struct player *player)
{
}

static void test_check_compiles_describes_runs_and_forgets(void **state)
{
    struct player player = {.failed_compiles = 1};
    static const struct scenario scenario = {2,          8,   20, fill_nothing, begin_good_check,
                                             step_check, NULL};
    stage_play(&scenario, &player);
    assert_int_equal(player.compiles, 4 + 1);
    /* The play may end while the last message is still on its way. */
    assert_in_range(player.forgotten, 1, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_library_is_compiled_described_and_served),
        cmocka_unit_test(test_instance_goes_from_generate_to_verdict),
        cmocka_unit_test(test_new_version_becomes_active_and_old_one_stays),
        cmocka_unit_test(test_check_compiles_describes_runs_and_forgets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
