/* SPDX-License-Identifier: Apache-2.0 */
/* main.c: resynd-store: reads the environments directories and tells the front what is in them,
 * again whenever they change. Started by resynd, as proto/front_start.h says. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

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

static bool parse_option(struct store *store, const char *name, const char *value,
                         enum log_level *level)
{
    if (strcmp(name, "--log-level") == 0)
        return parse_level(value, level);
    if (strcmp(name, "--engine") == 0)
        return hash_parse(value, store->engine);
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

int main(int argc, char **argv)
{
    static struct store store;
    enum log_level level = LOG_INFO;
    struct error error;
    uv_loop_t loop;
    if (!parse(&store, argc, argv, &level)) {
        fputs("resynd-store is started by resynd: resynd-store [--log-level LEVEL] [--data FOLDER "
              "--engine HASH] DIRECTORY...\n",
              stderr);
        return STATUS_USAGE;
    }
    log_init("store", level);
    signal(SIGPIPE, SIG_IGN);
    umask(077); /* what is in the database is nobody else's */
    if (sandbox_basics(0, &error) < 0) {
        log_event(LOG_ERROR, "not confined", "reason=\"%s\"", error.text);
        return STATUS_FAILED;
    }
    int result = uv_loop_init(&loop);
    if (result == 0 && store_lock(&store, &error) < 0) {
        log_event(LOG_ERROR, "not confined", "reason=\"%s\"", error.text);
        return STATUS_FAILED;
    }
    if (result == 0)
        result = store_start(&store, &loop, STORE_SUPERVISOR);
    if (result < 0) {
        log_event(LOG_ERROR, "not started", "reason=\"%s\"", uv_strerror(result));
        return STATUS_FAILED;
    }
    uv_run(&loop, UV_RUN_DEFAULT); /* until the supervisor hangs up */
    uv_loop_close(&loop);
    store_deinit(&store);
    return 0;
}
