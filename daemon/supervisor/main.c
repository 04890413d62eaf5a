/* SPDX-License-Identifier: Apache-2.0 */
/* main.c: resynd, the supervisor: adopt the command line, open what is kept for life, lock, loop.
 * Parses no byte of a client and none of an environment. */
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "daemon/supervisor/command.h"
#include "daemon/supervisor/doctor.h"
#include "daemon/supervisor/journal.h"
#include "daemon/supervisor/supervisor.h"

enum { STATUS_FAILED = 1, STATUS_USAGE = 2 };

/* Workers cost the front descriptors by the thousand; children inherit the limit. */
static void raise_descriptor_limit(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
        return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

static int find_programs(struct programs *programs, struct error *error)
{
    int result = programs_open(programs, error);
    if (result < 0)
        return result;
    const char *missing = programs->front < 0      ? "front"
                          : programs->store < 0    ? "store"
                          : programs->worker < 0   ? "worker"
                          : programs->compiler < 0 ? "compiler"
                                                   : NULL;
    if (!missing)
        return 0;
    return error_set(error, -ENOENT,
                     "resynd-%s is neither beside resynd nor in ../libexec/resynd nor in its build "
                     "directory: install or build all of resynd",
                     missing);
}

/* What an operator may not have meant. NULL: nothing. */
static const char *risk_of(const struct address *address, const struct supervisor *supervisor)
{
    bool certified = address->tls && supervisor->tls.clients >= 0;
    if (address->kind == LISTENER_GUARDED && !certified &&
        !tokens_watch_grants(&supervisor->tokens, SCOPE_SCORE))
        return "nobody can score here until `resynctl token create NAME --scope score`";
    if (address->kind == LISTENER_OPEN && !certified && !address_is_local(address))
        return "everyone who can reach this address may score";
    if (address->kind == LISTENER_GUARDED && !address->tls && !address_is_local(address))
        return "tokens, responses and rewards cross the network unencrypted";
    return NULL;
}

static void log_addresses(const struct supervisor *supervisor)
{
    const struct listeners *listeners = &supervisor->listeners;
    char text[ADDRESS_TEXT_MAX], quoted[ADDRESS_TEXT_MAX * 2];
    for (unsigned i = 0; i < listeners->count; i++) {
        const struct address *address = &listeners->all[i].address;
        const char *risk = risk_of(address, supervisor);
        address_text(address, text);
        log_event(LOG_INFO, "listening", "address=%s kind=%s passed=%s",
                  log_quote(text, quoted, sizeof quoted),
                  address->kind == LISTENER_OPERATIONS ? "operations" : "scoring",
                  listeners->all[i].passed ? "yes" : "no");
        if (risk)
            log_event(LOG_WARNING, "look at who can reach it", "address=%s risk=\"%s\"", quoted,
                      risk);
    }
}

/* For the store, which may be started more than once; it may hold a password. */
static int write_database(struct supervisor *supervisor, struct error *error)
{
    const char *where = supervisor->options.database;
    if (!*where)
        return 0;
    if (supervisor->programs.store_postgres < 0)
        return error_set(
            error, -ENOENT,
            "--database needs resynd-store-postgres, which is not beside resynd-store: "
            "build resynd with libpq");
    supervisor->database = memfd_create("resynd-database", MFD_CLOEXEC);
    ssize_t size = (ssize_t)strlen(where);
    if (supervisor->database < 0 || write(supervisor->database, where, (size_t)size) != size)
        return error_set(error, -EIO, "no memory for --database");
    return 0;
}

static void guard_passed(struct supervisor *supervisor)
{
    for (unsigned i = 0; i < supervisor->listeners.count; i++) {
        struct listener *listener = &supervisor->listeners.all[i];
        if (listener->passed)
            listener->address.kind = options_kind(&supervisor->options, &listener->address);
    }
}

/* Its path becomes one that holds wherever the store is started. */
static int make_log_folder(char path[PATH_MAX], struct error *error)
{
    char whole[PATH_MAX];
    if (!*path)
        return 0;
    int result = data_make("--verdict-log", path, error);
    if (result < 0)
        return result;
    if (!realpath(path, whole))
        return error_set(error, -errno, "cannot use the directory %.100s: %s", path,
                         strerror(errno));
    memcpy(path, whole, sizeof whole);
    return 0;
}

/* What needs a path is opened here, once. */
static int open_all(struct supervisor *supervisor, struct error *error)
{
    const struct options *options = &supervisor->options;
    int result = find_programs(&supervisor->programs, error);
    if (result == 0)
        result = programs_engine(&supervisor->programs, supervisor->engine, error);
    if (result == 0)
        result = data_open(&supervisor->data, options->data, error);
    if (result == 0)
        result = tokens_watch_open(&supervisor->tokens, supervisor->data.directory, error);
    if (result == 0)
        result = tls_files_open(&supervisor->tls, options, error);
    if (result == 0)
        result = write_database(supervisor, error);
    if (result == 0)
        result = make_log_folder(supervisor->options.verdict_log, error);
    if (result == 0)
        result = manager_open(&supervisor->manager, error);
    listeners_init(&supervisor->listeners, options->threads);
    if (result == 0)
        result = listeners_adopt(&supervisor->listeners, options->passed_count, error);
    guard_passed(supervisor);
    if (result == 0)
        result =
            listeners_open(&supervisor->listeners, options->listen, options->listen_count, error);
    if (result == 0)
        result = data_write_listening(&supervisor->data, &supervisor->listeners, error);
    return result;
}

static int confine(struct supervisor *supervisor, struct error *error)
{
    const char *data = *supervisor->data.store ? supervisor->data.store : NULL;
    return confinement_enter(&supervisor->confinement, &supervisor->options, data,
                             &supervisor->programs, error);
}

static int run(struct supervisor *supervisor, struct error *error)
{
    uv_loop_t loop;
    int result = uv_loop_init(&loop);
    if (result < 0)
        return error_set(error, result, "cannot make an event loop: %s", uv_strerror(result));
    result = supervisor_start(supervisor, &loop, error);
    if (result == 0) {
        uv_run(&loop, UV_RUN_DEFAULT); /* until every handle is closed: STAGE_STOPPED */
        uv_loop_close(&loop);
    }
    return result;
}

static void close_all(struct supervisor *supervisor)
{
    confinement_leave(&supervisor->confinement);
    listeners_close(&supervisor->listeners);
    data_close(&supervisor->data);
    manager_close(&supervisor->manager);
    tls_files_close(&supervisor->tls);
    if (supervisor->database >= 0)
        close(supervisor->database);
    programs_close(&supervisor->programs);
}

/* Until the loop can take them (supervisor_start): a daemon that is stopped while it starts must
 * not leave its files behind. */
static void hold_signals(void)
{
    sigset_t held;
    sigemptyset(&held);
    sigaddset(&held, SIGTERM);
    sigaddset(&held, SIGINT);
    sigaddset(&held, SIGHUP);
    sigprocmask(SIG_BLOCK, &held, NULL);
}

static int serve(struct supervisor *supervisor, struct error *error)
{
    hold_signals();
    raise_descriptor_limit();
    signal(SIGPIPE, SIG_IGN);
    supervisor->data = DATA_INIT;
    supervisor->manager = MANAGER_INIT;
    supervisor->tls = TLS_FILES_INIT;
    supervisor->database = -1;
    supervisor->programs = PROGRAMS_INIT;
    supervisor->confinement = CONFINEMENT_INIT;
    int result = open_all(supervisor, error);
    if (result == 0)
        result = confine(supervisor, error);
    if (result == 0) {
        log_event(LOG_INFO, "started", "version=" RESYND_VERSION " threads=%u workers=%u",
                  supervisor->options.threads, supervisor->options.workers);
        log_addresses(supervisor);
        result = run(supervisor, error);
    }
    close_all(supervisor);
    return result;
}

static int show_isolation(struct supervisor *supervisor, struct error *error)
{
    supervisor->programs = PROGRAMS_INIT;
    supervisor->confinement = CONFINEMENT_INIT;
    int result = find_programs(&supervisor->programs, error);
    if (result == 0)
        result = confine(supervisor, error);
    if (result == 0)
        isolation_print(&supervisor->confinement.found, stdout);
    confinement_leave(&supervisor->confinement);
    programs_close(&supervisor->programs);
    return result;
}

static int fail(const struct error *error, int status)
{
    fprintf(stderr, "resynd: %s\n", error->text);
    return status;
}

static int print(const struct buffer *answer)
{
    bool whole = !answer->failed && fwrite(answer->data, 1, answer->size, stdout) == answer->size;
    return whole && fflush(stdout) == 0 ? 0 : STATUS_FAILED;
}

static int say_checked(const struct options *options)
{
    const char *file = *options->file ? options->file : "no configuration file";
    return printf("resynd: %s: the settings are valid\n", file) < 0 ? STATUS_FAILED : 0;
}

static int run_server(struct supervisor *supervisor)
{
    struct error error = {0};
    if (serve(supervisor, &error) < 0)
        return fail(&error, STATUS_FAILED);
    log_event(LOG_INFO, "stopped", "%s", "");
    return 0;
}

static int act(struct supervisor *supervisor)
{
    struct error error = {0};
    supervisor->options.style = journal_style(supervisor->options.style);
    log_init("supervisor", supervisor->options.level);
    log_use(supervisor->options.style);
    switch (supervisor->options.action) {
    case ACTION_PRINT:
    case ACTION_PRINT_CONFIG:
        return print(&supervisor->options.answer);
    case ACTION_CHECK_CONFIG:
        return say_checked(&supervisor->options);
    case ACTION_SHOW_ISOLATION:
        return show_isolation(supervisor, &error) < 0 ? fail(&error, STATUS_FAILED) : 0;
    case ACTION_SERVE:
        break;
    }
    return run_server(supervisor);
}

int main(int argc, char **argv)
{
    static struct supervisor supervisor;
    struct error error = {0};
    if (doctor_given(argc, argv))
        return doctor_run(argc, argv);
    if (command_given(argc, argv))
        return command_run(argc, argv);
    if (options_parse(&supervisor.options, argc, argv, &error) < 0)
        return fail(&error, STATUS_USAGE);
    int status = act(&supervisor);
    options_deinit(&supervisor.options);
    return status;
}
