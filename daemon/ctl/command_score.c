/* SPDX-License-Identifier: Apache-2.0 */
/* command_score.c: `resynctl score [FILE]`: JSON Lines of items in, JSON Lines of verdicts out, one
 * for each line and in its order, whatever the line holds. */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "daemon/ctl/client.h"
#include "daemon/ctl/ctl.h"
#include "daemon/ctl/print_json.h"
#include "daemon/ctl/progress.h"
#include "proto/outcome.h"

enum { BATCH_DEFAULT = 64, BATCH_MAX = 1024, PATIENCE_S = 60 };
#define BATCH_BYTES_MAX \
    ((size_t)16 * 1024 * 1024) /* well below what the daemon takes in one body */

/* Lines that wait to be sent as one request. A line that is no JSON object keeps its place. */
struct batch {
    struct buffer body;
    unsigned lines, sent;
    bool malformed[BATCH_MAX];
    char why[BATCH_MAX][192];
};

struct scoring {
    struct client *client;
    FILE *in;
    struct batch batch;
    unsigned batch_size;
    unsigned long line, verdicts, not_ok;
    double bytes;
    struct progress progress;
};

static void batch_clear(struct batch *batch)
{
    buffer_clear(&batch->body);
    buffer_append_text(&batch->body, "{\"items\":[");
    batch->lines = batch->sent = 0;
}

/* A line goes into the request as it is, so it must be one JSON object and nothing else. */
static void batch_add(struct batch *batch, const char *text, size_t size, unsigned long line)
{
    json_error_t error;
    json_t *item = json_loadb(text, size, JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES, &error);
    unsigned at = batch->lines++;
    batch->malformed[at] = !json_is_object(item);
    if (batch->malformed[at]) {
        snprintf(batch->why[at], sizeof batch->why[at], "line %lu: %s", line,
                 item ? "not a JSON object" : error.text);
    } else {
        if (batch->sent++)
            buffer_append(&batch->body, ",", 1);
        buffer_append(&batch->body, text, size);
    }
    json_decref(item);
}

static void print_malformed(const char *why)
{
    json_t *verdict =
        json_pack("{s:s, s:n, s:s, s:s}", "status", outcome_row(OUTCOME_BAD_REQUEST)->name,
                  "reward", "fault", fault_name(FAULT_REQUEST), "reason", why);
    print_json_line(verdict);
    json_decref(verdict);
}

static void count_verdict(struct scoring *scoring, const json_t *verdict)
{
    const char *status = json_string_value(json_object_get(verdict, "status"));
    scoring->verdicts++;
    if (!status || strcmp(status, outcome_row(OUTCOME_OK)->name) != 0)
        scoring->not_ok++;
}

static void print_result(struct scoring *scoring, const json_t *result)
{
    const json_t *group = json_object_get(result, "verdicts");
    if (json_is_array(group)) {
        for (size_t i = 0; i < json_array_size(group); i++)
            count_verdict(scoring, json_array_get(group, i));
    } else {
        count_verdict(scoring, result);
    }
    print_json_line(result);
}

static int send_batch(struct scoring *scoring)
{
    struct batch *batch = &scoring->batch;
    json_t *answer = NULL;
    int status = EXIT_FINE;
    buffer_append_text(&batch->body, "]}");
    if (batch->body.failed) {
        complain("no memory");
        return EXIT_TROUBLE;
    }
    if (batch->sent)
        status = client_request(scoring->client, "/v1/score/batch", batch->body.data,
                                batch->body.size, PATIENCE_S, &answer);
    if (status != EXIT_FINE)
        return status;
    json_t *results = json_object_get(answer, "results");
    if (json_array_size(results) != batch->sent) {
        complain("the daemon answered %zu of %u items", json_array_size(results), batch->sent);
        status = EXIT_REFUSED;
    }
    for (unsigned i = 0, next = 0; i < batch->lines && status == EXIT_FINE; i++) {
        if (batch->malformed[i]) {
            print_malformed(batch->why[i]);
            scoring->verdicts++;
            scoring->not_ok++;
        } else {
            print_result(scoring, json_array_get(results, next++));
        }
    }
    json_decref(answer);
    batch_clear(batch);
    progress_step(&scoring->progress, scoring->bytes, scoring->verdicts);
    return status;
}

