/* SPDX-License-Identifier: Apache-2.0 */
/* main.c: resynd-front, the process that speaks HTTP. Started by the supervisor with its sockets
 * and one channel (proto/front_start.h); opens no file. */
#include <ctype.h>
#include <getopt.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "daemon/front/access.h"
#include "lib/base/log.h"
#include "lib/sandbox/sandbox.h"
#include "proto/front_start.h"

enum { EXIT_USAGE = 2 };

static int usage(void)
{
    fprintf(stderr,
            "resynd-front is started by resynd: --threads N --workers N --cpus N --own COUNT "
            "--shared COUNT [--isolation MODE] [--gate MODE] [--registry own|shared] "
            "[--kinds LETTERS] [--tls COUNT] [--metrics-environments N] [--log-level LEVEL] "
            "[--log-style STYLE] "
            "[--verdict-log N --verdict-log-bytes BYTES]\n");
    return EXIT_USAGE;
}

static bool read_count(const char *text, unsigned low, unsigned high, unsigned *out)
{
    char *end;
    unsigned long value = strtoul(text, &end, 10);
    if (*text < '0' || *text > '9' || *end || value < low || value > high)
        return false;
    *out = (unsigned)value;
    return true;
}

static bool read_bytes(const char *text, size_t *out)
{
    unsigned bytes;
    if (!read_count(text, 1, UINT_MAX, &bytes))
        return false;
    *out = bytes;
    return true;
}

static bool read_isolation(const char *text, bool *fresh)
{
    *fresh = strcmp(text, "fresh") == 0;
    return *fresh || strcmp(text, "reset") == 0;
}

static bool read_gate(const char *text, enum gate_mode *out)
{
    static const char *const names[] = {
        [GATE_ENFORCED] = "enforce", [GATE_REPORTED] = "report", [GATE_OFF] = "off"};
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(text, names[i]) == 0) {
            *out = (enum gate_mode)i;
            return true;
        }
    return false;
}

static bool read_level(const char *text, enum log_level *out)
{
    static const char *const names[] = {"debug", "info", "warning", "error"};
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(text, names[i]) == 0) {
            *out = (enum log_level)i;
            return true;
        }
    return false;
}

static bool read_style(const char *text)
{
    enum log_style style;
    bool known = log_style_parse(text, &style);
    if (known)
        log_use(style);
    return known;
}

static bool read_registry(const char *text, bool *shares)
{
    *shares = strcmp(text, "shared") == 0;
    return *shares || strcmp(text, "own") == 0;
}

static bool read_kinds(const char *text, struct server *server)
{
    static const char known[] = {LISTENER_OPEN, LISTENER_GUARDED, LISTENER_OPERATIONS, '\0'};
    size_t size = strlen(text);
    if (size > LISTENERS_MAX)
        return false;
    for (size_t i = 0; i < size; i++) {
        if (!strchr(known, tolower(text[i])))
            return false;
        server->operations |= tolower(text[i]) == LISTENER_OPERATIONS;
    }
    memcpy(server->kinds, text, size + 1);
    return true;
}

static double now_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static bool read_options(int argc, char **argv, struct server *server,
                         struct engine_options *options, unsigned *tls, enum log_level *level)
{
    static const struct option known[] = {{"threads", required_argument, NULL, 't'},
                                          {"workers", required_argument, NULL, 'w'},
                                          {"cpus", required_argument, NULL, 'c'},
                                          {"own", required_argument, NULL, 'o'},
                                          {"shared", required_argument, NULL, 's'},
                                          {"log-level", required_argument, NULL, 'v'},
                                          {"isolation", required_argument, NULL, 'i'},
                                          {"gate", required_argument, NULL, 'g'},
                                          {"kinds", required_argument, NULL, 'k'},
                                          {"tls", required_argument, NULL, 'e'},
                                          {"registry", required_argument, NULL, 'r'},
                                          {"log-style", required_argument, NULL, 'y'},
                                          {"metrics-environments", required_argument, NULL, 'm'},
                                          {"verdict-log", required_argument, NULL, 'd'},
                                          {"verdict-log-bytes", required_argument, NULL, 'b'},
                                          {0}};
    bool fine = true;
    int option;
    while ((option = getopt_long(argc, argv, "", known, NULL)) != -1)
        fine &= option == 't'   ? read_count(optarg, 1, THREADS_MAX, &options->threads)
                : option == 'w' ? read_count(optarg, 1, 1u << 20, &options->workers_max)
                : option == 'c' ? read_count(optarg, 1, 1u << 20, &options->cpus)
                : option == 'o' ? read_count(optarg, 0, LISTENERS_MAX, &server->own)
                : option == 's' ? read_count(optarg, 0, LISTENERS_MAX, &server->shared)
                : option == 'v' ? read_level(optarg, level)
                : option == 'i' ? read_isolation(optarg, &options->fresh)
                : option == 'm'
                    ? read_count(optarg, 0, METRICS_ENVIRONMENTS_MAX, &server->metrics_environments)
                : option == 'd' ? read_count(optarg, 1, 1u << 30, &server->log.one_in)
                : option == 'b' ? read_bytes(optarg, &server->log.file_bytes)
                : option == 'y' ? read_style(optarg)
                : option == 'g' ? read_gate(optarg, &options->gate)
                : option == 'r' ? read_registry(optarg, &options->shares)
                : option == 'k' ? read_kinds(optarg, server)
                : option == 'e' ? read_count(optarg, 0, TLS_DESCRIPTORS_MAX, tls)
                                : false;
    server->threads = options->threads;
    server->gate = options->gate;
    server->user = geteuid();
    server->started_seconds = now_seconds();
    return fine && optind == argc && options->threads && options->workers_max && options->cpus &&
           server->own + server->shared > 0;
}

static int socket_count(const struct server *server)
{
    return (int)(server->own * server->threads + server->shared);
}

/* Connections and workers' doorbells: as many descriptors as the system lets us have. */
static void raise_descriptor_limit(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

int main(int argc, char **argv)
{
    static struct server server;
    struct engine_options options = {.supervisor = FRONT_SUPERVISOR};
    enum log_level level = LOG_INFO;
    unsigned tls = 0;
    if (!read_options(argc, argv, &server, &options, &tls, &level))
        return usage();
    log_init("front", level);
    signal(SIGPIPE, SIG_IGN);
    raise_descriptor_limit();
    struct error error;
    if (sandbox_basics(0, &error) < 0 || sandbox_lock_front(&error) < 0) {
        log_event(LOG_ERROR, "not confined", "reason=\"%s\"", error.text);
        return EXIT_FAILURE;
    }
    if (tls && !tls_take(&server.tls, socket_count(&server) + FRONT_LISTENERS, tls))
        return EXIT_FAILURE;
    if (!access_take_tokens(FRONT_TOKENS)) {
        log_event(LOG_ERROR, "tokens not understood", "%s", "");
        return EXIT_FAILURE;
    }
    if (!verdict_log_start(&server.log, server.threads)) {
        log_event(LOG_ERROR, "no verdict log", "reason=\"no memory\"%s", "");
        return EXIT_FAILURE;
    }
    options.log = server.log.one_in ? &server.log.slot : NULL;
    int status = engine_run(&options, &http_hooks, &server);
    verdict_log_stop(&server.log);
    return status;
}
