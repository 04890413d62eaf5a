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
#include "daemon/ctl/gate_audit.h"
#include "daemon/ctl/gate_mutate.h"
#include "daemon/ctl/gate_run.h"
#include "daemon/ctl/print_json.h"
#include "daemon/ctl/print_report.h"

/* What is asked for. */
struct wish {
    enum gate_effort effort;
    bool all, mutate, audit;
    enum standing standing[CHECK_COUNT];
};

/* All that is found out about one file. */
struct trial {
    const struct wish *wish;
    const char *file;
    struct local local;
    struct gate *gate;
    struct record *record; /* NULL where nothing needs one */
    struct report report;
    bool described;
};

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

/* What takes more than the gate's probes. */
static int examine_apart(struct trial *trial, struct error *error)
{
    const struct wish *wish = trial->wish;
    int code = 0;
    if (wish->mutate)
        code = gate_mutate(&trial->local, trial->file, trial->record, &trial->report, error);
    if (!code && wish->audit)
        code = gate_audit(trial->file, trial->record, &trial->report, error);
    return code;
}

static int ask(struct trial *trial, struct error *error)
{
    const struct local *local = &trial->local;
    trial->gate = gate_new(&(struct gate_subject){.description = &local->description,
                                                  .described = local->described,
                                                  .described_size = local->described_size},
                           trial->wish->effort);
    bool apart = trial->wish->mutate || trial->wish->audit;
    if (apart)
        trial->record = record_new();
    if (!trial->gate || (apart && !trial->record))
        return error_set(error, -ENOMEM, "no memory");
    int code = gate_run(&trial->local, trial->gate, trial->record, error);
    trial->report = *gate_report(trial->gate);
    return code;
}

static int examine(struct trial *trial, struct error *error)
{
    int code = describe(trial, error);
    if (!code && trial->described && check_name(trial)) {
        code = ask(trial, error);
        if (!code)
            code = examine_apart(trial, error);
    }
    for (unsigned check = 0; check < CHECK_COUNT; check++)
        trial->report.checks[check].standing = trial->wish->standing[check];
    return code;
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
    report_json_members(&json, &trial->report);
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

static void print(const struct ctl *ctl, const struct trial *trial)
{
    json_t *document = to_json(trial);
    if (ctl->json) {
        print_json_line(document);
    } else {
        print_diagnostics(trial);
        print_report(document, trial->file, trial->wish->all);
    }
    json_decref(document);
}

static int try_file(const struct ctl *ctl, const char *file, const struct wish *wish)
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
    trial->wish = wish;
    trial->file = file;
    if (examine(trial, &error)) {
        complain("%s", error.text);
    } else {
        print(ctl, trial);
        status = statuses[report_result(&trial->report)];
    }
    record_free(trial->record);
    gate_free(trial->gate);
    local_close(&trial->local);
    free(trial);
    return status;
}

static int try_files(const struct ctl *ctl, char **files, const struct wish *wish)
{
    int worst = EXIT_FINE;
    for (; *files; files++) {
        int status = try_file(ctl, *files, wish);
        bool first = worst == EXIT_FINE || status == EXIT_TROUBLE ||
                     (status == EXIT_FOUND && worst == EXIT_INCONCLUSIVE);
        worst = status != EXIT_FINE && first ? status : worst;
    }
    return worst;
}

/* ---- The command line ------------------------------------------------------------------------ */

/* "differential,memory_safety"; false after a complaint. */
static bool parse_standing(struct wish *wish, const char *option, char *names,
                           enum standing standing)
{
    for (char *rest = names, *name; (name = strsep(&rest, ",")) != NULL;) {
        enum gate_check check = check_find(name);
        const char *nearest = check_nearest(name);
        if (check == CHECK_COUNT) {
            complain("%s: there is no check '%s'%s%s%s", option, name,
                     nearest ? "; did you mean '" : "; see lib/gate/check.def",
                     nearest ? nearest : "", nearest ? "'?" : "");
            return false;
        }
        wish->standing[check] = standing;
    }
    return true;
}

static bool parse(struct wish *wish, int argc, char **argv)
{
    static const struct option options[] = {{"thorough", no_argument, NULL, 't'},
                                            {"all", no_argument, NULL, 'a'},
                                            {"mutate", no_argument, NULL, 'm'},
                                            {"audit", no_argument, NULL, 'u'},
                                            {"require", required_argument, NULL, 'r'},
                                            {"advise", required_argument, NULL, 'v'},
                                            {0}};
    bool quick = wish->effort == GATE_QUICK;
    int option;
    for (unsigned check = 0; check < CHECK_COUNT; check++)
        wish->standing[check] = check_rows[check].standing;
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        bool fine = option == 'a'             ? (wish->all = true)
                    : option == 'm' && !quick ? (wish->mutate = true)
                    : option == 'u' && !quick ? (wish->audit = true)
                    : option == 't' && !quick ? (wish->effort = GATE_THOROUGH, wish->mutate = true)
                    : option == 'r' ? parse_standing(wish, "--require", optarg, STANDING_REQUIRED)
                    : option == 'v' ? parse_standing(wish, "--advise", optarg, STANDING_ADVISORY)
                                    : false;
        if (!fine)
            return false;
    }
    if (optind == argc)
        complain("%s takes at least one FILE.c", argv[0]);
    return optind < argc;
}

static int run(const struct ctl *ctl, int argc, char **argv, enum gate_effort effort)
{
    struct wish wish = {.effort = effort};
    return parse(&wish, argc, argv) ? try_files(ctl, argv + optind, &wish) : EXIT_USAGE;
}

static int run_gate(const struct ctl *ctl, int argc, char **argv)
{
    return run(ctl, argc, argv, GATE_USUAL);
}

static int run_check(const struct ctl *ctl, int argc, char **argv)
{
    return run(ctl, argc, argv, GATE_QUICK);
}

#define STANDINGS                                                                             \
    "  --require CHECK,…  a check that fails rejects, and one that is not run is no pass\n" \
    "  --advise CHECK,…   a check that fails is shown, and no more\n"

const struct command command_gate = {
    "gate", "[OPTIONS] FILE.c…", "Compiles environments and tries to fool them, without a daemon",
    "  --thorough  more instances and more answers, and --mutate: up to a minute\n"
    "  --mutate    is every line of verify tested? Changes one after the other, asks again\n"
    "  --audit     does a build by gcc or clang, with sanitizers, do the same?\n"
    "  --all       what holds, too\n" STANDINGS
    "\nExit status: 0 all admitted; 1 one rejected; 2 one inconclusive, or wrong usage.\n",
    run_gate};

const struct command command_check = {
    "check", "[OPTIONS] FILE.c…", "The gate with a few instances of each level: while writing",
    "  --all       what holds, too\n" STANDINGS "\nExit status: as of gate.\n", run_check};
