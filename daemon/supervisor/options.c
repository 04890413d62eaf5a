/* SPDX-License-Identifier: Apache-2.0 */
/* options.c: see options.h. */
#include "daemon/supervisor/options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/supervisor/defaults.h"
#include "daemon/supervisor/passed.h"
#include "daemon/supervisor/settings.h"
#include "lib/base/nearest.h"
#include "lib/config/describe.h"

#define FILE_STANDARD "/etc/resynd/resynd.yaml"

static const char help_head[] =
    "Usage: resynd [OPTION]...\n"
    "Scores rollouts over HTTP with the environments of a directory.\n"
    "\n"
    "Each setting may stand in the configuration file, in the environment as RESYND_SECTION__KEY,\n"
    "or here, as --set SECTION.KEY=VALUE or by a name of its own; what comes later in this order\n"
    "wins. Items of a list are separated by commas.\n"
    "\n";

static const char help_tail[] =
    "\n"
    "  --config FILE         the configuration file (default: " FILE_STANDARD ", where there\n"
    "                        is one)\n"
    "  --set SECTION.KEY=VALUE\n"
    "                        any setting, whatever the file and the environment say\n"
    "  --check-config        say whether the settings are valid, and leave; status 2 where not\n"
    "  --print-config        print the settings, and where each comes from, and leave\n"
    "  --describe-settings=FORM\n"
    "                        print what can be set, as markdown or as a JSON schema (schema), and\n"
    "                        leave\n"
    "  --show-isolation      print which layers keep environments away from this machine, try "
    "some\n"
    "                        attacks, and leave; status 1 where resynd would refuse to serve\n"
    "  --help                print this and leave\n"
    "  --version             print the version and leave\n"
    "\n"
    "resynd doctor           says what this machine offers, what is missing and how to mend it\n"
    "resynd backup FILE      copies the registry into FILE\n"
    "resynd restore FILE     and back\n"
    "\n"
    "SIGHUP reads the settings again: where all are valid, those that can be are changed at once.\n"
    "SIGTERM and SIGINT stop it in order: what is in flight is scored first, then it leaves with\n"
    "status 0. A second signal stops it at once, with status 128 and the signal's number. Under a\n"
    "service manager it says when it is ready, reloading and stopping (sd_notify), and takes over\n"
    "the sockets that it is passed (LISTEN_FDS): those who connect while it is restarted wait, "
    "and\n"
    "nobody is refused.\n";

static const char version[] = "resynd " RESYND_VERSION "\n";

/* ---- Names ---- */

const char *options_level_name(enum log_level level)
{
    static char word[16];
    setting_word_at(&settings.rows[ROW_log_level], level, word, sizeof word);
    return word;
}

const char *options_gate_name(unsigned gate)
{
    static char word[16];
    setting_word_at(&settings.rows[ROW_gate_mode], gate, word, sizeof word);
    return word;
}

/* ---- The command line ---- */

enum option_key {
    KEY_SETTING = 256, /* and its row */
    KEY_SET = KEY_SETTING + ROWS,
    KEY_CONFIG,
    KEY_CHECK_CONFIG,
    KEY_PRINT_CONFIG,
    KEY_DESCRIBE,
    KEY_SHOW_ISOLATION,
    KEY_HELP,
    KEY_VERSION
};

enum { OPTIONS_OTHER = KEY_VERSION - KEY_SET + 1 };
static const struct option others[OPTIONS_OTHER] = {
    {"set", required_argument, NULL, KEY_SET},
    {"config", required_argument, NULL, KEY_CONFIG},
    {"check-config", no_argument, NULL, KEY_CHECK_CONFIG},
    {"print-config", no_argument, NULL, KEY_PRINT_CONFIG},
    {"describe-settings", required_argument, NULL, KEY_DESCRIBE},
    {"show-isolation", no_argument, NULL, KEY_SHOW_ISOLATION},
    {"help", no_argument, NULL, KEY_HELP},
    {"version", no_argument, NULL, KEY_VERSION},
};

