/* SPDX-License-Identifier: Apache-2.0 */
/* command_push.c: `resynctl push FILE.c|DIRECTORY…`: puts environments into the daemon's registry,
 * which compiles them and puts them through the gate first. */
#include <errno.h>
#include <fts.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/ctl/client.h"
#include "daemon/ctl/print_json.h"
#include "daemon/ctl/print_report.h"
#include "daemon/ctl/read_file.h"
#include "lib/base/hash.h"
#include "proto/limits.h"

struct push {
    const struct ctl *ctl;
    struct client *client;
    const char *expected; /* --if-match */
    bool activate;
    int worst; /* exit status */
};

/* ---- One file ---- */

static void print_details(const char *file, unsigned status, const json_t *answer)
{
    const json_t *error = json_object_get(answer, "error"), *detail;
    size_t i;
    printf("%s: %s\n", file, json_string_value(json_object_get(error, "message")));
    json_array_foreach(json_object_get(error, "details"), i, detail)
    {
        const char *message = json_string_value(json_object_get(detail, "message"));
        if (json_object_get(detail, "checks"))
            print_report(detail, file, false);
        else
            printf("%s:%lld: %s\n", file, json_integer_value(json_object_get(detail, "line")),
                   message ? message : "");
    }
}

static void print_pushed(const char *file, unsigned status, const json_t *answer)
{
    const char *env = json_string_value(json_object_get(answer, "env"));
    printf("%s: %s %s%s\n", file, status == 201 ? "put" : "was there already:", env ? env : "?",
           json_is_true(json_object_get(answer, "active")) ? "" : ", not active");
}

static int show(const struct push *push, const char *file, unsigned status, const json_t *answer)
{
    bool fine = status == 200 || status == 201;
    if (push->ctl->json && answer)
        print_json_line(answer);
    else if (fine)
        print_pushed(file, status, answer);
    else if (status == 422)
        print_details(file, status, answer);
    if (fine)
        return EXIT_FINE;
    return status == 422 ? EXIT_FOUND : client_refused(status, answer);
}

static int push_source(const struct push *push, const char *file, const char *name,
                       const struct buffer *source)
{
    struct buffer path = BUFFER_INIT;
    json_t *answer = NULL;
    unsigned status;
    buffer_append_text(&path, "/v1/environments/");
    client_encode(push->client, name, &path);
    if (!push->activate)
        buffer_append_text(&path, "?activate=false");
    const struct client_call call = {.method = "PUT",
                                     .path = path.data,
                                     .body = source->data,
                                     .body_size = source->size,
                                     .expected = push->expected};
    int result = client_change(push->client, &call, &status, &answer);
    if (result == EXIT_FINE)
        result = show(push, file, status, answer);
    json_decref(answer);
    buffer_deinit(&path);
    return result;
}

/* name.c; NULL: it is not called like an environment. */
static char *name_of(const char *file)
{
    const char *slash = strrchr(file, '/'), *base = slash ? slash + 1 : file;
    size_t size = strlen(base);
    bool fine = size > 2 && strcmp(base + size - 2, ".c") == 0 && !strchr(base, '@');
    return fine ? strndup(base, size - 2) : NULL;
}

static int push_file(const struct push *push, const char *file)
{
    struct buffer source = BUFFER_INIT;
    char *name = name_of(file);
    int result = EXIT_USAGE;
    if (!name)
        complain("%s is not called like an environment: NAME.c", file);
    else if (read_file(file, SOURCE_MAX, &source))
        result = push_source(push, file, name, &source);
    buffer_deinit(&source);
    free(name);
    return result;
}

static void note(struct push *push, int result)
{
    if (push->worst == EXIT_FINE || result > push->worst)
        push->worst = result;
}

/* ---- All of them ---- */

static int by_name(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

static bool belongs(const FTSENT *entry)
{
    if (entry->fts_info != FTS_F)
        return false;
    char *name = name_of(entry->fts_path);
    free(name);
    return entry->fts_level == FTS_ROOTLEVEL || name;
}

/* Files, and the sources below folders; a daemon that does not answer ends it. */
static void push_all(struct push *push, char **paths)
{
    FTS *tree = fts_open(paths, FTS_LOGICAL | FTS_NOCHDIR, by_name);
    FTSENT *entry;
    if (!tree) {
        complain("%s", strerror(errno));
        push->worst = EXIT_TROUBLE;
        return;
    }
    while (push->worst != EXIT_UNREACHABLE && (entry = fts_read(tree))) {
        if (entry->fts_info == FTS_NS || entry->fts_info == FTS_DNR) {
            complain("%s: %s", entry->fts_path, strerror(entry->fts_errno));
            note(push, EXIT_TROUBLE);
        } else if (belongs(entry)) {
            note(push, push_file(push, entry->fts_path));
        }
    }
    fts_close(tree);
}

static bool read_options(struct push *push, int argc, char **argv)
{
    static const struct option options[] = {
        {"no-activate", no_argument, NULL, 'n'}, {"if-match", required_argument, NULL, 'm'}, {0}};
    int option;
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (option == 'n')
            push->activate = false;
        else if (option == 'm')
            push->expected = optarg;
        else
            return false;
    }
    if (optind == argc)
        return complain("push takes at least one FILE.c or directory"), false;
    return true;
}

static int run(const struct ctl *ctl, int argc, char **argv)
{
    struct push push = {.ctl = ctl, .activate = true};
    if (!read_options(&push, argc, argv) || !(push.client = client_new(ctl)))
        return EXIT_USAGE;
    push_all(&push, argv + optind);
    client_free(push.client);
    return push.worst;
}

const struct command command_push = {
    "push", "[--no-activate] FILE.c|DIR…", "Puts environments into the registry, through the gate",
    "  --no-activate       the name goes on meaning what it means\n"
    "  --if-match VERSION  only where this version is active now\n\n"
    "Exit status: 0 all are there; 1 one does not compile or was rejected, which is explained.\n",
    run};
