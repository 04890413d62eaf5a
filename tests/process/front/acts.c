/* SPDX-License-Identifier: Apache-2.0 */
/* acts.c: see acts.h. */
#include "tests/process/front/acts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char pattern[] =
    "#include <resyn.h>\n"
    "#include <stdlib.h>\n"
    "#include <string.h>\n"
    "struct state { int a, b; };\n"
    "RS_NO_WITNESS\n"
    "enum { SALT = %d };\n"
    "bool generate(state *s, witness *w, rs_random *random, int level)\n"
    "{\n"
    "    s->a = (int)rs_between(random, 1, 100 * level);\n"
    "    s->b = (int)rs_between(random, 1, 100 * level);\n"
    "    return true;\n"
    "}\n"
    "void observe(const state *s, rs_text *question)\n"
    "{\n"
    "    rs_print(question, \"What is %%d + %%d?\", s->a, s->b);\n"
    "}\n"
    "static int deeper(int frames)\n"
    "{\n"
    "    volatile char room[4096];\n"
    "    room[0] = 1;\n"
    "    return frames ? deeper(frames - 1) + room[0] : 0;\n"
    "}\n"
    "static int deep(volatile int *n)\n"
    "{\n"
    "    volatile char room[4096];\n"
    "    room[0] = (char)*n;\n"
    "    *n = *n + 1;\n"
    "    return deep(n) + room[0];\n"
    "}\n"
    "static volatile int sink;\n"
    "double verify(const state *s, rs_answer *answer)\n"
    "{\n"
    "    char word[16];\n"
    "    rs_read_word(answer, word, sizeof word);\n"
    "    if (!strcmp(word, \"loop\"))\n"
    "        for (;;)\n"
    "            sink++;\n"
    "    if (!strcmp(word, \"slow\"))\n"
    "        for (int i = 0; i < 3000000; i++)\n"
    "            sink++;\n"
    "    if (!strcmp(word, \"crash\"))\n"
    "        *(volatile int *)16 = 1;\n"
    "    if (!strcmp(word, \"room\"))\n"
    "        return deeper(12) == 12;\n"
    "    if (!strcmp(word, \"stack\"))\n"
    "        return deep((volatile int *)&sink);\n"
    "    if (!strcmp(word, \"heap\"))\n"
    "        for (;;)\n"
    "            memset(malloc(4096), 1, 4096);\n"
    "    if (!strcmp(word, \"nan\"))\n"
    "        return 2.0;\n"
    "    return atoi(word) == s->a + s->b;\n"
    "}\n"
    "void solve(const state *s, const witness *w, rs_text *answer)\n"
    "{\n"
    "    rs_put_int(answer, s->a + s->b);\n"
    "}\n"
    "RESYN_ENVIRONMENT(.name = \"%s\", .category = \"test\", .levels = 5,\n"
    "    .summary = \"Add.\", .answer = \"a number\", .score = RS_BINARY)\n";

char *sum_source(const char *name, int salt)
{
    char *source;
    REQUIRE(asprintf(&source, pattern, salt, name) > 0);
    return source;
}

const struct version *served(struct actor *actor, const char *name)
{
    const struct library_entry *entry = library_find(engine_library(actor->engine), name);
    REQUIRE(entry && entry->active && entry->active->state == VERSION_SERVED);
    return entry->active;
}

static void fill(struct run *run);

static void act_done(struct job *job, const struct job_result *result)
{
    struct act *act = (struct act *)((char *)job - offsetof(struct act, job));
    struct run *run = act->run;
    if (result->outcome != act->expected ||
        (result->outcome == OUTCOME_OK && result->verdict->score != act->score)) {
        fprintf(stderr, "# job %u, answer %s: %s (%s), score %g\n", (unsigned)(act - run->acts),
                act->answer, outcome_row(result->outcome)->name, result->reason,
                result->verdict ? result->verdict->score : -1);
        REQUIRE(!"the expected verdict");
    }
    REQUIRE(result->outcome == OUTCOME_OK || !result->verdict || result->verdict->score != 1);
    REQUIRE(result->reason);
    run->done++;
    fill(run);
    if (run->done == run->count)
        run->over(run);
}

static void begin_one(struct run *run, unsigned i)
{
    struct act *act = &run->acts[i];
    bool right = i % 2 == 0;
    *act = (struct act){.run = run,
                        .state = {(int)i, 7 * (int)run->actor->thread + 3},
                        .expected = OUTCOME_OK,
                        .score = right ? 1 : 0};
    snprintf(act->answer, sizeof act->answer, "%d", act->state.a + act->state.b + !right);
    if (run->choose)
        run->choose(act, i);
    act->job.version = run->version;
    act->job.work = (struct lane_job){.kind = JOB_VERIFY,
                                      .state = &act->state,
                                      .state_size = sizeof act->state,
                                      .text = act->answer,
                                      .text_size = strlen(act->answer),
                                      .extract = EXTRACT_DECLARED,
                                      .flags = JOB_BARE};
    act->job.done = act_done;
    engine_submit(run->actor->engine, &act->job);
}

static void fill(struct run *run)
{
    while (run->begun < run->count && run->begun - run->done < run->window)
        begin_one(run, run->begun++);
    engine_flush(run->actor->engine);
}

void run_begin(struct run *run)
{
    run->acts = calloc(run->count, sizeof *run->acts);
    REQUIRE(run->acts);
    version_hold(run->version);
    fill(run);
}

void acts_end(struct run *run)
{
    version_release(run->version);
    free(run->acts);
    free(run);
}

static void end_with_actor(struct run *run)
{
    struct actor *actor = run->actor;
    acts_end(run);
    actor_over(actor);
}

struct run *acts_begin(struct actor *actor, const char *name, unsigned count, unsigned window,
                       void (*choose)(struct act *act, unsigned i))
{
    struct run *run = calloc(1, sizeof *run);
    REQUIRE(run);
    *run = (struct run){.actor = actor,
                        .version = served(actor, name),
                        .count = count,
                        .window = window,
                        .choose = choose,
                        .over = end_with_actor};
    actor->private = run;
    run_begin(run);
    return run;
}

void acts_send(struct player *player, const char *name, int salt)
{
    char *source = sum_source(name, salt);
    player_entry(player, name, source, true);
    free(source);
}

void acts_fill(struct player *player)
{
    acts_send(player, "sum", 0);
}
