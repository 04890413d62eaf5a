/* SPDX-License-Identifier: Apache-2.0 */
/* command_names.c: what names of the registry mean, and which versions there are: versions,
 * activate, rollback, rm, quarantine and release. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "daemon/ctl/client.h"
#include "daemon/ctl/print_json.h"

/* ---- Changes ---- */

/* `tail`: what follows the name in the path. */
static int change(const struct ctl *ctl, const char *method, const char *name, const char *tail,
                  const char *body)
{
    struct client *client = client_new(ctl);
    struct buffer path = BUFFER_INIT;
    json_t *answer = NULL;
    unsigned status = 0;
    if (!client)
        return EXIT_USAGE;
    buffer_append_text(&path, "/v1/environments/");
    client_encode(client, name, &path);
    buffer_append_text(&path, tail);
    const struct client_call call = {
        .method = method, .path = path.data, .body = body, .body_size = body ? strlen(body) : 0};
    int result = client_change(client, &call, &status, &answer);
    if (result == EXIT_FINE && status != 200)
        result = client_refused(status, answer);
    else if (result == EXIT_FINE && ctl->json)
        print_json_line(answer);
    const char *active = json_string_value(json_object_get(answer, "active_version"));
    if (result == EXIT_FINE && !ctl->json)
        printf("%.*s means %.12s now\n", (int)strcspn(name, "@"), name,
               active ? active : "nothing");
    json_decref(answer);
    buffer_deinit(&path);
    client_free(client);
    return result;
}

/* The only argument; NULL after a complaint. */
static const char *only_name(int argc, char **argv, const char *what)
{
    if (argc == 2)
        return argv[1];
    complain("%s takes one %s", argv[0], what);
    return NULL;
}

static int run_activate(const struct ctl *ctl, int argc, char **argv)
{
    const char *name = only_name(argc, argv, "NAME or NAME@VERSION");
    return name ? change(ctl, "POST", name, "/activate", NULL) : EXIT_USAGE;
}

static int run_rollback(const struct ctl *ctl, int argc, char **argv)
{
    const char *name = only_name(argc, argv, "NAME");
    return name ? change(ctl, "POST", name, "/rollback", NULL) : EXIT_USAGE;
}

static int run_release(const struct ctl *ctl, int argc, char **argv)
{
    const char *name = only_name(argc, argv, "NAME@VERSION");
    return name ? change(ctl, "DELETE", name, "/quarantine", NULL) : EXIT_USAGE;
}

static int run_quarantine(const struct ctl *ctl, int argc, char **argv)
{
    if (argc != 3) {
        complain("quarantine takes NAME@VERSION and a REASON");
        return EXIT_USAGE;
    }
    json_t *wish = json_pack("{s:s}", "reason", argv[2]);
    char *body = json_dumps(wish, 0);
    int result = body ? change(ctl, "POST", argv[1], "/quarantine", body) : EXIT_TROUBLE;
    free(body);
    json_decref(wish);
    return result;
}

static int run_rm(const struct ctl *ctl, int argc, char **argv)
{
    static const struct option options[] = {{"purge", no_argument, NULL, 'p'}, {0}};
    bool purge = false;
    int option;
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (option != 'p')
            return EXIT_USAGE;
        purge = true;
    }
    if (argc - optind != 1) {
        complain("rm takes one NAME, or with --purge NAME@VERSION");
        return EXIT_USAGE;
    }
    return change(ctl, "DELETE", argv[optind], purge ? "?purge=true" : "", NULL);
}

/* ---- Versions ---- */

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "-";
}

static void print_versions(const json_t *answer)
{
    const json_t *version;
    size_t i;
    printf("  %-12s  %-12s %s\n", "version", "status", "gate");
    json_array_foreach(json_object_get(answer, "versions"), i, version)
        printf("%c %.12s  %-12s %s\n", json_is_true(json_object_get(version, "active")) ? '*' : ' ',
               text_of(version, "version"), text_of(version, "status"), text_of(version, "gate"));
}

static void print_past(const json_t *answer)
{
    const json_t *past;
    size_t i;
    printf("\n%-20s  %s\n", "since", "meant");
    json_array_foreach(json_object_get(answer, "history"), i, past)
    {
        time_t at = (time_t)json_integer_value(json_object_get(past, "at"));
        struct tm parts;
        char when[32] = "";
        gmtime_r(&at, &parts);
        strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", &parts);
        bool version = json_is_string(json_object_get(past, "version"));
        printf("%s  %.12s%s\n", when,
               version                                       ? text_of(past, "version")
               : strcmp(text_of(past, "meant"), "file") == 0 ? "its file"
                                                             : "nothing",
               json_is_true(json_object_get(past, "rollback")) ? ", by a rollback" : "");
    }
}

static int ask(struct client *client, const char *name, const char *tail, json_t **answer)
{
    struct buffer path = BUFFER_INIT;
    buffer_append_text(&path, "/v1/environments/");
    client_encode(client, name, &path);
    buffer_append_text(&path, tail);
    int result = client_request(client, path.data, NULL, 0, 0, answer);
    buffer_deinit(&path);
    return result;
}

static int run_versions(const struct ctl *ctl, int argc, char **argv)
{
    json_t *versions = NULL, *history = NULL;
    const char *name = only_name(argc, argv, "NAME");
    struct client *client = name ? client_new(ctl) : NULL;
    if (!client)
        return EXIT_USAGE;
    int result = ask(client, name, "/versions", &versions);
    if (result == EXIT_FINE)
        result = ask(client, name, "/history", &history);
    if (result == EXIT_FINE && ctl->json) {
        json_object_set(versions, "history", json_object_get(history, "history"));
        print_json_line(versions);
    } else if (result == EXIT_FINE) {
        print_versions(versions);
        if (json_array_size(json_object_get(history, "history")))
            print_past(history);
    }
    json_decref(versions);
    json_decref(history);
    client_free(client);
    return result;
}

const struct command command_versions = {
    "versions", "NAME", "Lists the versions of an environment, and what its name has meant",
    "  * marks what the name means now.\n", run_versions};
const struct command command_activate = {
    "activate", "NAME[@VERSION]", "Makes a name mean a version; without one, what its file holds",
    "", run_activate};
const struct command command_rollback = {
    "rollback", "NAME", "Makes a name mean what it meant before; again: what before that", "",
    run_rollback};
const struct command command_rm = {
    "rm", "NAME | --purge NAME@VERSION", "Makes a name mean nothing, or takes a version away",
    "  --purge  the version goes for good: addresses that name it are not scored any more\n",
    run_rm};
const struct command command_quarantine = {"quarantine", "NAME@VERSION REASON",
                                           "Stops a version being served, and says why", "",
                                           run_quarantine};
const struct command command_release = {"release", "NAME@VERSION", "Ends a version's quarantine",
                                        "", run_release};
