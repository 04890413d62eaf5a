/* SPDX-License-Identifier: Apache-2.0 */
/* command.c: see command.h. Each works on the registry of a data directory and is done by the
 * store's executable, which takes this process's place: the supervisor knows no database. */
#include "daemon/supervisor/command.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "daemon/supervisor/arguments.h"
#include "daemon/supervisor/data.h"
#include "daemon/supervisor/options.h"
#include "lib/process/process.h"

enum { FAILED = 1, USAGE = 2 };

/* What stands on the command line. */
enum { OPTIONS_MAX = 32 };
struct wanted {
    const char *command;
    char folder[PATH_MAX]; /* the data directory */
    const char *file;
    char *options[OPTIONS_MAX + 1]; /* borrowed; the first is the program's name */
    int count;
};

static int fail(const struct error *error)
{
    fprintf(stderr, "resynd: %s\n", error->text);
    return FAILED;
}

/* In this process's place. */
static int become_store(const struct wanted *wanted, const char *folder, struct error *error)
{
    struct programs programs;
    struct arguments arguments = ARGUMENTS_INIT;
    char *const environment[] = {NULL};
    int result = programs_open(&programs, error);
    if (result < 0)
        return result;
    arguments_add(&arguments, "resynd-store");
    arguments_add(&arguments, "%s", wanted->command);
    arguments_add(&arguments, "%s", folder);
    arguments_add(&arguments, "%s", wanted->file);
    execveat(programs.store, "", arguments.words, environment, AT_EMPTY_PATH);
    return error_set(error, -errno, "cannot start resynd-store: %s", strerror(errno));
}

static int back_up(const struct wanted *wanted, struct error *error)
{
    char folder[PATH_MAX + 8];
    snprintf(folder, sizeof folder, "%s/store", wanted->folder);
    return become_store(wanted, folder, error);
}

/* The lock on the data directory goes on being held: descriptors of it survive. */
static int restore(const struct wanted *wanted, struct error *error)
{
    struct data data;
    int result = data_open(&data, wanted->folder, error);
    if (result == 0)
        result = fcntl(data.lock, F_SETFD, 0) < 0 ? -errno : 0;
    return result < 0 ? result : become_store(wanted, data.store, error);
}

/* ---- The table ---- */

static const struct command {
    const char *name;
    int (*run)(const struct wanted *wanted, struct error *error);
    const char *help;
} commands[] = {
    {"backup", back_up,
     "resynd backup [--data DIR | --config FILE | --set store.data=DIR] FILE\n"
     "Writes a copy of the registry into FILE, while resynd runs or not. (A registry in\n"
     "PostgreSQL: pg_dump.)"},
    {"restore", restore,
     "resynd restore [--data DIR | --config FILE | --set store.data=DIR] FILE\n"
     "Puts a copy in place of the registry, while resynd does not run."},
};

static const struct command *find(const char *name)
{
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

bool command_given(int argc, char **argv)
{
    return argc > 1 && find(argv[1]);
}

/* What says where the data directory is; each has a value. */
static bool is_option(const char *word)
{
    static const char *const all[] = {"--data", "--config", "--set"};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (strcmp(word, all[i]) == 0)
            return true;
    return false;
}

static bool parse(const struct command *command, int argc, char **argv, struct wanted *wanted)
{
    *wanted = (struct wanted){.command = command->name};
    wanted->options[wanted->count++] = argv[0];
    for (int i = 2; i < argc; i++) {
        bool option = is_option(argv[i]) && i + 1 < argc && wanted->count + 2 < OPTIONS_MAX;
        if (option) {
            wanted->options[wanted->count++] = argv[i++];
            wanted->options[wanted->count++] = argv[i];
        } else if (*argv[i] != '-' && !wanted->file)
            wanted->file = argv[i];
        else
            return false;
    }
    return wanted->file;
}

int command_run(int argc, char **argv)
{
    const struct command *command = find(argv[1]);
    struct wanted wanted;
    struct error error = {0};
    bool help = argc == 3 && strcmp(argv[2], "--help") == 0;
    if (help || !parse(command, argc, argv, &wanted)) {
        fprintf(help ? stdout : stderr,
                "Usage: %s\nThe data directory is the one that resynd would use.\n", command->help);
        return help ? 0 : USAGE;
    }
    if (options_read_data(wanted.folder, wanted.count, wanted.options, &error) < 0)
        return fail(&error);
    return command->run(&wanted, &error) < 0 ? fail(&error) : 0;
}
