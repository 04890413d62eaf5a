/* SPDX-License-Identifier: Apache-2.0 */
/* options.c: see options.h. */
#include "daemon/supervisor/options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "daemon/supervisor/defaults.h"

static const char help[] =
    "Usage: resynd [OPTION]...\n"
    "Scores rollouts over HTTP with the environments of a directory.\n"
    "\n"
    "  --listen ADDRESS    where to serve: HOST:PORT, [IPV6]:PORT or unix:PATH; may be given\n"
    "                      several times (default 127.0.0.1:8420; port 0: any free port)\n"
    "  --environments DIR  the environments, a folder per category (default: those that came\n"
    "                      with resynd)\n"
    "  --data DIR          where resynd keeps its own files (default: resynd in the user's state\n"
    "                      directory); DIR/listening holds the addresses while it serves\n"
    "  --database WHERE    keep the registry in PostgreSQL, for several replicas to share:\n"
    "                      postgresql://… or key=value words, as libpq takes them\n"
    "  --database-file F   the same, read from a file: for what has a password in it\n"
    "  --keep-versions N   of each environment, N versions that clients have put are kept, and\n"
    "                      older ones purged (default: all are kept)\n"
    "  --workers N         live workers at most, 1 to 4096 (default: as many as\n"
    "                      fit the machine, 2048 at most)\n"
    "  --http-threads N    threads that serve HTTP, 1 to 16 (default: as fits the CPUs)\n"
    "  --isolation MODE    reset: a worker judges many answers, its memory reset before each, and\n"
    "                      samples are judged again in new processes (the default); fresh: each\n"
    "                      answer is judged in a new process, which takes some milliseconds of\n"
    "                      CPU instead of some microseconds\n"
    "  --gate MODE         enforce: an environment is served once the gate has failed to fool its\n"
    "                      verifier (the default); report: the gate's findings are shown, and all\n"
    "                      are served; off: it is not asked\n"
    "  --log-level LEVEL   debug, info, warning or error (default: info)\n"
    "  --show-isolation    print which layers keep environments away from this machine, try some\n"
    "                      attacks, and leave; status 1 where resynd would refuse to serve\n"
    "  --help              print this and leave\n"
    "  --version           print the version and leave\n"
    "\n"
    "resynd token           makes the token of those who may change the library over HTTP\n"
    "resynd backup FILE     copies the registry into FILE\n"
    "resynd restore FILE    and back\n"
    "\n"
    "SIGTERM and SIGINT stop it in order: what is in flight is scored first, then it leaves with\n"
    "status 0. A second signal stops it at once, with status 128 and the signal's number.\n";

static const char version[] = "resynd " RESYND_VERSION "\n";

static const char *const level_names[] = {
    [LOG_DEBUG] = "debug", [LOG_INFO] = "info", [LOG_WARNING] = "warning", [LOG_ERROR] = "error"};

const char *options_level_name(enum log_level level)
{
    return level_names[level];
}

static int parse_level(struct options *options, const char *text, struct error *error)
{
    for (unsigned i = 0; i < sizeof level_names / sizeof *level_names; i++)
        if (strcmp(text, level_names[i]) == 0) {
            options->level = (enum log_level)i;
            return 0;
        }
    return error_set(error, -EINVAL,
                     "--log-level %.40s is not known: give debug, info, warning or error", text);
}

static int parse_number(unsigned *out, const char *option, const char *text, unsigned most,
                        struct error *error)
{
    char *end;
    errno = 0;
    unsigned long value = strtoul(text, &end, 10);
    if (errno || *end || *text < '0' || *text > '9' || value < 1 || value > most)
        return error_set(error, -EINVAL,
                         "%s %.40s is not possible: give a whole number from 1 to %u", option, text,
                         most);
    *out = (unsigned)value;
    return 0;
}

static int parse_listen(struct options *options, const char *text, struct error *error)
{
    if (options->listen_count == LISTENERS_MAX)
        return error_set(error, -EINVAL, "--listen was given more than %d times: leave some out",
                         LISTENERS_MAX);
    int result = address_parse(&options->listen[options->listen_count], text, error);
    if (result == 0)
        options->listen_count++;
    return result;
}

static int parse_isolation(struct options *options, const char *text, struct error *error)
{
    options->fresh = strcmp(text, "fresh") == 0;
    if (options->fresh || strcmp(text, "reset") == 0)
        return 0;
    return error_set(error, -EINVAL, "--isolation %.40s is not known: give reset or fresh", text);
}

static int parse_gate(struct options *options, const char *text, struct error *error)
{
    static const char *const modes[] = {"enforce", "report", "off"};
    for (unsigned i = 0; i < sizeof modes / sizeof *modes; i++)
        if (strcmp(text, modes[i]) == 0) {
            options->gate = modes[i];
            return 0;
        }
    return error_set(error, -EINVAL, "--gate %.40s is not known: give enforce, report or off",
                     text);
}

static int parse_directory(char out[PATH_MAX], const char *option, const char *text,
                           struct error *error)
{
    int size = snprintf(out, PATH_MAX, "%s", text);
    if (size > 0 && size < PATH_MAX)
        return 0;
    return error_set(error, -EINVAL, "%s needs the path of a directory of at most %d bytes", option,
                     PATH_MAX - 1);
}

static int parse_database(struct options *options, const char *text, struct error *error)
{
    int size = snprintf(options->database, sizeof options->database, "%s", text);
    if (size > 0 && (size_t)size < sizeof options->database)
        return 0;
    return error_set(error, -EINVAL, "--database needs from 1 to %d bytes", DATABASE_WHERE_MAX - 1);
}

