/* SPDX-License-Identifier: Apache-2.0 */
/* ctl.h: what the commands of resynctl share. An ordinary client: no privilege, no daemon of its
 * own; `check` and `sample FILE` run the compiler and a worker in the same sandbox as the daemon
 * does. */
#ifndef CTL_CTL_H
#define CTL_CTL_H

#include <stdbool.h>

/* What resynctl exits with. */
enum exit_status {
    EXIT_FINE = 0,
    EXIT_FOUND = 1,        /* the command ran, and what it looked at is not as it should be */
    EXIT_USAGE = 2,        /* the command line is wrong */
    EXIT_INCONCLUSIVE = 2, /* gate: a required check could not run, which is no pass */
    EXIT_UNREACHABLE = 3,  /* the daemon does not answer */
    EXIT_REFUSED = 4,      /* the daemon answered with an error */
    EXIT_TROUBLE = 5,      /* this machine failed: memory, files, processes */
};

struct ctl {
    const char *url;         /* http://host:port, https://…, or unix:PATH */
    const char *token_file;  /* NULL: resynd/token in the user's configuration directory, if any */
    const char *ca_file;     /* authorities of https servers; NULL: the system's */
    const char *certificate; /* our own, with its key, in one file; NULL: none */
    bool json; /* one JSON document (or JSON Lines) on standard output, nothing else there */
};

struct command {
    const char *name;
    const char *synopsis; /* what follows the name */
    const char *sentence;
    const char *options; /* lines of help, each ending with a newline */
    int (*run)(const struct ctl *ctl, int argc, char **argv);
};

extern const struct command command_gate, command_check, command_sample, command_score,
    command_list, command_status, command_push, command_pull, command_versions, command_activate,
    command_rollback, command_rm, command_report, command_quarantine, command_release,
    command_export, command_bundle, command_token, command_replay, command_top;

/* Says on standard error what is wrong and what to do. */
__attribute__((format(printf, 1, 2))) void complain(const char *format, ...);

/* A number given to an option; complains and returns false where it is none or out of range. */
bool parse_number(const char *option, const char *text, unsigned long long low,
                  unsigned long long high, unsigned long long *out);

#endif
