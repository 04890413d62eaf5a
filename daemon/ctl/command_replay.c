/* SPDX-License-Identifier: Apache-2.0 */
/* command_replay.c: `resynctl replay FILE…`: the rollouts of a verdict log scored again, with the
 * same version (what must not change) or another one (what it would have changed). */
#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "daemon/ctl/ctl.h"
#include "daemon/ctl/print_json.h"
#include "daemon/ctl/progress.h"
#include "daemon/ctl/replay.h"

enum { SHOWN_DEFAULT = 20 };

struct replaying {
    const struct ctl *ctl;
    struct replay replay;
    unsigned long long shown; /* differences, at most */
    struct progress progress;
    double bytes;
};

/* ---- What is shown ---- */

static void print_reward(const json_t *verdict)
{
    const json_t *reward = json_object_get(verdict, "reward");
    const char *status = json_string_value(json_object_get(verdict, "status"));
    if (json_is_number(reward))
        printf("%g", json_number_value(reward));
    else
        fputs(status ? status : "?", stdout);
}

static const char *text_of(const json_t *verdict, const char *key)
{
    const char *text = json_string_value(json_object_get(verdict, key));
    return text ? text : "";
}

/* One line, whatever the environment's reason holds. */
static void print_reason(const char *reason)
{
    for (; *reason; reason++)
        putchar((unsigned char)*reason < ' ' || *reason == 0x7f ? ' ' : *reason);
}

static void show_difference(void *context, const json_t *before, const json_t *now)
{
    struct replaying *replaying = context;
    const char *instance = text_of(before, "instance"), *request = text_of(before, "request_id");
    if (replaying->ctl->json) {
        json_t *line = json_pack("{s:O?, s:O?, s:O?, s:O, s:O}", "request_id",
                                 json_object_get(before, "request_id"), "index",
                                 json_object_get(before, "index"), "instance",
                                 json_object_get(before, "instance"), "before", before, "now", now);
        print_json_line(line);
        json_decref(line);
        return;
    }
    if (replaying->replay.different > replaying->shown)
        return;
    printf("%s  %s/%lld  ", *instance ? instance : text_of(before, "env"), request,
           (long long)json_integer_value(json_object_get(before, "index")));
    print_reward(before);
    fputs(" -> ", stdout);
    print_reward(now);
    if (*text_of(now, "reason")) {
        fputs("  ", stdout);
        print_reason(text_of(now, "reason"));
    }
    putchar('\n');
}

static double share(double part, unsigned long of)
{
    return of ? part / (double)of : 0;
}

static void print_summary(const struct replay *replay)
{
    json_t *summary = json_pack(
        "{s:{s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:f, s:f, s:f, s:f}}", "summary",
        "replayed", (json_int_t)replay->replayed, "same", (json_int_t)replay->same, "different",
        (json_int_t)replay->different, "not_measured", (json_int_t)replay->unmeasured,
        "other_question", (json_int_t)replay->elsewhere, "question_not_compared",
        (json_int_t)replay->unchecked, "unreadable", (json_int_t)replay->unreadable, "left_out",
        (json_int_t)replay->left_out, "rewarded", (json_int_t)replay->rewarded, "pass_rate_before",
        share((double)replay->passed_before, replay->rewarded), "pass_rate_now",
        share((double)replay->passed_now, replay->rewarded), "reward_before",
        share(replay->reward_before, replay->rewarded), "reward_now",
        share(replay->reward_now, replay->rewarded));
    print_json_line(summary);
    json_decref(summary);
}

static void print_count(unsigned long count, const char *what)
{
    if (count)
        printf("%10lu  %s\n", count, what);
}

static void show_summary(const struct replaying *replaying)
{
    const struct replay *replay = &replaying->replay;
    if (replaying->ctl->json) {
        print_summary(replay);
        return;
    }
    if (replay->different > replaying->shown)
        printf("… and %llu more\n", replay->different - replaying->shown);
    printf("%10lu  verdicts again\n%10lu  the same\n%10lu  different\n", replay->replayed,
           replay->same, replay->different);
    print_count(replay->unmeasured, "not measured, then or now: the server's fault");
    print_count(replay->elsewhere, "not compared: that version asks another question there");
    print_count(replay->unchecked, "compared without their questions: one version is not here");
    print_count(replay->unreadable, "lines that are no rollouts");
    print_count(replay->left_out, "lines of other environments");
    printf("pass rate    %.4f -> %.4f\nmean reward  %.4f -> %.4f\n",
           share((double)replay->passed_before, replay->rewarded),
           share((double)replay->passed_now, replay->rewarded),
           share(replay->reward_before, replay->rewarded),
           share(replay->reward_now, replay->rewarded));
}

