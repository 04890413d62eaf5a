/* SPDX-License-Identifier: Apache-2.0 */
/* main.c: sends mutated sources through real compilers and workers. Beside them an honest worker
 * lives on and is asked in between: it must not notice anything. Speaks TAP.
 *
 *   fuzz_compiler [OPTION]… CANARY FILE|FOLDER…   mutates the files; CANARY is the honest one
 *     --corpus FOLDER     first its sources as they are: what was once found
 *     --seed N            another seed gives other sources (1)
 *     --count N           so many sources (300), or …
 *     --seconds N         … for so long
 *     --findings FOLDER   where a source with a finding is kept
 *     --print             writes source number 0 of this seed to standard output, and no more */
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "proto/outcome.h"
#include "tests/fuzz/compiler/mutate.h"
#include "tests/fuzz/compiler/trial.h"
#include "tests/unit/channel/descriptors.h"

enum {
    FINDINGS_MAX = 10,
    CANARY_EACH = 25, /* sources between two questions to the honest worker */
    CANARY_PATIENCE_MS = 30000,
};

struct fuzzer {
    const char *findings;
    uint64_t seed, count, seconds;
    bool print;
    struct seeds seeds, corpus;
    struct programs programs;
    struct tally tally;
    struct trial_worker *canary;
    char *state, *answer; /* of the canary's instance, and what it must be judged by */
    size_t state_size, answer_size;
    unsigned found;
};

static int complain(const char *what)
{
    fprintf(stderr, "fuzz_compiler: %s\n", what);
    return 1;
}

/* ---- The honest worker ---- */

static bool canary_takes(struct fuzzer *f, const struct lane_job *job, char **out, size_t *size)
{
    if (trial_ask(f->canary, job, CANARY_PATIENCE_MS) != REPLY_VERDICT ||
        f->canary->verdict.outcome != OUTCOME_OK || !(*out = malloc(f->canary->output_size + 1)))
        return false;
    *size = f->canary->output_size;
    memcpy(*out, f->canary->output, *size);
    return true;
}

static bool canary_sings(struct fuzzer *f)
{
    const struct lane_job job = {.kind = JOB_VERIFY,
                                 .state = f->state,
                                 .state_size = f->state_size,
                                 .text = f->answer,
                                 .text_size = f->answer_size,
                                 .flags = JOB_BARE};
    return trial_ask(f->canary, &job, CANARY_PATIENCE_MS) == REPLY_VERDICT &&
           f->canary->verdict.outcome == OUTCOME_OK && f->canary->verdict.score >= 1;
}

static bool canary_start(struct fuzzer *f, const char *path)
{
    struct seeds one = {0};
    struct compilation compilation;
    struct error error = {0};
    struct tally unused = {0};
    enum compile_end end = COMPILE_FAILED;
    if (!seeds_add(&one, path) || one.count != 1)
        return false;
    const struct scan *scan = &one.list[0].scan;
    bool good = trial_compile(&f->programs, scan->text, scan->size, &compilation, &end, &unused,
                              &error) == 0 &&
                end == COMPILE_DONE &&
                trial_worker_start(f->canary, &f->programs, compilation.image, &error) == 0;
    compilation_close(&compilation);
    seeds_deinit(&one);
    if (*error.text)
        complain(error.text);
    const struct lane_job draw = {.kind = JOB_GENERATE, .level = 1, .seed = 7};
    const struct lane_job solve = {.kind = JOB_SOLVE, .level = 1, .seed = 7};
    return good && canary_takes(f, &draw, &f->state, &f->state_size) &&
           canary_takes(f, &solve, &f->answer, &f->answer_size) && canary_sings(f);
}

/* ---- Sources ---- */

static void keep(struct fuzzer *f, const char *name, const char *source, size_t size)
{
    char path[4096];
    if (!f->findings)
        return;
    snprintf(path, sizeof path, "%s/compiler-%s.c", f->findings, name);
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(source, 1, size, file) != size)
        printf("# cannot write %s: %s\n", path, strerror(errno));
    if (file)
        fclose(file);
}

static int run_source(const struct programs *programs, const char *source, size_t size,
                      struct tally *tally, struct error *error)
{
    struct compilation compilation;
    enum compile_end end = COMPILE_FAILED;
    tally->sources++;
    int result = trial_compile(programs, source, size, &compilation, &end, tally, error);
    if (result == 0 && end == COMPILE_DONE)
        result = trial_work(programs, compilation.image, tally, error);
    compilation_close(&compilation);
    return result;
}

static void try_source(struct fuzzer *f, const char *name, const char *source, size_t size)
{
    struct error error = {0};
    int result = run_source(&f->programs, source, size, &f->tally, &error);
    if (result == 0 && f->tally.sources % CANARY_EACH == 0 && !canary_sings(f))
        result = error_set(&error, -EPROTO, "the honest worker has come to harm");
    if (result == 0)
        return;
    f->found++;
    printf("# source %s: %s\n", name, error.text);
    fflush(stdout);
    keep(f, name, source, size);
}

