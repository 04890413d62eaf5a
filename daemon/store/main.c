/* SPDX-License-Identifier: Apache-2.0 */
/* main.c: resynd-store: reads the environments directories, keeps the registry, and tells the front
 * what is in them, again whenever they change. Started by resynd, as proto/front_start.h says. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/store/copy.h"
#include "daemon/store/store.h"
#include "lib/base/log.h"
#include "lib/sandbox/sandbox.h"
#include "proto/front_start.h"

enum { STATUS_FAILED = 1, STATUS_USAGE = 2 };

static bool parse_level(const char *text, enum log_level *level)
{
    static const char *const names[] = {"debug", "info", "warning", "error"};
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(text, names[i]) == 0) {
            *level = (enum log_level)i;
            return true;
        }
    return false;
}

static bool parse_style(const char *text)
{
    enum log_style style;
    bool known = log_style_parse(text, &style);
    if (known)
        log_use(style);
    return known;
}

static bool parse_number(const char *text, unsigned *number)
{
    char *end;
    *number = (unsigned)strtoul(text, &end, 10);
    return *text && !*end;
}

/* What the supervisor has written down: it may hold a password, so it is on no command line. */
static bool read_database(struct store *store)
{
    static char where[DATABASE_WHERE_MAX];
    ssize_t size = pread(STORE_DATABASE, where, sizeof where - 1, 0);
    store->database_link.where = where;
    close(STORE_DATABASE);
    return size > 0;
}

static bool parse_reach(struct store *store, const char *text)
{
    static const char *const words[] = {[SANDBOX_DATABASE_OWN] = "own",
                                        [SANDBOX_DATABASE_SOCKET] = "socket",
                                        [SANDBOX_DATABASE_NETWORK] = "network"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(text, words[i]) == 0) {
            store->reach = (enum sandbox_database)i;
            return i == SANDBOX_DATABASE_OWN || read_database(store);
        }
    return false;
}

static bool parse_option(struct store *store, const char *name, const char *value,
                         enum log_level *level)
{
    if (strcmp(name, "--log-level") == 0)
        return parse_level(value, level);
    if (strcmp(name, "--log-style") == 0)
        return parse_style(value);
    if (strcmp(name, "--engine") == 0)
        return hash_parse(value, store->registry.database.engine);
    if (strcmp(name, "--keep-versions") == 0)
        return parse_number(value, &store->registry.versions);
    if (strcmp(name, "--database") == 0)
        return parse_reach(store, value);
    if (strcmp(name, "--verdict-log") == 0) {
        store->log_folder = value;
        return true;
    }
    store->data = value;
    return strcmp(name, "--data") == 0;
}

static bool parse(struct store *store, int argc, char **argv, enum log_level *level)
{
    int at = 1;
    for (; at + 1 < argc && argv[at][0] == '-'; at += 2)
        if (!parse_option(store, argv[at], argv[at + 1], level))
            return false;
    while (at < argc && store->root_count < ROOTS_MAX)
        store->roots[store->root_count++] = argv[at++];
    return at == argc && store->root_count > 0;
}

/* resynd-store backup|restore FOLDER FILE, by hand: see daemon/supervisor/command.c. */
static int run_command(char **argv)
{
    struct error error;
    bool restores = strcmp(argv[1], "restore") == 0;
    int result =
        restores ? copy_restore(argv[2], argv[3], &error) : copy_back_up(argv[2], argv[3], &error);
    if (result == 0)
        return 0;
    fprintf(stderr, "resynd: %s\n", error.text);
    return STATUS_FAILED;
}

/* resynd-store-postgres reach, for resynd doctor: says what stands in the way to where
 * STORE_SUPERVISOR would be. */
static int reach(struct store *store)
{
    struct error error = {0};
    if (!read_database(store))
        return STATUS_USAGE;
    struct sql *sql = sql_open_postgres(store->database_link.where, &error);
    sql_close(sql);
    if (sql)
        return 0;
    ssize_t written = write(STORE_SUPERVISOR, error.text, strlen(error.text));
    (void)written; /* the status says it too */
    return STATUS_FAILED;
}

static bool is_command(int argc, char **argv)
{
    return argc == 4 && (strcmp(argv[1], "backup") == 0 || strcmp(argv[1], "restore") == 0);
}

static int fail(const char *event, const char *reason)
{
    char quoted[400];
    log_event(LOG_ERROR, event, "reason=%s", log_quote(reason, quoted, sizeof quoted));
    return STATUS_FAILED;
}

int main(int argc, char **argv)
{
    static struct store store;
    enum log_level level = LOG_INFO;
    struct error error;
    uv_loop_t loop;
    umask(077); /* what is in the database is nobody else's */
    if (is_command(argc, argv))
        return run_command(argv);
    if (argc == 2 && strcmp(argv[1], "reach") == 0)
        return reach(&store);
    if (!parse(&store, argc, argv, &level)) {
        fputs("resynd-store is started by resynd: resynd-store [--log-level LEVEL] [--log-style "
              "STYLE] [--data FOLDER "
              "--engine HASH [--database own|socket|network] [--keep-versions N]] "
              "[--verdict-log FOLDER] DIRECTORY...\n",
              stderr);
        return STATUS_USAGE;
    }
    log_init("store", level);
    signal(SIGPIPE, SIG_IGN);
    if (sandbox_basics(0, &error) < 0)
        return fail("not confined", error.text);
    int result = uv_loop_init(&loop);
    if (result == 0 && store_lock(&store, &error) < 0)
        return fail("not confined", error.text);
    if (result == 0)
        result = store_start(&store, &loop, STORE_SUPERVISOR);
    if (result < 0)
        return fail("not started", uv_strerror(result));
    uv_run(&loop, UV_RUN_DEFAULT); /* until the supervisor hangs up */
    uv_loop_close(&loop);
    store_deinit(&store);
    return 0;
}