/* ---- What is read ---- */

/* As far as it went when it was opened: the daemon that is asked may be the one that writes it, and
 * log these verdicts too. */
static double end_of(FILE *in)
{
    struct stat info;
    return fstat(fileno(in), &info) == 0 && S_ISREG(info.st_mode) ? (double)info.st_size : INFINITY;
}

static int replay_stream(struct replaying *replaying, FILE *in, const char *name)
{
    char *line = NULL;
    size_t room = 0;
    ssize_t size;
    double left = end_of(in);
    int status = EXIT_FINE;
    while (status == EXIT_FINE && left > 0 && (size = getline(&line, &room, in)) >= 0) {
        left -= (double)size;
        replaying->bytes += (double)size;
        status = replay_line(&replaying->replay, line, (size_t)size);
        progress_step(&replaying->progress, replaying->bytes, replaying->replay.replayed);
    }
    if (status == EXIT_FINE && ferror(in)) {
        complain("cannot read %s: %s", name, strerror(errno));
        status = EXIT_TROUBLE;
    }
    free(line);
    return status;
}

static int replay_file(struct replaying *replaying, const char *name)
{
    FILE *in = strcmp(name, "-") == 0 ? stdin : fopen(name, "re");
    if (!in) {
        complain("cannot open %s: %s", name, strerror(errno));
        return EXIT_TROUBLE;
    }
    int status = replay_stream(replaying, in, name);
    if (in != stdin)
        fclose(in);
    return status;
}

static double size_of(char *const *names)
{
    struct stat info;
    double size = 0;
    for (; *names; names++)
        size += stat(*names, &info) == 0 && S_ISREG(info.st_mode) ? (double)info.st_size : 0;
    return size;
}

static int replay_files(struct replaying *replaying, char *const *names)
{
    int status = EXIT_FINE;
    replay_open(&replaying->replay);
    progress_start(&replaying->progress, "scored", size_of(names));
    for (; *names && status == EXIT_FINE; names++)
        status = replay_file(replaying, *names);
    if (status == EXIT_FINE)
        status = replay_flush(&replaying->replay);
    progress_end(&replaying->progress);
    replay_close(&replaying->replay);
    if (status != EXIT_FINE)
        return status;
    show_summary(replaying);
    if (fflush(stdout) != 0) {
        complain("cannot write: %s", strerror(errno));
        return EXIT_TROUBLE;
    }
    return replaying->replay.different ? EXIT_FOUND : EXIT_FINE;
}

static int run(const struct ctl *ctl, int argc, char **argv)
{
    static const struct option options[] = {{"version", required_argument, NULL, 'v'},
                                            {"env", required_argument, NULL, 'e'},
                                            {"show", required_argument, NULL, 's'},
                                            {0}};
    struct replaying replaying = {.ctl = ctl, .shown = SHOWN_DEFAULT};
    int option;
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1)
        if (option == 'v')
            replaying.replay.version = optarg;
        else if (option == 'e')
            replaying.replay.environment = optarg;
        else if (option != 's' || !parse_number("--show", optarg, 0, 1000000000, &replaying.shown))
            return EXIT_USAGE;
    if (optind == argc) {
        complain("replay takes files of a verdict log (resynd --verdict-log)");
        return EXIT_USAGE;
    }
    replaying.replay.client = client_new(ctl);
    if (!replaying.replay.client)
        return EXIT_USAGE;
    replaying.replay.differs = show_difference;
    replaying.replay.context = &replaying;
    int status = replay_files(&replaying, argv + optind);
    client_free(replaying.replay.client);
    return status;
}

const struct command command_replay = {
    "replay", "[--version V] [--env NAME] FILE…",
    "Scores the rollouts of a verdict log again, and says what has changed",
    "  --version V      score with this version: active, or 12 to 64 digits (default: each line's "
    "own)\n"
    "  --env NAME       only the lines of this environment\n"
    "  --show N         differences shown (20; --json shows all, and then a summary)\n"
    "\nExit status 1 where a verdict is different. Lines on which the other version asks another\n"
    "question are not compared.\n",
    run};