static void try_corpus(struct fuzzer *f)
{
    for (size_t i = 0; i < f->corpus.count; i++) {
        const struct seed *seed = &f->corpus.list[i];
        const char *slash = strrchr(seed->name, '/');
        try_source(f, slash ? slash + 1 : seed->name, seed->scan.text, seed->scan.size);
    }
}

static void try_mutations(struct fuzzer *f)
{
    struct buffer source = BUFFER_INIT;
    time_t start = time(NULL);
    for (uint64_t i = 0; f->found < FINDINGS_MAX; i++) {
        char name[64];
        if (f->seconds ? time(NULL) - start >= (time_t)f->seconds : i >= f->count)
            break;
        buffer_clear(&source);
        mutate(&f->seeds, f->seed + i, &source);
        snprintf(name, sizeof name, "%" PRIu64, f->seed + i);
        try_source(f, name, source.data ? source.data : "", source.size);
    }
    buffer_deinit(&source);
}

static void tally_print(const struct tally *tally, FILE *out)
{
    static const char *const names[] = {"done",    "refused",   "time",  "memory",
                                        "crashed", "bad image", "failed"};
    fprintf(out, "# %u sources:", tally->sources);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        fprintf(out, " %s %u", names[i], tally->ends[i]);
    fprintf(out,
            "\n# of the images: described %u, drawn %u, judged %u; workers that died %u, were "
            "stopped %u, broke the rules %u\n",
            tally->described, tally->drawn, tally->judged, tally->died, tally->stopped,
            tally->broken);
    fprintf(out, "# the most of any compile: %lu ms of CPU, %lu ms, %lu KiB\n",
            tally->cpu_us / 1000, tally->wall_ms, tally->peak_kib);
}

/* ---- Start and end ---- */

static bool read_options(struct fuzzer *f, int argc, char **argv)
{
    static const struct option known[] = {
        {"corpus", required_argument, NULL, 'c'},
        {"seed", required_argument, NULL, 's'},
        {"count", required_argument, NULL, 'n'},
        {"seconds", required_argument, NULL, 't'},
        {"findings", required_argument, NULL, 'f'},
        {"print", no_argument, NULL, 'p'},
        {0},
    };
    for (int key; (key = getopt_long(argc, argv, "", known, NULL)) != -1;) {
        uint64_t *number = key == 's' ? &f->seed : key == 'n' ? &f->count : &f->seconds;
        if (key == '?' || (key == 'c' && !seeds_add(&f->corpus, optarg)))
            return false;
        if (key == 'f')
            f->findings = optarg;
        else if (key == 'p')
            f->print = true;
        else if (key != 'c')
            *number = strtoull(optarg, NULL, 10);
    }
    for (int i = optind; i < argc; i++)
        if (!seeds_add(&f->seeds, argv[i]))
            return false;
    return f->seeds.count > 0;
}

static int print_one(struct fuzzer *f)
{
    struct buffer source = BUFFER_INIT;
    mutate(&f->seeds, f->seed, &source);
    fwrite(source.data, 1, source.size, stdout);
    buffer_deinit(&source);
    return 0;
}

static void fuzz(struct fuzzer *f)
{
    int before = descriptors_open();
    try_corpus(f);
    try_mutations(f);
    tally_print(&f->tally, stdout);
    printf("%sok 1 - no source harms more than its own process\n", f->found ? "not " : "");
    bool sings = canary_sings(f), closed = descriptors_open() == before;
    printf("%sok 2 - an honest worker beside them judges as before\n", sings ? "" : "not ");
    printf("%sok 3 - no descriptor is left open\n", closed ? "" : "not ");
    bool compiled = f->tally.judged > 0 && f->tally.ends[COMPILE_REFUSED] > 0;
    printf("%sok 4 - some sources are refused, some are run\n", compiled ? "" : "not ");
    f->found += !sings || !closed || !compiled;
}

static int run(struct fuzzer *f, const char *canary)
{
    struct error error = {0};
    if (f->print)
        return print_one(f);
    if (programs_open(&f->programs, &error) < 0)
        return complain(error.text);
    if (!canary_start(f, canary))
        return complain("the first source is no honest environment");
    fuzz(f);
    if (trial_worker_end(f->canary, &error) < 0)
        f->found += 1 + (unsigned)complain(error.text);
    programs_close(&f->programs);
    return f->found != 0;
}

int main(int argc, char **argv)
{
    static struct trial_worker canary;
    struct fuzzer f = {.seed = 1, .count = 300, .canary = &canary};
    int status = read_options(&f, argc, argv)
                     ? run(&f, argv[optind])
                     : complain("wrong options, or sources that cannot be read: see main.c");
    seeds_deinit(&f.seeds);
    seeds_deinit(&f.corpus);
    free(f.state);
    free(f.answer);
    return status;
}
