/* SPDX-License-Identifier: Apache-2.0 */
/* command_gate.c: `resynctl gate FILE…` and `resynctl check FILE…`, which asks less of them:
 * compile a source, read its declaration, and try to fool it. */
#include <errno.h>
#include <getopt.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/ctl/ctl.h"
#include "daemon/ctl/gate_run.h"
#include "daemon/ctl/print_json.h"
#include "daemon/ctl/print_report.h"

/* All that is found out about one file. */
struct trial {
    const char *file;
    struct local local;
    struct gate *gate;
    struct report report; /* where there is no gate */
    bool described;
};

static const struct report *report_of(const struct trial *trial)
{
    return trial->gate ? gate_report(trial->gate) : &trial->report;
}

/* The file's name without .c and without @version is what the declaration must say. */
static bool check_name(struct trial *trial)
{
    char path[4096], sentence[256];
    snprintf(path, sizeof path, "%s", trial->file);
    char *name = basename(path);
    name[strcspn(name, "@.")] = '\0';
    if (strcmp(name, trial->local.description.name) == 0)
        return true;
    snprintf(sentence, sizeof sentence,
             ".name is \"%s\", but the file is called %.100s.c: they must agree",
             trial->local.description.name, name);
    gate_report_failure(&trial->report, CHECK_DECLARES, sentence);
    return false;
}

static int describe(struct trial *trial, struct error *error)
{
    int code = local_open(&trial->local, error);
    if (!code)
        code = local_compile(&trial->local, trial->file, error);
    if (code)
        return code;
    if (trial->local.end != COMPILE_DONE) {
        gate_report_failure(&trial->report, CHECK_COMPILES, "");
        return 0;
    }
    code = local_describe(&trial->local, error);
    if (code == -EINVAL)
        gate_report_failure(&trial->report, CHECK_DECLARES, error->text);
    trial->described = code == 0;
    return code == -EINVAL ? 0 : code;
}

static int examine(struct trial *trial, enum gate_effort effort, struct error *error)
{
    int code = describe(trial, error);
    if (code || !trial->described || !check_name(trial))
        return code;
    const struct local *local = &trial->local;
    trial->gate = gate_new(&(struct gate_subject){.description = &local->description,
                                                  .described = local->described,
                                                  .described_size = local->described_size},
                           effort);
    if (!trial->gate)
        return error_set(error, -ENOMEM, "no memory");
    return gate_run(&trial->local, trial->gate, error);
}

static json_t *to_json(const struct trial *trial)
{
    struct buffer out = BUFFER_INIT;
    struct json json = {.out = &out};
    json_put_open(&json, '{');
    json_put_key(&json, "file");
    json_put_text(&json, trial->file);
    json_put_key(&json, "name");
    json_put_text(&json, trial->described ? trial->local.description.name : NULL);
    json_put_key(&json, "diagnostics");
    compile_report_json(&trial->local.report, &json);
    report_json_members(&json, report_of(trial));
    json_put_close(&json, '}');
    json_t *document = json_loadb(out.data ? out.data : "", out.size, JSON_ALLOW_NUL, NULL);
    buffer_deinit(&out);
    return document;
}

static void print_diagnostics(const struct trial *trial)
{
    struct buffer out = BUFFER_INIT;
    compile_report_text(&trial->local.report, trial->file, &out);
    fputs(out.data ? out.data : "", stdout);
    buffer_deinit(&out);
}

static void print(const struct ctl *ctl, const struct trial *trial, bool all)
{
    json_t *document = to_json(trial);
    if (ctl->json) {
        print_json_line(document);
    } else {
        print_diagnostics(trial);
        print_report(document, trial->file, all);
    }
    json_decref(document);
}

static int try_file(const struct ctl *ctl, const char *file, enum gate_effort effort, bool all)
{
    static const int statuses[] = {[GATE_ADMITTED] = EXIT_FINE,
                                   [GATE_REJECTED] = EXIT_FOUND,
                                   [GATE_INCONCLUSIVE] = EXIT_INCONCLUSIVE};
    struct trial *trial = calloc(1, sizeof *trial);
    struct error error = {0};
    int status = EXIT_TROUBLE;
    if (!trial) {
        complain("no memory");
        return status;
    }
    trial->file = file;
    if (examine(trial, effort, &error)) {
        complain("%s", error.text);
    } else {
        print(ctl, trial, all);
        status = statuses[report_result(report_of(trial))];
    }
    gate_free(trial->gate);
    local_close(&trial->local);
    free(trial);
    return status;
}

static int try_files(const struct ctl *ctl, int argc, char **argv, enum gate_effort effort)
{
    static const struct option options[] = {
        {"thorough", no_argument, NULL, 't'}, {"all", no_argument, NULL, 'a'}, {0}};
    bool all = false;
    int option;
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (option == 'a')
            all = true;
        else if (option == 't' && effort != GATE_QUICK)
            effort = GATE_THOROUGH;
        else
            return EXIT_USAGE;
    }
    if (optind == argc) {
        complain("%s takes at least one FILE.c", argv[0]);
        return EXIT_USAGE;
    }
    int worst = EXIT_FINE;
    for (; optind < argc; optind++) {
        int status = try_file(ctl, argv[optind], effort, all);
        bool first = worst == EXIT_FINE || status == EXIT_TROUBLE ||
                     (status == EXIT_FOUND && worst == EXIT_INCONCLUSIVE);
        worst = status != EXIT_FINE && first ? status : worst;
    }
    return worst;
}

static int run_gate(const struct ctl *ctl, int argc, char **argv)
{
    return try_files(ctl, argc, argv, GATE_USUAL);
}

static int run_check(const struct ctl *ctl, int argc, char **argv)
{
    return try_files(ctl, argc, argv, GATE_QUICK);
}

const struct command command_gate = {
    "gate", "[--thorough] [--all] FILE.c…",
    "Compiles environments and tries to fool them, without a daemon",
    "  --thorough  more instances and more answers: up to a minute\n"
    "  --all       what holds, too\n\n"
    "Exit status: 0 all admitted; 1 one rejected; 2 one inconclusive, or wrong usage.\n",
    run_gate};

const struct command command_check = {"check", "[--all] FILE.c…",
                                      "The gate with a few instances of each level: while writing",
                                      "  --all       what holds, too\n\n"
                                      "Exit status: as of gate.\n",
                                      run_check};