static int score_lines(struct scoring *scoring)
{
    char *line = NULL;
    size_t room = 0;
    ssize_t size;
    int status = EXIT_FINE;
    batch_clear(&scoring->batch);
    while (status == EXIT_FINE && (size = getline(&line, &room, scoring->in)) >= 0) {
        scoring->line++;
        scoring->bytes += (double)size;
        if (strspn(line, " \t\r\n") == (size_t)size)
            continue;
        batch_add(&scoring->batch, line, (size_t)size, scoring->line);
        if (scoring->batch.lines == scoring->batch_size ||
            scoring->batch.body.size > BATCH_BYTES_MAX)
            status = send_batch(scoring);
    }
    if (status == EXIT_FINE && ferror(scoring->in)) {
        complain("cannot read: %s", strerror(errno));
        status = EXIT_TROUBLE;
    }
    if (status == EXIT_FINE && scoring->batch.lines)
        status = send_batch(scoring);
    free(line);
    return status;
}

static double size_of(FILE *file)
{
    struct stat info;
    return fstat(fileno(file), &info) == 0 && S_ISREG(info.st_mode) ? (double)info.st_size : 0;
}

static int score_file(const struct ctl *ctl, FILE *in, unsigned batch_size)
{
    struct scoring *scoring = calloc(1, sizeof *scoring);
    if (!scoring || !(scoring->client = client_new(ctl))) {
        free(scoring);
        return EXIT_USAGE;
    }
    scoring->in = in;
    scoring->batch_size = batch_size;
    progress_start(&scoring->progress, "scored", size_of(in));
    int status = score_lines(scoring);
    progress_end(&scoring->progress);
    if (fflush(stdout) != 0 && status == EXIT_FINE) {
        complain("cannot write: %s", strerror(errno));
        status = EXIT_TROUBLE;
    }
    if (scoring->not_ok)
        complain("%lu of %lu verdicts are not ok: no reward was measured for these",
                 scoring->not_ok, scoring->verdicts);
    if (status == EXIT_FINE && scoring->not_ok)
        status = EXIT_FOUND;
    buffer_deinit(&scoring->batch.body);
    client_free(scoring->client);
    free(scoring);
    return status;
}

static int run(const struct ctl *ctl, int argc, char **argv)
{
    static const struct option options[] = {{"batch", required_argument, NULL, 'b'}, {0}};
    unsigned long long batch = BATCH_DEFAULT;
    int option;
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1)
        if (option != 'b' || !parse_number("--batch", optarg, 1, BATCH_MAX, &batch))
            return EXIT_USAGE;
    if (optind < argc - 1) {
        complain("score takes one file of JSON Lines, or standard input");
        return EXIT_USAGE;
    }
    const char *name = optind < argc ? argv[optind] : "-";
    FILE *in = strcmp(name, "-") == 0 ? stdin : fopen(name, "re");
    if (!in) {
        complain("cannot open %s: %s", name, strerror(errno));
        return EXIT_TROUBLE;
    }
    int status = score_file(ctl, in, (unsigned)batch);
    if (in != stdin)
        fclose(in);
    return status;
}

const struct command command_score = {"score", "[--batch N] [FILE.jsonl]",
                                      "Scores items of JSON Lines, verdicts in the same order",
                                      "  --batch N   items in one request (64)\n"
                                      "\nEach line is an item of POST /v1/score/batch, each line "
                                      "out its verdict. Exit status 1 where\n"
                                      "any verdict is not ok.\n",
                                      run};