struct known {
    struct option all[ROWS + OPTIONS_OTHER + 1];
};

/* The settings that have a name of their own, and the others. */
static void list_known(struct known *known)
{
    struct option *next = known->all;
    for (int row = 0; row < ROWS; row++)
        if (settings.rows[row].option)
            *next++ = (struct option){settings.rows[row].option, required_argument, NULL,
                                      KEY_SETTING + row};
    memcpy(next, others, sizeof others);
    next[OPTIONS_OTHER] = (struct option){0};
}

static int refuse(int key, const char *word, const struct known *known, struct error *error)
{
    struct nearest nearest = nearest_to(word);
    char option[NEAREST_BYTES_MAX], found[NEAREST_BYTES_MAX] = "";
    if (key == ':')
        return error_set(error, -EINVAL, "%.60s needs a value: resynd --help shows which", word);
    for (const struct option *one = known->all; one->name; one++) {
        unsigned away = nearest.away;
        snprintf(option, sizeof option, "--%s", one->name);
        nearest_look(&nearest, option);
        if (nearest.away < away)
            memcpy(found, option, sizeof found);
    }
    return error_set(error, -EINVAL,
                     "%.60s is not an option of resynd, or not in this form%s%s: "
                     "resynd --help lists them",
                     word, *found ? "; did you mean " : "", found);
}

static int read_describe(struct options *options, const char *form, struct error *error)
{
    options->action = ACTION_PRINT;
    if (strcmp(form, "markdown") == 0)
        describe_page(&options->answer);
    else if (strcmp(form, "schema") == 0)
        describe_schema(&settings, &options->answer);
    else
        return error_set(error, -EINVAL, "--describe-settings %.40s: give markdown or schema",
                         form);
    return 0;
}

static int read_config_path(struct options *options, const char *path, struct error *error)
{
    char folder[PATH_MAX] = "";
    options->file_wanted = true;
    /* Not resolved: a reload follows the links anew. */
    if (*path != '/' && !getcwd(folder, sizeof folder))
        return error_set(error, -errno, "--config %.100s: %s", path, strerror(errno));
    int size =
        snprintf(options->file, sizeof options->file, "%s%s%s", folder, *folder ? "/" : "", path);
    return *path && size > 0 && size < PATH_MAX
               ? 0
               : error_set(error, -EINVAL, "--config needs the path of a file");
}

static void print_help(struct buffer *out)
{
    buffer_append_text(out, help_head);
    describe_help(&settings, out);
    buffer_append_text(out, help_tail);
}

/* What is asked for, and where the file is; the settings are left to apply. */
static int look_at(struct options *options, int key, struct error *error)
{
    switch (key) {
    case KEY_CONFIG:
        return read_config_path(options, optarg, error);
    case KEY_CHECK_CONFIG:
        options->action = ACTION_CHECK_CONFIG;
        return 0;
    case KEY_PRINT_CONFIG:
        options->action = ACTION_PRINT_CONFIG;
        return 0;
    case KEY_SHOW_ISOLATION:
        options->action = ACTION_SHOW_ISOLATION;
        return 0;
    case KEY_DESCRIBE:
        return read_describe(options, optarg, error);
    case KEY_HELP:
        options->action = ACTION_PRINT;
        print_help(&options->answer);
        return 0;
    case KEY_VERSION:
        options->action = ACTION_PRINT;
        buffer_append_text(&options->answer, version);
        return 0;
    default:
        return 0;
    }
}

static int apply(struct options *options, int key, struct error *error)
{
    char origin[SETTING_NAME_MAX];
    if (key == KEY_SET)
        return config_assign(&options->config, optarg, error);
    if (key < KEY_SETTING || key >= KEY_SETTING + ROWS)
        return 0;
    int row = key - KEY_SETTING;
    snprintf(origin, sizeof origin, "--%s", settings.rows[row].option);
    const struct config_place place = {CONFIG_COMMAND_LINE, origin};
    return config_set_text(&options->config, (size_t)row, optarg, &place, error);
}

