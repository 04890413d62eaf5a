/* SPDX-License-Identifier: Apache-2.0 */
/* options.h: the command line of resynd, with its defaults filled in. */
#ifndef SUPERVISOR_OPTIONS_H
#define SUPERVISOR_OPTIONS_H

#include <limits.h>
#include <stdbool.h>

#include "daemon/supervisor/listeners.h"
#include "lib/base/log.h"
#include "lib/sandbox/sandbox.h"
#include "proto/front_start.h"

enum {
    WORKERS_MAX = 4096,
    KEEP_VERSIONS_MAX = 8192,
};

struct options {
    struct address listen[LISTENERS_MAX];
    unsigned listen_count;
    char environments[PATH_MAX]; /* absolute, exists */
    char data[PATH_MAX];
    char database[DATABASE_WHERE_MAX]; /* as libpq takes it; "": the data directory's own */
    unsigned workers, threads;
    unsigned keep_versions; /* of one name; 0: all */
    bool fresh;             /* --isolation fresh */
    const char *gate;       /* enforce, report or off */
    enum log_level level;
    bool show_isolation; /* and leave; nothing else is filled in then */
};

/* 0; 1: --help or --version, whose `answer` is to be printed; −EINVAL: the sentence in `error` says
 * what to do. Reads the environment and the machine for defaults; opens nothing that stays open. */
int options_parse(struct options *options, int argc, char **argv, const char **answer,
                  struct error *error);
const char *options_level_name(enum log_level level);
/* What it takes to reach the database that libpq's words name; "": the data directory's. Where they
 * do not say clearly that it is a Unix socket, it is the network. */
enum sandbox_database database_reach(const char *where);

#endif