static int read_database(struct options *options, const char *path, struct error *error)
{
    FILE *file = fopen(path, "re");
    if (!file)
        return error_set(error, -EINVAL, "--database-file %.120s: %s", path, strerror(errno));
    char text[DATABASE_WHERE_MAX + 1];
    size_t size = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[size] = '\0';
    text[strcspn(text, "\r\n")] = '\0';
    return parse_database(options, text, error);
}

/* Of an URI, what stands between // and the next / or ?; of key=value words, host. */
static const char *host_of(const char *where, size_t *size)
{
    const char *slashes = strstr(where, "://"), *host = strstr(where, "host=");
    if (host) {
        *size = strcspn(host + 5, " &");
        return host + 5;
    }
    if (!slashes) {
        *size = 0; /* libpq's default: a Unix socket */
        return where;
    }
    const char *user = slashes + 3, *at = strchr(user, '@');
    size_t whole = strcspn(user, "/?");
    host = at && at < user + whole ? at + 1 : user;
    *size = whole - (size_t)(host - user);
    return host;
}

enum sandbox_database database_reach(const char *where)
{
    size_t size;
    if (!*where)
        return SANDBOX_DATABASE_OWN;
    const char *host = host_of(where, &size);
    bool socket = size == 0 || *host == '/' || strncasecmp(host, "%2f", 3) == 0;
    return socket && !strstr(where, "hostaddr=") && !strstr(where, "service=")
               ? SANDBOX_DATABASE_SOCKET
               : SANDBOX_DATABASE_NETWORK;
}

enum option_key {
    KEY_LISTEN = 256,
    KEY_ENVIRONMENTS,
    KEY_DATA,
    KEY_DATABASE,
    KEY_DATABASE_FILE,
    KEY_KEEP_VERSIONS,
    KEY_WORKERS,
    KEY_THREADS,
    KEY_ISOLATION,
    KEY_GATE,
    KEY_LEVEL,
    KEY_SHOW_ISOLATION,
    KEY_HELP,
    KEY_VERSION
};

static const struct option known[] = {
    {"listen", required_argument, NULL, KEY_LISTEN},
    {"environments", required_argument, NULL, KEY_ENVIRONMENTS},
    {"data", required_argument, NULL, KEY_DATA},
    {"database", required_argument, NULL, KEY_DATABASE},
    {"database-file", required_argument, NULL, KEY_DATABASE_FILE},
    {"keep-versions", required_argument, NULL, KEY_KEEP_VERSIONS},
    {"workers", required_argument, NULL, KEY_WORKERS},
    {"http-threads", required_argument, NULL, KEY_THREADS},
    {"isolation", required_argument, NULL, KEY_ISOLATION},
    {"gate", required_argument, NULL, KEY_GATE},
    {"log-level", required_argument, NULL, KEY_LEVEL},
    {"show-isolation", no_argument, NULL, KEY_SHOW_ISOLATION},
    {"help", no_argument, NULL, KEY_HELP},
    {"version", no_argument, NULL, KEY_VERSION},
    {0},
};

static int refuse(int key, const char *word, struct error *error)
{
    if (key == ':')
        return error_set(error, -EINVAL, "%.60s needs a value: resynd --help shows which", word);
    return error_set(error, -EINVAL,
                     "%.60s is not an option of resynd, or not in this form: "
                     "resynd --help lists them",
                     word);
}

static int parse_one(struct options *options, int key, struct error *error)
{
    switch (key) {
    case KEY_LISTEN:
        return parse_listen(options, optarg, error);
    case KEY_ENVIRONMENTS:
        return parse_directory(options->environments, "--environments", optarg, error);
    case KEY_DATA:
        return parse_directory(options->data, "--data", optarg, error);
    case KEY_DATABASE:
        return parse_database(options, optarg, error);
    case KEY_DATABASE_FILE:
        return read_database(options, optarg, error);
    case KEY_KEEP_VERSIONS:
        return parse_number(&options->keep_versions, "--keep-versions", optarg, KEEP_VERSIONS_MAX,
                            error);
    case KEY_WORKERS:
        return parse_number(&options->workers, "--workers", optarg, WORKERS_MAX, error);
    case KEY_THREADS:
        return parse_number(&options->threads, "--http-threads", optarg, THREADS_MAX, error);
    case KEY_SHOW_ISOLATION:
        options->show_isolation = true;
        return 0;
    case KEY_ISOLATION:
        return parse_isolation(options, optarg, error);
    case KEY_GATE:
        return parse_gate(options, optarg, error);
    default:
        return parse_level(options, optarg, error);
    }
}

static int fill_in(struct options *options, struct error *error)
{
    int result = 0;
    if (options->listen_count == 0)
        result = parse_listen(options, "127.0.0.1:8420", error);
    if (result == 0)
        result = default_environments(options->environments, error);
    if (result == 0 && !*options->data)
        result = default_data(options->data, error);
    if (!options->threads)
        options->threads = default_threads();
    if (!options->workers)
        options->workers = default_workers(options->threads);
    return result;
}

int options_parse(struct options *options, int argc, char **argv, const char **answer,
                  struct error *error)
{
    int key;
    *options = (struct options){.level = LOG_INFO, .gate = "enforce"};
    opterr = 0;
    optind = 1;
    while ((key = getopt_long(argc, argv, "+:", known, NULL)) != -1) {
        if (key == ':' || key == '?')
            return refuse(key, argv[optind - 1], error);
        if (key == KEY_HELP || key == KEY_VERSION) {
            *answer = key == KEY_HELP ? help : version;
            return 1;
        }
        int result = parse_one(options, key, error);
        if (result < 0)
            return result;
    }
    if (optind < argc)
        return error_set(error, -EINVAL,
                         "%.60s is neither an option nor a command: see resynd --help",
                         argv[optind]);
    return options->show_isolation ? 0 : fill_in(options, error);
}