typedef int take_option(struct options *options, int key, struct error *error);

/* Until one has answered all. */
static int walk(struct options *options, int argc, char **argv, take_option *take,
                struct error *error)
{
    struct known known;
    int key, result = 0;
    list_known(&known);
    opterr = 0;
    optind = 1;
    while (result == 0 && options->action != ACTION_PRINT &&
           (key = getopt_long(argc, argv, "+:", known.all, NULL)) != -1)
        result = key == ':' || key == '?' ? refuse(key, argv[optind - 1], &known, error)
                                          : take(options, key, error);
    if (result == 0 && options->action != ACTION_PRINT && optind < argc)
        return error_set(error, -EINVAL,
                         "%.60s is neither an option nor a command: see resynd --help",
                         argv[optind]);
    return result;
}

/* ---- What was given, and what fits where nothing was ---- */

static int read_file(struct options *options, struct error *error)
{
    if (!*options->file)
        snprintf(options->file, sizeof options->file, "%s", FILE_STANDARD);
    int result = config_read_file(&options->config, options->file, error);
    if (result != -ENOENT || options->file_wanted)
        return result;
    *options->file = '\0';
    return 0;
}

static int load(struct options *options, int argc, char **argv, struct error *error)
{
    options->argc = argc;
    options->argv = argv;
    int result = config_init(&options->config, &settings, error);
    if (result == 0)
        result = read_file(options, error);
    if (result == 0)
        result = config_read_environment(&options->config, SETTINGS_PREFIX, environ, error);
    if (result == 0)
        result = walk(options, argc, argv, apply, error);
    if (result == 0)
        config_store(&options->config, options);
    return result;
}

static void note_number(struct options *options, enum setting_row row, unsigned number)
{
    char here[16];
    snprintf(here, sizeof here, "%u", number);
    config_note(&options->config, row, here);
}

static void fill_in_numbers(struct options *options)
{
    options->follows_cpus = !options->cpus;
    if (options->follows_cpus)
        note_number(options, ROW_workers_cpus, options->cpus = machine_cpus());
    if (!options->threads)
        note_number(options, ROW_server_threads, options->threads = default_threads(options->cpus));
    options->workers_auto = default_workers(options->threads);
    if (!options->workers)
        note_number(options, ROW_workers_max, options->workers = options->workers_auto);
}

enum listener_kind options_kind(const struct options *options, const struct address *address)
{
    bool open = options->token_need == TOKEN_NEVER ||
                (options->token_need == TOKEN_NETWORK && address_is_local(address));
    return open ? LISTENER_OPEN : LISTENER_GUARDED;
}

static int fill_in_operations(struct options *options, struct error *error)
{
    struct address *address = &options->listen[options->listen_count];
    if (!*options->operations_text)
        return 0;
    if (options->listen_count == LISTENERS_MAX)
        return error_set(error, -EINVAL, "with server.operations, server.listen takes %d at most",
                         LISTENERS_MAX - 1);
    struct error own;
    int result = address_parse(address, options->operations_text, &own);
    if (result < 0)
        return error_set(error, result, "server.operations: %.200s", own.text);
    address->kind = LISTENER_OPERATIONS;
    options->listen_count++;
    return 0;
}

static int fill_in_addresses(struct options *options, struct error *error)
{
    int result = passed_count(error);
    if (result < 0)
        return result;
    options->passed_count = (unsigned)result;
    result = 0;
    bool unsaid = options->config.values[ROW_server_listen].source == CONFIG_DEFAULT;
    options->listen_count = options->passed_count && unsaid ? 0 : options->listen_texts.count;
    if (!options->listen_count)
        config_note(&options->config, ROW_server_listen, "those that the service manager passes");
    for (unsigned i = 0; result == 0 && i < options->listen_count; i++) {
        result = address_parse(&options->listen[i], options->listen_texts.items[i], error);
        options->listen[i].kind = options_kind(options, &options->listen[i]);
    }
    return result == 0 ? fill_in_operations(options, error) : result;
}

