/* SPDX-License-Identifier: Apache-2.0 */
/* command_export.c: `resynctl export --format TRAINER ENV…`: a data set as a file. */
#include <getopt.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/ctl/export.h"
#include "daemon/ctl/export_mix.h"
#include "daemon/ctl/parquet.h"
#include "daemon/ctl/print_json.h"

#define COUNT_MAX 1000000000ull

struct options {
    struct export_wish wish;
    const char *output;
    bool resume, parquet;
};

/* ---- The command line ----------------------------------------------------------------------- */

static void set_text(json_t *request, const char *key, const char *value)
{
    json_object_set_new(request, key, json_string(value));
}

static bool read_option(struct options *options, int option)
{
    json_t *request = options->wish.request;
    unsigned long long number;
    switch (option) {
    case 'f':
        options->wish.format = optarg;
        return true;
    case 'p':
        set_text(request, "split", optarg);
        return true;
    case 'y':
        set_text(request, "system", optarg);
        return true;
    case 'i':
        set_text(request, "format", optarg);
        return true;
    case 'n':
        return parse_number("--count", optarg, 1, COUNT_MAX, &options->wish.count);
    case 's':
        return parse_number("--seed", optarg, 0, INT64_MAX, &number) &&
               json_object_set_new(request, "seed", json_integer((json_int_t)number)) == 0;
    case 'c':
        options->wish.cursor = optarg;
        return true;
    case 'd':
        options->wish.distinct = true;
        return json_object_set_new(request, "distinct", json_true()) == 0;
    case 'o':
        options->output = optarg;
        return true;
    case 'r':
        return options->resume = true;
    case 'q':
        return options->parquet = true;
    default:
        return false;
    }
}

static bool read_mix(struct options *options, int argc, char **argv)
{
    json_t *mix = json_array();
    json_object_set_new(options->wish.request, "mix", mix);
    for (int i = optind; i < argc; i++) {
        json_t *entry = export_mix_entry(argv[i]);
        if (!entry)
            return false;
        json_array_append_new(mix, entry);
    }
    if (json_array_size(mix))
        return true;
    complain("export takes at least one ENV[:LEVEL[-LEVEL]][=WEIGHT]; '*' is all of them");
    return false;
}

/* What makes no sense together. */
static bool check_options(const struct options *options)
{
    const struct export_wish *wish = &options->wish;
    if (!wish->format)
        complain("export needs --format verl, trl, openrlhf, nemo_gym, slime, prime or skyrl");
    else if (!wish->count)
        complain("export needs --count N");
    else if (options->resume && !options->output)
        complain("--resume goes on with the file of -o");
    else if (options->parquet && !options->output)
        complain("--parquet writes the file of -o");
    else if (wish->cursor && json_object_get(wish->request, "seed"))
        complain("--cursor says the next seed already");
    else
        return true;
    return false;
}

static bool read_options(struct options *options, int argc, char **argv)
{
    static const struct option known[] = {
        {"format", required_argument, NULL, 'f'}, {"split", required_argument, NULL, 'p'},
        {"system", required_argument, NULL, 'y'}, {"instruction", required_argument, NULL, 'i'},
        {"count", required_argument, NULL, 'n'},  {"seed", required_argument, NULL, 's'},
        {"cursor", required_argument, NULL, 'c'}, {"distinct", no_argument, NULL, 'd'},
        {"output", required_argument, NULL, 'o'}, {"resume", no_argument, NULL, 'r'},
        {"parquet", no_argument, NULL, 'q'},      {0}};
    int option;
    while ((option = getopt_long(argc, argv, "o:", known, NULL)) != -1)
        if (!read_option(options, option))
            return false;
    return read_mix(options, argc, argv) && check_options(options);
}

/* ---- The end -------------------------------------------------------------------------------- */

