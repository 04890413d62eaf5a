/* SPDX-License-Identifier: Apache-2.0 */
/* command_token.c: `resynctl token`: what clients of a daemon may do. Works on the daemon's data
 * directory and not over HTTP: who may write there owns the daemon, and a token that leaks cannot
 * make others. The daemon notices within a second. */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "daemon/ctl/ctl.h"
#include "lib/base/json_write.h"
#include "lib/tokens/tokens.h"

struct wish {
    const char *verb, *name, *data;
    unsigned scopes;
};

/* ---- The data directory ---- */

static void default_folder(char *path, size_t size)
{
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    if (state && *state == '/')
        snprintf(path, size, "%s/resynd", state);
    else
        snprintf(path, size, "%s/.local/state/resynd", home ? home : "");
}

/* Held until it is closed: two that change the file at once must not lose each other's change. −1
 * after a complaint. */
static int open_folder(const char *given)
{
    char path[4096];
    default_folder(path, sizeof path);
    if (given)
        snprintf(path, sizeof path, "%s", given);
    int directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory >= 0 && flock(directory, LOCK_EX) == 0)
        return directory;
    complain("%s: %s; it is the data directory of resynd, which --data DIR names", path,
             strerror(errno));
    if (directory >= 0)
        close(directory);
    return -1;
}

/* ---- The verbs ---- */

static int make(const struct wish *wish, int directory, struct tokens *tokens)
{
    char text[HASH_HEX];
    struct error error;
    if (!wish->scopes)
        return complain("say what it may do: --scope score, author or operate, or several, with "
                        "commas"),
               EXIT_USAGE;
    int result = tokens_make(tokens, wish->name, wish->scopes, text, &error);
    if (result == 0)
        result = tokens_write(directory, tokens, &error);
    if (result < 0)
        return complain("%s", error.text), EXIT_TROUBLE;
    bool said = puts(text) >= 0 && fflush(stdout) == 0;
    explicit_bzero(text, sizeof text);
    if (!said)
        return complain("the token could not be written: revoke %s and make another", wish->name),
               EXIT_TROUBLE;
    fputs("resynctl: this is shown once; send it as Authorization: Bearer, or give its file to "
          "--token-file\n",
          stderr);
    return EXIT_FINE;
}

static int drop(const struct wish *wish, int directory, struct tokens *tokens)
{
    struct error error;
    if (!tokens_drop(tokens, wish->name))
        return complain("there is no token %s", wish->name), EXIT_FOUND;
    if (tokens_write(directory, tokens, &error) < 0)
        return complain("%s", error.text), EXIT_TROUBLE;
    return EXIT_FINE;
}

static void print_json(const struct token *token, const char *scopes)
{
    struct buffer out = BUFFER_INIT;
    struct json json = {.out = &out};
    json_put_open(&json, '{');
    json_put_key(&json, "name");
    json_put_text(&json, token->name);
    json_put_key(&json, "scopes");
    json_put_text(&json, scopes);
    json_put_key(&json, "made");
    json_put_unsigned(&json, (uint64_t)token->made);
    json_put_close(&json, '}');
    puts(out.data);
    buffer_deinit(&out);
}

static int list(const struct ctl *ctl, const struct tokens *tokens)
{
    char scopes[SCOPES_TEXT_MAX], made[32] = "";
    for (unsigned i = 0; i < tokens->count; i++) {
        const struct token *token = &tokens->all[i];
        time_t at = (time_t)token->made;
        struct tm parts;
        scopes_text(token->scopes, scopes);
        if (gmtime_r(&at, &parts))
            strftime(made, sizeof made, "%Y-%m-%dT%H:%M:%SZ", &parts);
        if (ctl->json)
            print_json(token, scopes);
        else
            printf("%-24s %-22s %s\n", token->name, scopes, made);
    }
    return EXIT_FINE;
}

/* ---- The command ---- */

static bool read_wish(struct wish *wish, int argc, char **argv)
{
    static const struct option options[] = {
        {"scope", required_argument, NULL, 's'}, {"data", required_argument, NULL, 'd'}, {0}};
    int option;
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (option == 'd')
            wish->data = optarg;
        else if (option != 's')
            return false;
        else if (!scopes_parse(optarg, &wish->scopes))
            return complain("--scope %s is not known: give score, author or operate, or several, "
                            "with commas",
                            optarg),
                   false;
    }
    wish->verb = optind < argc ? argv[optind] : "";
    wish->name = argc - optind == 2 ? argv[optind + 1] : NULL;
    bool named = strcmp(wish->verb, "create") == 0 || strcmp(wish->verb, "revoke") == 0;
    if (named ? !!wish->name : strcmp(wish->verb, "list") == 0 && argc - optind == 1)
        return true;
    return complain("token takes create NAME --scope SCOPES, list, or revoke NAME"), false;
}

static int run(const struct ctl *ctl, int argc, char **argv)
{
    static struct tokens tokens;
    struct wish wish = {0};
    struct error error;
    if (!read_wish(&wish, argc, argv))
        return EXIT_USAGE;
    int directory = open_folder(wish.data), result;
    if (directory < 0)
        return EXIT_TROUBLE;
    if (tokens_read(directory, &tokens, &error) < 0)
        result = (complain("%s", error.text), EXIT_TROUBLE);
    else if (strcmp(wish.verb, "create") == 0)
        result = make(&wish, directory, &tokens);
    else if (strcmp(wish.verb, "revoke") == 0)
        result = drop(&wish, directory, &tokens);
    else
        result = list(ctl, &tokens);
    close(directory);
    return result;
}

const struct command command_token = {
    "token", "create NAME | list | revoke NAME", "Makes, shows and revokes the tokens of clients",
    "  --scope SCOPES  what a new token may do, with commas: score (instances and verdicts),\n"
    "                  author (change the library), operate (quarantine, metrics, right answers)\n"
    "  --data DIR      the daemon's data directory (default: resynd in the user's state "
    "directory)\n"
    "\n"
    "A token is shown once, when it is made: only its SHA-256 is kept. A daemon that runs notices\n"
    "within a second.\n",
    run};
