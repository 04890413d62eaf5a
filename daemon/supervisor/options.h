/* SPDX-License-Identifier: Apache-2.0 */
/* options.h: what resynd is to do, from its settings (settings.def) and its command line. */
#ifndef SUPERVISOR_OPTIONS_H
#define SUPERVISOR_OPTIONS_H

#include <limits.h>
#include <stdbool.h>

#include "daemon/supervisor/listeners.h"
#include "lib/base/log.h"
#include "lib/config/config.h"
#include "lib/sandbox/sandbox.h"
#include "proto/front_start.h"

enum {
    WORKERS_MAX = 4096,
    KEEP_VERSIONS_MAX = 8192,
    CPUS_MAX = 4096,
    DRAIN_WAIT_MAX_S = 3600,
    VERDICT_LOG_MIB_MAX = 16384,
};

/* What is done instead of serving. */
enum action {
    ACTION_SERVE,
    ACTION_SHOW_ISOLATION, /* nothing but `action` is filled in then */
    ACTION_CHECK_CONFIG,
    ACTION_PRINT_CONFIG, /* in `answer` */
    ACTION_PRINT,        /* of `answer`; nothing else is filled in */
};

/* Who needs a token to score. Changes of the library always take one. */
enum token_need {
    TOKEN_NETWORK, /* who comes from beyond this machine */
    TOKEN_ALWAYS,
    TOKEN_NEVER,
};

enum isolation_mode { ISOLATION_RESET, ISOLATION_FRESH };

struct options {
    struct address listen[LISTENERS_MAX];
    unsigned listen_count; /* the one for operations, where there is one, is the last */
    unsigned passed_count; /* sockets that the service manager passes */
    enum token_need token_need;
    char tls_certificate[PATH_MAX], tls_key[PATH_MAX], tls_clients[PATH_MAX]; /* "": not given */
    char environments[PATH_MAX];                                              /* absolute, exists */
    char data[PATH_MAX];
    char database[DATABASE_WHERE_MAX]; /* as libpq takes it; "": the data directory's own */
    unsigned workers, threads, cpus;
    unsigned keep_versions; /* of one name; 0: all */
    unsigned drain_wait_s;  /* that a stop leaves it reachable at least */
    enum isolation_mode isolation;
    unsigned gate; /* options_gate_name */
    unsigned metrics_environments;
    char verdict_log[PATH_MAX]; /* a folder; "": no log */
    unsigned verdict_log_one_in, verdict_log_mib;
    enum log_level level;
    enum log_style style; /* LOG_LOGFMT or LOG_JSON as it is set; then journal_style of it */

    bool follows_cpus; /* workers.cpus: auto */
    enum action action;
    int argc; /* the command line, borrowed: a reload reads it again */
    char **argv;
    unsigned workers_auto; /* what workers.max: auto comes to, as of the start */
    struct buffer answer;  /* owned */
    char file[PATH_MAX];   /* absolute; "": there is no configuration file */
    bool file_wanted;      /* --config named it, so it must be there */
    struct config config;  /* owned: the values as they were given */
    char database_file[PATH_MAX];
    struct setting_list listen_texts;
    char operations_text[SETTING_ITEM_BYTES];
};

/* 0, or −EINVAL: the sentence in `error` says what to do. Reads the configuration file, the
 * environment and, for defaults, the machine; opens nothing that stays open. */
int options_parse(struct options *options, int argc, char **argv, struct error *error);
/* Of these, store.data alone. */
int options_read_data(char path[PATH_MAX], int argc, char **argv, struct error *error);
/* Reads the same places again, as of now. What differs is marked in `changed`; of it, what a reload
 * may change is changed. Negative errno with a sentence: nothing is. Opens nothing but the file. */
int options_reload(struct options *options, bool changed[], struct error *error);
void options_deinit(struct options *options);
/* Who is behind an address of server.listen, or one that is passed. */
enum listener_kind options_kind(const struct options *options, const struct address *address);
const char *options_level_name(enum log_level level);
const char *options_gate_name(unsigned gate);
/* Of the settings, which database counts: reads the file that names one. */
int database_settle(struct options *options, struct error *error);
/* What it takes to reach the database that libpq's words name; "": the data directory's. Where they
 * do not say clearly that it is a Unix socket, it is the network. */
enum sandbox_database database_reach(const char *where);

#endif
