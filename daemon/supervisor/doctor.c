/* SPDX-License-Identifier: Apache-2.0 */
/* doctor.c: see doctor.h. Runs as a process of its own, beside a resynd or before there is one. */
#include "daemon/supervisor/doctor.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/json_write.h"

enum { STATUS_PROBLEM = 1, STATUS_USAGE = 2, WORDS_MAX = 64 };

static const char usage[] = "Usage: resynd doctor [--json] [OPTION]...\n"
                            "Says what this machine offers to a resynd with these options, what is "
                            "missing and how to mend\n"
                            "it. Status 1 where there is a problem; warnings are none.\n";

static const char *const verdict_names[] = {
    [VERDICT_OK] = "ok", [VERDICT_WARNING] = "warning", [VERDICT_PROBLEM] = "problem"};

void doctor_say(struct doctor *doctor, const char *name, enum verdict verdict, const char *remedy,
                const char *format, ...)
{
    va_list list;
    assert(doctor->count < FINDINGS_MAX);
    struct finding *finding = &doctor->findings[doctor->count++];
    finding->name = name;
    finding->verdict = verdict;
    finding->remedy = verdict == VERDICT_OK ? NULL : remedy;
    va_start(list, format);
    vsnprintf(finding->text, sizeof finding->text, format, list);
    va_end(list);
}

/* ---- Saying it ---- */

static enum verdict worst(const struct doctor *doctor)
{
    enum verdict found = VERDICT_OK;
    for (unsigned i = 0; i < doctor->count; i++)
        if (doctor->findings[i].verdict > found)
            found = doctor->findings[i].verdict;
    return found;
}

static void print(const struct doctor *doctor)
{
    for (unsigned i = 0; i < doctor->count; i++) {
        const struct finding *finding = &doctor->findings[i];
        printf("%-8s %-19s %s\n", verdict_names[finding->verdict], finding->name, finding->text);
        if (finding->remedy)
            printf("%-28s → %s\n", "", finding->remedy);
    }
}

static void print_json(const struct doctor *doctor)
{
    struct buffer out = BUFFER_INIT;
    struct json json = {.out = &out};
    json_put_open(&json, '{');
    json_put_key(&json, "result");
    json_put_text(&json, verdict_names[worst(doctor)]);
    json_put_key(&json, "checks");
    json_put_open(&json, '[');
    for (unsigned i = 0; i < doctor->count; i++) {
        const struct finding *finding = &doctor->findings[i];
        json_put_open(&json, '{');
        json_put_key(&json, "name");
        json_put_text(&json, finding->name);
        json_put_key(&json, "verdict");
        json_put_text(&json, verdict_names[finding->verdict]);
        json_put_key(&json, "message");
        json_put_text(&json, finding->text);
        json_put_key(&json, "remedy");
        json_put_text(&json, finding->remedy);
        json_put_close(&json, '}');
    }
    json_put_close(&json, ']');
    json_put_close(&json, '}');
    printf("%s\n", out.failed ? "" : out.data);
    buffer_deinit(&out);
}

/* ---- Looking ---- */

static void look_at_programs(struct doctor *doctor)
{
    static const char remedy[] =
        "install, or build, all of resynd: its executables belong together";
    struct programs *programs = &doctor->programs;
    struct error error = {0};
    *programs = PROGRAMS_INIT;
    if (programs_open(programs, &error) < 0)
        doctor_say(doctor, "executables", VERDICT_PROBLEM, remedy, "%s", error.text);
    else if (programs->front < 0 || programs->store < 0 || programs->worker < 0 ||
             programs->compiler < 0)
        doctor_say(doctor, "executables", VERDICT_PROBLEM, remedy, "resynd-%s is missing",
                   programs->front < 0    ? "front"
                   : programs->store < 0  ? "store"
                   : programs->worker < 0 ? "worker"
                                          : "compiler");
    else
        doctor_say(doctor, "executables", VERDICT_OK, NULL, "all are there");
}

static void look(struct doctor *doctor)
{
    const struct options *options = &doctor->options;
    doctor_say(doctor, "settings", VERDICT_OK, NULL, "valid; %s",
               *options->file ? options->file : "no configuration file");
    look_at_programs(doctor);
    doctor_machine(doctor);
    doctor_places(doctor);
    doctor_database(doctor);
    doctor_isolation(doctor);
}

static void look_without_settings(struct doctor *doctor, const struct error *error)
{
    doctor_say(doctor, "settings", VERDICT_PROBLEM,
               "correct them; what depends on them has not been looked at", "%s", error->text);
    look_at_programs(doctor);
    doctor_isolation(doctor);
}

bool doctor_given(int argc, char **argv)
{
    return argc > 1 && strcmp(argv[1], "doctor") == 0;
}

/* The options of resynd, without what is doctor's own. False: there are too many. */
static bool split(int argc, char **argv, char *words[WORDS_MAX + 1], int *count, bool *json)
{
    words[(*count)++] = argv[0];
    for (int i = 2; i < argc; i++) {
        if (strcmp(argv[i], "--json") == 0)
            *json = true;
        else if (*count == WORDS_MAX)
            return false;
        else
            words[(*count)++] = argv[i];
    }
    return true;
}

int doctor_run(int argc, char **argv)
{
    struct doctor *doctor = calloc(1, sizeof *doctor);
    char *words[WORDS_MAX + 1] = {NULL};
    struct error error = {0};
    int count = 0;
    bool json = false;
    if (!doctor || !split(argc, argv, words, &count, &json) ||
        (count == 2 && strcmp(words[1], "--help") == 0)) {
        fputs(usage, count == 2 ? stdout : stderr);
        free(doctor);
        return count == 2 ? 0 : STATUS_USAGE;
    }
    if (options_parse(&doctor->options, count, words, &error) < 0)
        look_without_settings(doctor, &error);
    else
        look(doctor);
    json ? print_json(doctor) : print(doctor);
    int status = worst(doctor) == VERDICT_PROBLEM ? STATUS_PROBLEM : 0;
    programs_close(&doctor->programs);
    options_deinit(&doctor->options);
    free(doctor);
    return status;
}
