/* SPDX-License-Identifier: Apache-2.0 */
/* environment_tool.c: one environment as a program, for scripts; linked with one of them.
 *
 *   TOOL sample LEVEL SEED COUNT   per instance: `LEVEL SEED BYTES BYTES\n`, question, oracle
 *   TOOL judge LEVEL               reads `SEED BYTES\n`, response, to the end; a score per line
 *   TOOL digest                    a number over all that 200 seeds of each level give
 *   TOOL time                      CPU microseconds per generate, observe and verify, per level */
#include "tests/environments/instance.h"

#include "tests/environments/digest.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int sample(unsigned level, uint64_t seed, uint64_t count)
{
    for (uint64_t last = seed + count; seed < last; seed++) {
        struct instance *instance = instance_new(level, seed);
        if (instance == NULL)
            return 1;
        printf("%u %" PRIu64 " %zu %zu\n%s%s", level, seed, strlen(instance->question),
               strlen(instance->oracle), instance->question, instance->oracle);
        instance_free(instance);
    }
    return 0;
}

static int judge_all(unsigned level)
{
    static char text[1024 * 1024];
    struct instance *instance = NULL;
    uint64_t seed;
    size_t size;
    while (scanf("%" SCNu64 " %zu", &seed, &size) == 2) {
        if (size >= sizeof text || getchar() != '\n' || fread(text, 1, size, stdin) != size)
            return 1;
        if (instance == NULL || instance->seed != seed) {
            instance_free(instance);
            instance = instance_new(level, seed);
        }
        if (instance == NULL)
            return 1;
        printf("%.17g\n", judge(instance->state, text, size, false).score);
    }
    instance_free(instance);
    return 0;
}

static int print_digest(void)
{
    uint64_t digest = DIGEST_START;
    for (unsigned level = 1; level <= (unsigned)resyn_declaration.levels; level++) {
        char previous[RS_TEXT_MAX + 1] = "", answer[RS_TEXT_MAX + 8];
        for (uint64_t seed = 0; seed < DIGEST_SEEDS; seed++) {
            struct instance *instance = instance_new(level, seed);
            if (instance == NULL)
                return 1;
            digest_mix(&digest, instance->state, resyn_declaration.state_size);
            digest_mix(&digest, instance->question, strlen(instance->question));
            for (unsigned i = 0; i < DIGEST_ANSWERS; i++) {
                digest_answer(i, instance->oracle, previous, answer);
                double score = judge(instance->state, answer, strlen(answer), true).score;
                digest_mix(&digest, &score, sizeof score);
            }
            strcpy(previous, instance->oracle);
            instance_free(instance);
        }
    }
    printf("%016" PRIx64 "\n", digest);
    return 0;
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

static int print_times(void)
{
    for (unsigned level = 1; level <= (unsigned)resyn_declaration.levels; level++) {
        double drawing = 0, worst = 0, judging = 0;
        for (uint64_t seed = 0; seed < DIGEST_SEEDS; seed++) {
            double start = now();
            struct instance *instance = instance_new(level, seed);
            double took = now() - start;
            if (instance == NULL)
                return 1;
            drawing += took;
            worst = took > worst ? took : worst;
            start = now();
            score_of(instance->state, instance->oracle);
            judging += now() - start;
            instance_free(instance);
        }
        printf("%s level %u: generate+observe+solve %.0f us (worst %.0f), verify %.1f us\n",
               resyn_declaration.name, level, drawing / DIGEST_SEEDS, worst,
               judging / DIGEST_SEEDS);
    }
    return 0;
}

static uint64_t argument(int count, char **arguments, int index)
{
    return index < count ? strtoull(arguments[index], NULL, 10) : 0;
}

int main(int count, char **arguments)
{
    const char *command = count > 1 ? arguments[1] : "";
    unsigned level = (unsigned)argument(count, arguments, 2);
    if (strcmp(command, "sample") == 0 && count == 5)
        return sample(level, argument(count, arguments, 3), argument(count, arguments, 4));
    if (strcmp(command, "judge") == 0 && count == 3)
        return judge_all(level);
    if (strcmp(command, "digest") == 0)
        return print_digest();
    if (strcmp(command, "time") == 0)
        return print_times();
    fprintf(stderr, "usage: %s sample LEVEL SEED COUNT | judge LEVEL | digest | time\n",
            arguments[0]);
    return 2;
}
