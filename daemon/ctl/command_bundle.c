/* SPDX-License-Identifier: Apache-2.0 */
/* command_bundle.c: `resynctl bundle ROWS.jsonl…`: the sources of all versions that data sets name,
 * as NAME@VERSION.c: a daemon that has them in its environments directory scores those rows,
 * whatever became of the names since. */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/ctl/client.h"
#include "daemon/ctl/print_json.h"
#include "daemon/ctl/rows.h"
#include "lib/base/hash.h"

struct bundle {
    const struct ctl *ctl;
    struct client *client;
    const char *folder;
    json_t *versions; /* a set of NAME@VERSION */
    unsigned written;
    int worst; /* exit status */
};

static void note(struct bundle *bundle, int result)
{
    if (bundle->worst == EXIT_FINE || result > bundle->worst)
        bundle->worst = result;
}

/* ---- What is named -------------------------------------------------------------------------- */

static void read_rows(struct bundle *bundle, const char *name, FILE *in)
{
    char *line = NULL;
    size_t room = 0;
    ssize_t size;
    json_error_t error;
    for (unsigned long number = 1; (size = getline(&line, &room, in)) >= 0; number++) {
        if (strspn(line, " \t\r\n") == (size_t)size)
            continue;
        json_t *row = json_loadb(line, (size_t)size, JSON_ALLOW_NUL, &error);
        if (!row) {
            complain("%s:%lu: %s", name, number, error.text);
            note(bundle, EXIT_FOUND);
        }
        row_versions(row, bundle->versions);
        json_decref(row);
    }
    if (ferror(in)) {
        complain("%s: %s", name, strerror(errno));
        note(bundle, EXIT_TROUBLE);
    }
    free(line);
}

static void read_file_of_rows(struct bundle *bundle, const char *name)
{
    bool standard = strcmp(name, "-") == 0;
    FILE *in = standard ? stdin : fopen(name, "re");
    if (!in) {
        complain("%s: %s", name, strerror(errno));
        note(bundle, EXIT_TROUBLE);
        return;
    }
    read_rows(bundle, name, in);
    if (!standard)
        fclose(in);
}

/* ---- Sources -------------------------------------------------------------------------------- */

/* A file is there with all of its bytes or not at all: a daemon may be looking. */
static bool write_source(const char *path, const struct buffer *source)
{
    char *fresh = NULL;
    FILE *out = asprintf(&fresh, "%s.new", path) < 0 ? NULL : fopen(fresh, "we");
    bool written = out && fwrite(source->data, 1, source->size, out) == source->size;
    if (out && fclose(out) != 0)
        written = false;
    written = written && rename(fresh, path) == 0;
    if (!written)
        complain("%s: %s", path, strerror(errno));
    free(fresh);
    return written;
}

/* Whether these are the bytes that the version is the hash of. */
static bool is_version(const char *version, const struct buffer *source)
{
    uint8_t hash[HASH_BYTES];
    char hex[HASH_HEX];
    const char *digits = strchr(version, '@') + 1;
    hash_bytes(source->data ? source->data : "", source->size, hash);
    hash_hex(hash, hex);
    if (strncmp(hex, digits, strlen(digits)) == 0)
        return true;
    complain("%s: the daemon has sent another source", version);
    return false;
}

static int keep(struct bundle *bundle, const char *version, const struct buffer *source)
{
    char *path = NULL;
    if (!is_version(version, source))
        return EXIT_REFUSED;
    if (asprintf(&path, "%s/%s.c", bundle->folder, version) < 0)
        return complain("no memory"), EXIT_TROUBLE;
    bool written = write_source(path, source);
    free(path);
    bundle->written += written;
    if (written && !bundle->ctl->json)
        printf("%s/%s.c\n", bundle->folder, version);
    return written ? EXIT_FINE : EXIT_TROUBLE;
}

static int fetch(struct bundle *bundle, const char *version)
{
    struct buffer route = BUFFER_INIT, source = BUFFER_INIT;
    unsigned status = 0;
    buffer_append_text(&route, "/v1/environments/");
    client_encode(bundle->client, version, &route);
    buffer_append_text(&route, "/source");
    int result = client_fetch(bundle->client, route.data, &status, &source);
    if (result == EXIT_FINE && status == 200) {
        result = keep(bundle, version, &source);
    } else if (result == EXIT_FINE) {
        json_t *answer = json_loadb(source.data ? source.data : "", source.size, 0, NULL);
        complain("%s is not to be had", version);
        result = client_refused(status, answer);
        json_decref(answer);
    }
    buffer_deinit(&route);
    buffer_deinit(&source);
    return result;
}

static void fetch_all(struct bundle *bundle)
{
    const char *version;
    json_t *unused;
    if (mkdir(bundle->folder, 0777) < 0 && errno != EEXIST) {
        complain("%s: %s", bundle->folder, strerror(errno));
        note(bundle, EXIT_TROUBLE);
        return;
    }
    json_object_foreach(bundle->versions, version, unused)
    {
        int result = fetch(bundle, version);
        note(bundle, result);
        if (result == EXIT_UNREACHABLE)
            return;
    }
}

static void print_summary(const struct bundle *bundle)
{
    const char *version;
    json_t *unused, *list = json_array();
    if (!bundle->ctl->json) {
        json_decref(list);
        return;
    }
    json_object_foreach(bundle->versions, version, unused)
        json_array_append_new(list, json_string(version));
    json_t *summary = json_pack("{s:s, s:i, s:o}", "directory", bundle->folder, "written",
                                (int)bundle->written, "versions", list);
    print_json_line(summary);
    json_decref(summary);
}

static int run(const struct ctl *ctl, int argc, char **argv)
{
    static const struct option options[] = {{"output", required_argument, NULL, 'o'}, {0}};
    struct bundle bundle = {.ctl = ctl};
    int option;
    while ((option = getopt_long(argc, argv, "o:", options, NULL)) != -1) {
        if (option != 'o')
            return EXIT_USAGE;
        bundle.folder = optarg;
    }
    if (optind == argc || !bundle.folder)
        return complain("bundle takes ROWS.jsonl and -o DIRECTORY"), EXIT_USAGE;
    if (!(bundle.client = client_new(ctl)))
        return EXIT_USAGE;
    bundle.versions = json_object();
    for (int i = optind; i < argc; i++)
        read_file_of_rows(&bundle, argv[i]);
    if (!json_object_size(bundle.versions)) {
        complain("no version is named there: rows hold addresses like n_queens@3fa9c1d27b04:3:17");
        note(&bundle, EXIT_FOUND);
    } else {
        fetch_all(&bundle);
    }
    print_summary(&bundle);
    json_decref(bundle.versions);
    client_free(bundle.client);
    return bundle.worst;
}

const struct command command_bundle = {
    "bundle", "-o DIR ROWS.jsonl…", "Collects the versions that data sets name",
    "  -o, --output DIR  for NAME@VERSION.c, one file for each version; made where it is "
    "missing\n\n"
    "Rows may be of any trainer, and - is standard input. A daemon that has the files in its\n"
    "environments directory scores these rows as they were made, next to newer versions.\n"
    "Exit status 4 where the daemon does not have a version (any more).\n",
    run};