static void print_summary(const struct ctl *ctl, const struct options *options,
                          const struct export_file *file, const struct export_end *end)
{
    if (ctl->json && options->output) {
        json_t *summary = json_pack("{s:s, s:I, s:b, s:I, s:s?}", "file", options->output, "rows",
                                    (json_int_t)file->rows, "complete", end->complete, "left_out",
                                    (json_int_t)end->left_out, "cursor", end->cursor);
        print_json_line(summary);
        json_decref(summary);
    } else if (options->output) {
        printf("%s: %llu rows; the next begin at --cursor %s\n", options->output, file->rows,
               end->cursor ? end->cursor : "(none)");
    }
    if (end->left_out)
        complain("%llu instances could not be made and are left out", end->left_out);
    if (!end->complete)
        complain("there are only %llu rows%s", file->rows,
                 options->wish.distinct ? " with different questions" : "");
}

static int finish(const struct ctl *ctl, const struct options *options, struct export_file *file,
                  const struct export_end *end)
{
    int status = export_file_close(file);
    if (status == EXIT_FINE && options->parquet)
        status = parquet_convert(file->partial, options->output);
    if (status == EXIT_FINE && options->parquet)
        export_file_remove(file);
    else if (status == EXIT_FINE)
        status = export_file_finish(file);
    if (status != EXIT_FINE)
        return status;
    print_summary(ctl, options, file, end);
    return end->complete ? EXIT_FINE : EXIT_FOUND;
}

static int export(const struct ctl *ctl, const struct options *options)
{
    struct export_file file = {0};
    struct export_end end = {0};
    struct client *client = client_new(ctl);
    if (!client)
        return EXIT_USAGE;
    int status = export_rows(client, &options->wish, &file, options->output, options->resume, &end);
    if (status == EXIT_FINE)
        status = finish(ctl, options, &file, &end);
    else if (file.rows && (status == EXIT_REFUSED || status == EXIT_UNREACHABLE))
        complain("%llu of %llu rows are in %s; the same command with --resume goes on", file.rows,
                 options->wish.count, file.partial);
    free(end.cursor);
    export_file_deinit(&file);
    client_free(client);
    return status;
}

static int run(const struct ctl *ctl, int argc, char **argv)
{
    struct options options = {.wish.request = json_pack("{s:s}", "split", "train")};
    int status = EXIT_USAGE;
    if (read_options(&options, argc, argv)) {
        status = options.parquet ? parquet_check() : EXIT_FINE;
        if (status == EXIT_FINE)
            status = export(ctl, &options);
    }
    json_decref(options.wish.request);
    return status;
}

const struct command command_export = {
    "export", "--format TRAINER --count N ENV…", "Writes a data set for a trainer",
    "Each ENV is NAME[@VERSION][:LEVEL[-LEVEL]][=WEIGHT], or '*' for all environments:\n"
    "countdown:1-3=2 takes levels 1 to 3, twice as often as an entry without a weight.\n\n"
    "  --format TRAINER   verl, trl, openrlhf, nemo_gym, slime, prime or skyrl: the columns\n"
    "  --count N          rows\n"
    "  --split SPLIT      train (the default) or held_out: their instances never meet\n"
    "  --seed N           the first seed, instead of the split's first\n"
    "  --cursor CURSOR    where an earlier export of the same mix has ended\n"
    "  --distinct         no question twice\n"
    "  --system WHAT      a system prompt: none (the default), think (<think> and <answer>\n"
    "                     tags) or boxed\n"
    "  --instruction WHAT how the question itself asks for the answer: none, answer (the\n"
    "                     default without --system) or boxed\n"
    "  -o, --output FILE  instead of standard output; there only when it is whole\n"
    "  --resume           goes on with what an export that was broken off has left of FILE\n"
    "  --parquet          FILE is Parquet; needs python3 with pyarrow\n\n"
    "Rows are JSON Lines, the same bytes for the same versions. Exit status 1 where there are\n"
    "fewer rows than asked for.\n",
    run};
