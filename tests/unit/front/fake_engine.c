/* SPDX-License-Identifier: Apache-2.0 */
/* fake_engine.c: see fake_engine.h. */
#include "tests/unit/front/fake_engine.h"

#include <string.h>

enum { JOBS_MAX = 256 };

unsigned fake_submitted, fake_blames, fake_looks;
long fake_held;
uint64_t fake_service_ns;

bool fake_shares;
struct change *fake_change;

static struct job *jobs[JOBS_MAX];
static unsigned waiting;

#define HEX(digit) \
    digit digit digit digit digit digit digit digit digit digit digit digit digit digit digit digit

struct version fake_sum = {
    .name = "sum",
    .hash = {1},
    .hex = HEX("1234"),
    .state = VERSION_SERVED,
    .description = {.levels = 5,
                    .category = "arithmetic",
                    .metric_count = 1,
                    .metrics = {"distance"}},
};

static const struct {
    struct description description;
    struct description_example example;
    char texts[8];
} same_described = {
    .description = {.example_count = 1},
    .example = {.score = 1, .given_size = 3, .response_size = 3},
    .texts = "abcabc",
};
struct version fake_same = {
    .name = "same",
    .hash = {2},
    .hex = HEX("5678"),
    .state = VERSION_SERVED,
    .description = {.checker = 1, .example_count = 1, .category = "checkers"},
    .examples = &same_described,
    .examples_size = sizeof(struct description) + sizeof(struct description_example) + 6,
};
struct version fake_broken = {.name = "broken",
                              .hash = {3},
                              .hex = HEX("9abc"),
                              .state = VERSION_FAILED,
                              .failure = "line 1"};
struct version fake_coming = {
    .name = "coming", .hash = {4}, .hex = HEX("def0"), .state = VERSION_PENDING};
struct version fake_twin[2] = {
    {.name = "twin",
     .hash = {5},
     .hex = HEX("aaaa"),
     .state = VERSION_SERVED,
     .description = {.levels = 7}},
    {.name = "twin",
     .hash = {6},
     .hex = HEX("bbbb"),
     .state = VERSION_SERVED,
     .description = {.levels = 7}},
};

static const struct version *const of_broken[] = {&fake_broken};
static const struct version *const of_coming[] = {&fake_coming};
static const struct version *const of_same[] = {&fake_same};
static const struct version *const of_sum[] = {&fake_sum};
static const struct version *const of_twin[] = {&fake_twin[0], &fake_twin[1]};
static const struct library_entry entries[] = {
    {"broken", &fake_broken, of_broken, 1}, {"coming", &fake_coming, of_coming, 1},
    {"same", &fake_same, of_same, 1},       {"sum", &fake_sum, of_sum, 1},
    {"twin", &fake_twin[1], of_twin, 2},    {"later", &fake_sum, of_sum, 1},
};
static struct library library = {entries, sizeof entries / sizeof *entries - 1};

const struct library *engine_library(struct engine *engine)
{
    fake_looks++;
    return &library;
}

const struct library_entry *library_find(const struct library *all, const char *name)
{
    for (size_t i = 0; i < all->count; i++)
        if (strcmp(all->entries[i].name, name) == 0)
            return &all->entries[i];
    return NULL;
}

const struct version *library_find_version(const struct library_entry *entry, const char *hex)
{
    for (size_t i = 0; i < entry->version_count; i++)
        if (strncmp(entry->versions[i]->hex, hex, strlen(hex)) == 0)
            return entry->versions[i];
    return NULL;
}

const char *library_nearest(const struct library *all, const char *name)
{
    return strcmp(name, "summ") == 0 ? "sum" : NULL;
}

const struct version *version_hold(const struct version *version)
{
    fake_held++;
    return version;
}

void version_release(const struct version *version)
{
    fake_held -= version != NULL;
}

void engine_submit(struct engine *engine, struct job *job)
{
    fake_submitted++;
    jobs[waiting++] = job;
}

bool engine_shares(const struct engine *engine)
{
    return fake_shares;
}

void engine_change(struct engine *engine, struct change *change)
{
    fake_change = change;
}

void fake_end_change(bool later)
{
    const struct changed changed = {.end = CHANGE_NOTHING};
    library.count += later;
    fake_change->done(fake_change, &changed);
    fake_change = NULL;
}

uint64_t engine_service_ns(const struct engine *engine, const struct version *version)
{
    return fake_service_ns;
}

void engine_expect(struct engine *engine, const struct version *version)
{
}

void engine_blame(struct engine *engine, const struct version *version, enum outcome outcome)
{
    fake_blames++;
}

static void take_out(unsigned i)
{
    memmove(jobs + i, jobs + i + 1, (--waiting - i) * sizeof *jobs);
}

/* The real one calls done() soon; so does this, at the next fake_end. */
void engine_cancel(struct engine *engine, struct job *job)
{
    job->engine.abandoned = true;
}

void fake_reset(void)
{
    waiting = fake_submitted = fake_blames = fake_looks = 0;
    fake_held = 0;
    fake_service_ns = 1;
    fake_shares = false;
    fake_change = NULL;
    library.count = sizeof entries / sizeof *entries - 1;
}

unsigned fake_waiting(void)
{
    return waiting;
}

struct job *fake_job(unsigned i)
{
    return jobs[i];
}

static void end(struct job_result *result)
{
    struct job *job = jobs[0];
    struct job_result stopping = {.outcome = OUTCOME_STOPPING, .reason = ""};
    take_out(0);
    job->done(job, job->engine.abandoned ? &stopping : result);
}

void fake_end(enum outcome outcome, const char *output)
{
    end(&(struct job_result){.outcome = outcome,
                             .reason = outcome == OUTCOME_OK ? "" : "said the worker",
                             .output = output,
                             .output_size = output ? strlen(output) : 0});
}

void fake_end_score(double score)
{
    struct verdict_slot slot = {.outcome = OUTCOME_OK,
                                .extraction = EXTRACTION_BOXED,
                                .flags = VERDICT_FORMAT,
                                .score = score,
                                .metrics = {2}};
    end(&(struct job_result){
        .outcome = OUTCOME_OK, .verdict = &slot, .reason = "", .service_us = 3});
}
