/* SPDX-License-Identifier: Apache-2.0 */
/* main.c: resynctl. Finds the command and the options that all commands share. */
#include "daemon/ctl/ctl.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEFAULT_URL "http://127.0.0.1:8420"

static const struct command *const commands[] = {
    &command_gate,     &command_check,  &command_sample,     &command_score,    &command_list,
    &command_status,   &command_push,   &command_pull,       &command_versions, &command_activate,
    &command_rollback, &command_rm,     &command_quarantine, &command_release,  &command_report,
    &command_export,   &command_bundle, &command_token,      &command_replay,   &command_top,
};
enum { COMMANDS = sizeof commands / sizeof *commands };

void complain(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("resynctl: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
}

bool parse_number(const char *option, const char *text, unsigned long long low,
                  unsigned long long high, unsigned long long *out)
{
    char *end;
    errno = 0;
    *out = strtoull(text, &end, 10);
    if (isdigit((unsigned char)*text) && !*end && !errno && *out >= low && *out <= high)
        return true;
    complain("%s takes a whole number from %llu to %llu, not '%s'", option, low, high, text);
    return false;
}

static void print_help(FILE *out)
{
    fputs("Usage: resynctl [--url URL] [--json] COMMAND …\n\n", out);
    for (int i = 0; i < COMMANDS; i++)
        fprintf(out, "  %-10s %-32s %s\n", commands[i]->name, commands[i]->synopsis,
                commands[i]->sentence);
    fputs(
        "\n"
        "  --url URL   the daemon: http://HOST:PORT, https://HOST:PORT or unix:PATH\n"
        "              (RESYND_URL, else " DEFAULT_URL ")\n"
        "  --json      machine-readable output\n"
        "  --token-file FILE   what `resynctl token create` has printed, for whom the daemon asks\n"
        "              (RESYND_TOKEN_FILE, else resynd/token in the user's configuration\n"
        "              directory); not needed at a Unix socket of one's own\n"
        "  --ca-file FILE      whom to believe what an https server is (RESYND_CA_FILE, else the\n"
        "              system's authorities)\n"
        "  --certificate FILE  our own certificate and its key, for a server that wants one\n"
        "              (RESYND_CERTIFICATE)\n"
        "  --help      this text; resynctl COMMAND --help: the command's options\n"
        "  --version\n\n"
        "Exit status: 0 fine; 1 something was found wrong; 2 wrong usage, or inconclusive; 3 the\n"
        "daemon does not answer; 4 the daemon refused; 5 this machine failed.\n",
        out);
}

static const struct command *find_command(const char *name)
{
    for (int i = 0; i < COMMANDS; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

static void print_command_help(const struct command *command)
{
    printf("Usage: resynctl [--url URL] [--json] %s %s\n\n%s.\n\n%s", command->name,
           command->synopsis, command->sentence, command->options);
}

/* The value of an option that is argv[*i], or follows it. NULL: it is another. "": it has none. */
static const char *value_of(const char *option, char **argv, int argc, int *i)
{
    size_t size = strlen(option);
    if (strncmp(argv[*i], option, size) != 0)
        return NULL;
    if (argv[*i][size] == '=')
        return argv[*i] + size + 1;
    if (argv[*i][size])
        return NULL;
    return ++*i < argc ? argv[*i] : "";
}

/* Takes --url, --token-file and its like, --json and --help out of the arguments, wherever they
 * stand, and --version before "--" and the command. Returns how many are left, or −1 after a
 * complaint. */
static int take_common(struct ctl *ctl, int argc, char **argv, bool *help, bool *version)
{
    int left = 0;
    for (int i = 0; i < argc; i++) {
        const char *value;
        if (strcmp(argv[i], "--json") == 0)
            ctl->json = true;
        else if (strcmp(argv[i], "--help") == 0)
            *help = true;
        else if (left == 0 && strcmp(argv[i], "--version") == 0) /* else it is the command's */
            *version = true;
        else if ((value = value_of("--url", argv, argc, &i)))
            ctl->url = value;
        else if ((value = value_of("--token-file", argv, argc, &i)))
            ctl->token_file = value;
        else if ((value = value_of("--ca-file", argv, argc, &i)))
            ctl->ca_file = value;
        else if ((value = value_of("--certificate", argv, argc, &i)))
            ctl->certificate = value;
        else
            argv[left++] = argv[i];
    }
    argv[left] = NULL;
    if (!*ctl->url)
        return complain("--url takes an address: http://HOST:PORT or unix:PATH"), -1;
    if (ctl->token_file && !*ctl->token_file)
        return complain("--token-file takes a file"), -1;
    return left;
}

/* Of the environment; NULL where it is empty too. */
static const char *setting(const char *name)
{
    const char *value = getenv(name);
    return value && *value ? value : NULL;
}

int main(int argc, char **argv)
{
    struct ctl ctl = {.url = setting("RESYND_URL"),
                      .token_file = setting("RESYND_TOKEN_FILE"),
                      .ca_file = setting("RESYND_CA_FILE"),
                      .certificate = setting("RESYND_CERTIFICATE")};
    if (!ctl.url)
        ctl.url = DEFAULT_URL;
    bool help = false, version = false;
    int count = take_common(&ctl, argc - 1, argv + 1, &help, &version);
    if (count < 0)
        return EXIT_USAGE;
    if (version)
        return puts("resynctl " RESYND_VERSION), EXIT_FINE;
    if (count == 0) {
        print_help(help ? stdout : stderr);
        return help ? EXIT_FINE : EXIT_USAGE;
    }
    const struct command *command = find_command(argv[1]);
    if (!command) {
        complain("there is no command '%s'; resynctl --help lists them", argv[1]);
        return EXIT_USAGE;
    }
    if (help)
        return print_command_help(command), EXIT_FINE;
    return command->run(&ctl, count, argv + 1);
}
