/* SPDX-License-Identifier: Apache-2.0 */
/* command_check.c: `resynctl check FILE`: compiles a source, reads its declaration and tries it. */
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/ctl/ctl.h"
#include "daemon/ctl/local.h"
#include "lib/base/json_write.h"
#include "lib/gate/trial_json.h"

enum { SEEDS_DEFAULT = 3, SEEDS_MAX = 10000 };

/* All that is found out about one file. */
struct report {
    const char *file;
    struct local local;
    struct trial trial;
    bool described, tried;
    char failure[320]; /* a sentence, where the declaration cannot be used */
};

static bool fine(const struct report *report)
{
    return report->tried && report->trial.finding_count == 0;
}

/* The file's name without .c and without @version is what the declaration must say. */
static void check_name(struct report *report)
{
    char path[4096];
    snprintf(path, sizeof path, "%s", report->file);
    char *name = basename(path);
    name[strcspn(name, "@.")] = '\0';
    if (strcmp(name, report->local.description.name) != 0)
        snprintf(report->failure, sizeof report->failure,
                 ".name is \"%s\", but the file is called %s.c: they must agree",
                 report->local.description.name, name);
}

static int run_trial(struct report *report, unsigned seeds, struct error *error)
{
    struct local *local = &report->local;
    struct lane_job job;
    trial_init(&report->trial, &local->description, local->described, local->described_size, seeds);
    while (trial_next(&report->trial, &job)) {
        struct local_result result;
        int code = local_run(local, &job, &result, error);
        if (code)
            return code;
        trial_take(&report->trial, result.outcome, result.reason,
                   result.judged ? &result.verdict : NULL, result.output, result.output_size);
    }
    report->tried = true;
    return 0;
}

static int examine(struct report *report, unsigned seeds, struct error *error)
{
    int code = local_open(&report->local, error);
    if (!code)
        code = local_compile(&report->local, report->file, error);
    if (code || report->local.end != COMPILE_DONE)
        return code;
    struct error reason;
    code = local_describe(&report->local, &reason);
    if (code == -EINVAL) {
        snprintf(report->failure, sizeof report->failure, "%s", reason.text);
        return 0;
    }
    if (code) {
        *error = reason;
        return code;
    }
    report->described = true;
    check_name(report);
    return *report->failure ? 0 : run_trial(report, seeds, error);
}

static void print_json(const struct report *report)
{
    struct buffer out = BUFFER_INIT;
    struct json json = {.out = &out};
    json_put_open(&json, '{');
    json_put_key(&json, "file");
    json_put_text(&json, report->file);
    json_put_key(&json, "result");
    json_put_text(&json, fine(report) ? "ok" : "failed");
    json_put_key(&json, "name");
    json_put_text(&json, report->described ? report->local.description.name : NULL);
    json_put_key(&json, "diagnostics");
    compile_report_json(&report->local.report, &json);
    json_put_key(&json, "failure");
    json_put_text(&json, *report->failure ? report->failure : NULL);
    trial_json_members(&json, &report->trial);
    json_put_close(&json, '}');
    puts(out.data);
    buffer_deinit(&out);
}

static void print_text(const struct report *report)
{
    const struct trial *trial = &report->trial;
    const struct description *description = &report->local.description;
    struct buffer out = BUFFER_INIT;
    compile_report_text(&report->local.report, report->file, &out);
    if (out.size)
        fputs(out.data, stdout);
    buffer_deinit(&out);
    if (*report->failure)
        printf("%s: declaration: %s\n", report->file, report->failure);
    for (unsigned i = 0; i < trial->finding_count; i++) {
        const struct trial_finding *found = &trial->findings[i];
        if (found->level)
            printf("%s: %s: level %u, seed %" PRIu64 ": %s\n", report->file, found->check,
                   found->level, found->seed, found->text);
        else
            printf("%s: %s: %s\n", report->file, found->check, found->text);
    }
    if (trial->findings_dropped)
        printf("%s: and %u more findings\n", report->file, trial->findings_dropped);
    if (!fine(report))
        return;
    if (description->checker)
        printf("%s: ok: checker %s, %u examples as declared\n", report->file, description->name,
               description->example_count);
    else
        printf(
            "%s: ok: %s, %u levels, %u instances on each: drawn twice alike, the oracle scores 1\n",
            report->file, description->name, description->levels, trial->seeds);
}

static int check_file(const struct ctl *ctl, const char *file, unsigned seeds)
{
    struct report *report = calloc(1, sizeof *report);
    struct error error = {0};
    int status = EXIT_TROUBLE;
    if (!report) {
        complain("no memory");
        return status;
    }
    report->file = file;
    if (examine(report, seeds, &error)) {
        complain("%s", error.text);
    } else {
        (ctl->json ? print_json : print_text)(report);
        status = fine(report) ? EXIT_FINE : EXIT_FOUND;
    }
    trial_deinit(&report->trial);
    local_close(&report->local);
    free(report);
    return status;
}

static int run(const struct ctl *ctl, int argc, char **argv)
{
    static const struct option options[] = {{"seeds", required_argument, NULL, 's'}, {0}};
    unsigned long long seeds = SEEDS_DEFAULT;
    int option;
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1)
        if (option != 's' || !parse_number("--seeds", optarg, 1, SEEDS_MAX, &seeds))
            return EXIT_USAGE;
    if (optind == argc) {
        complain("check takes at least one FILE.c");
        return EXIT_USAGE;
    }
    int worst = EXIT_FINE;
    for (; optind < argc; optind++) {
        int status = check_file(ctl, argv[optind], (unsigned)seeds);
        worst = status > worst ? status : worst;
    }
    return worst;
}

const struct command command_check = {"check", "[--seeds N] FILE.c…",
                                      "Compiles environments and tries them, without a daemon",
                                      "  --seeds N   instances to try on each level (3)\n", run};