/* Half of it would be less than it looks like. */
static int check_tls(const struct options *options, struct error *error)
{
    bool listens = false;
    for (unsigned i = 0; i < options->listen_count; i++)
        listens |= options->listen[i].tls;
    bool both = *options->tls_certificate && *options->tls_key;
    bool any = *options->tls_certificate || *options->tls_key || *options->tls_clients;
    if ((listens || any) && !both)
        return error_set(error, -EINVAL, "TLS needs both tls.certificate and tls.key");
    if (any && !listens)
        return error_set(error, -EINVAL,
                         "there is a certificate, and no address that uses it: write --listen "
                         "https://HOST:PORT");
    return 0;
}

static int fill_in(struct options *options, struct error *error)
{
    int result = fill_in_addresses(options, error);
    if (result == 0)
        result = check_tls(options, error);
    if (result == 0)
        result = default_environments(options->environments, error);
    if (result == 0 && !*options->data)
        result = default_data(options->data, error);
    if (result < 0)
        return result;
    fill_in_numbers(options);
    config_note(&options->config, ROW_store_environments, options->environments);
    config_note(&options->config, ROW_store_data, options->data);
    return 0;
}

int options_parse(struct options *options, int argc, char **argv, struct error *error)
{
    memset(options, 0, sizeof *options);
    int result = walk(options, argc, argv, look_at, error);
    if (result == 0 && options->action == ACTION_PRINT)
        return 0;
    if (result == 0)
        result = load(options, argc, argv, error);
    if (result == 0)
        result = database_settle(options, error);
    if (result == 0 && options->action != ACTION_SHOW_ISOLATION)
        result = fill_in(options, error);
    if (result == 0 && options->action == ACTION_PRINT_CONFIG)
        config_print(&options->config, &options->answer);
    if (result < 0)
        options_deinit(options);
    return result;
}

static void take_over(struct options *options, struct options *next, bool changed[])
{
    for (size_t row = 0; row < ROWS; row++) {
        changed[row] = !config_same(&options->config, &next->config, row);
        if (!changed[row] || settings.rows[row].change != SETTING_LIVE)
            continue;
        config_swap(&options->config, &next->config, row);
        config_store_row(&options->config, row, options);
    }
    if (!options->workers)
        options->workers = options->workers_auto;
    options->follows_cpus = !options->cpus || (options->follows_cpus && !changed[ROW_workers_cpus]);
    if (!options->cpus)
        options->cpus = machine_cpus();
}

/* The file that was there at the start must be there still: that it is gone is a mistake more
 * often than a wish for the defaults. */
int options_reload(struct options *options, bool changed[], struct error *error)
{
    struct options *next = calloc(1, sizeof *next);
    if (!next)
        return error_set(error, -ENOMEM, "no memory for the settings");
    memcpy(next->file, options->file, sizeof next->file);
    next->file_wanted = *options->file != '\0';
    int result = load(next, options->argc, options->argv, error);
    if (result == 0)
        take_over(options, next, changed);
    options_deinit(next);
    free(next);
    return result;
}

int options_read_data(char path[PATH_MAX], int argc, char **argv, struct error *error)
{
    struct options *options = calloc(1, sizeof *options);
    if (!options)
        return error_set(error, -ENOMEM, "no memory for the settings");
    int result = walk(options, argc, argv, look_at, error);
    if (result == 0)
        result = load(options, argc, argv, error);
    if (result == 0 && !*options->data)
        result = default_data(options->data, error);
    memcpy(path, options->data, PATH_MAX);
    options_deinit(options);
    free(options);
    return result;
}

void options_deinit(struct options *options)
{
    config_deinit(&options->config);
    buffer_deinit(&options->answer);
}
