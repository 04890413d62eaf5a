/* SPDX-License-Identifier: Apache-2.0 */
/* command_sample.c: `resynctl sample ENV|FILE.c`: instances and their questions, from the daemon or
 * from a source that is compiled here. */
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/ctl/client.h"
#include "daemon/ctl/ctl.h"
#include "daemon/ctl/local.h"
#include "daemon/ctl/print_json.h"

enum { COUNT_MAX = 4096 };

struct wish {
    const char *what; /* an environment's name, or a file */
    unsigned long long level, seed, count;
    bool answers;
};

/* "n_queens@3fa9c1d27b04, level 3, seed 17", the question, and the oracle's answer if wanted. */
static void print_instance(const char *title, const char *question, const char *answer)
{
    printf("── %s\n%s\n", title, question);
    if (answer)
        printf("── answer\n%s\n", answer);
    putchar('\n');
}

static int sample_remote(const struct ctl *ctl, const struct wish *wish)
{
    struct client *client = client_new(ctl);
    if (!client)
        return EXIT_USAGE;
    json_t *body = json_pack("{s:s, s:I, s:I, s:I, s:b}", "env", wish->what, "level",
                             (json_int_t)wish->level, "seed", (json_int_t)wish->seed, "count",
                             (json_int_t)wish->count, "answers", wish->answers);
    char *text = json_dumps(body, JSON_COMPACT);
    json_t *answer = NULL;
    int status = client_request(client, "/v1/instances", text, strlen(text), 0, &answer);
    if (status == EXIT_FINE && ctl->json) {
        print_json_line(answer);
    } else if (status == EXIT_FINE) {
        size_t i;
        json_t *instance;
        json_array_foreach(json_object_get(answer, "instances"), i, instance)
        {
            const char *question = json_string_value(json_object_get(instance, "question"));
            const char *address = json_string_value(json_object_get(instance, "instance"));
            print_instance(address ? address : "?", question ? question : "(no question)",
                           json_string_value(json_object_get(instance, "answer")));
        }
    }
    json_decref(answer);
    json_decref(body);
    free(text);
    client_free(client);
    return status;
}

/* Runs `job`; its output as a NUL-terminated copy, or NULL after a complaint. */
static char *output_of(struct local *local, const struct lane_job *job, const char *call,
                       size_t *size)
{
    struct local_result result;
    struct error error;
    if (local_run(local, job, &result, &error)) {
        complain("%s", error.text);
        return NULL;
    }
    if (result.outcome != OUTCOME_OK) {
        complain("%s (level %u, seed %" PRIu64 "): %s%s%s", call, job->level, job->seed,
                 outcome_row(result.outcome)->sentence, *result.reason ? ": " : "", result.reason);
        return NULL;
    }
    char *copy = malloc(result.output_size + 1);
    if (copy) {
        memcpy(copy, result.output, result.output_size);
        copy[result.output_size] = '\0';
        *size = result.output_size;
    }
    return copy;
}

static bool sample_one(const struct ctl *ctl, struct local *local, const struct wish *wish,
                       uint64_t seed)
{
    struct lane_job job = {.kind = JOB_GENERATE, .level = (unsigned)wish->level, .seed = seed};
    size_t state_size = 0, size = 0;
    char *question = NULL, *answer = NULL;
    char *state = output_of(local, &job, "generate", &state_size);
    bool ok = state != NULL;
    if (ok) {
        job.kind = JOB_OBSERVE;
        job.state = state;
        job.state_size = state_size;
        ok = (question = output_of(local, &job, "observe", &size)) != NULL;
    }
    if (ok && wish->answers) {
        job.kind = JOB_SOLVE;
        job.state = NULL;
        job.state_size = 0;
        ok = (answer = output_of(local, &job, "solve", &size)) != NULL;
    }
    if (ok && ctl->json) {
        json_t *line = json_pack("{s:s, s:I, s:I, s:s, s:s*}", "env", local->description.name,
                                 "level", (json_int_t)wish->level, "seed", (json_int_t)seed,
                                 "question", question, "answer", answer);
        if (line)
            print_json_line(line);
        json_decref(line);
    } else if (ok) {
        char title[128];
        snprintf(title, sizeof title, "%s, level %llu, seed %" PRIu64, local->description.name,
                 wish->level, seed);
        print_instance(title, question, answer);
    }
    free(state);
    free(question);
    free(answer);
    return ok;
}

static int sample_local(const struct ctl *ctl, const struct wish *wish)
{
    struct local local;
    struct error error = {0};
    int status = EXIT_TROUBLE;
    if (local_open(&local, &error) || local_compile(&local, wish->what, &error)) {
        complain("%s", error.text);
    } else if (local.end != COMPILE_DONE) {
        struct buffer out = BUFFER_INIT;
        compile_report_text(&local.report, wish->what, &out);
        fputs(out.data ? out.data : "", stderr);
        buffer_deinit(&out);
        status = EXIT_FOUND;
    } else if (local_describe(&local, &error)) {
        complain("%s: %s", wish->what, error.text);
        status = EXIT_FOUND;
    } else if (local.description.checker) {
        complain("%s is a checker: it has no instances", wish->what);
        status = EXIT_FOUND;
    } else if (wish->level > local.description.levels) {
        complain("%s has levels 1 to %u", wish->what, local.description.levels);
        status = EXIT_USAGE;
    } else {
        status = EXIT_FINE;
        for (unsigned long long i = 0; i < wish->count && status == EXIT_FINE; i++)
            if (!sample_one(ctl, &local, wish, wish->seed + i))
                status = EXIT_FOUND;
    }
    local_close(&local);
    return status;
}

static bool is_file(const char *what)
{
    size_t size = strlen(what);
    return strchr(what, '/') || (size > 2 && strcmp(what + size - 2, ".c") == 0);
}

static int run(const struct ctl *ctl, int argc, char **argv)
{
    static const struct option options[] = {{"level", required_argument, NULL, 'l'},
                                            {"seed", required_argument, NULL, 's'},
                                            {"count", required_argument, NULL, 'n'},
                                            {"answers", no_argument, NULL, 'a'},
                                            {0}};
    struct wish wish = {.level = 1, .count = 1};
    int option;
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        bool fine = option == 'a'   ? (wish.answers = true)
                    : option == 'l' ? parse_number("--level", optarg, 1, RS_LEVELS_MAX, &wish.level)
                    : option == 's' ? parse_number("--seed", optarg, 0, INT64_MAX, &wish.seed)
                    : option == 'n' ? parse_number("--count", optarg, 1, COUNT_MAX, &wish.count)
                                    : false;
        if (!fine)
            return EXIT_USAGE;
    }
    if (optind != argc - 1) {
        complain("sample takes one environment, or one FILE.c");
        return EXIT_USAGE;
    }
    wish.what = argv[optind];
    return is_file(wish.what) ? sample_local(ctl, &wish) : sample_remote(ctl, &wish);
}

const struct command command_sample = {"sample", "[OPTIONS] ENV|FILE.c",
                                       "Prints instances and their questions",
                                       "  --level N   1 unless said\n"
                                       "  --seed N    the first seed (0)\n"
                                       "  --count N   how many (1)\n"
                                       "  --answers   the oracle's answers too\n",
                                       run};
