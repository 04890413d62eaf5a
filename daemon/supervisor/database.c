/* SPDX-License-Identifier: Apache-2.0 */
/* database.c: which database the registry is in, as store.database and store.database_file say. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "daemon/supervisor/options.h"
#include "daemon/supervisor/settings.h"

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

/* What systemd hands over lies in a directory that it names. */
static int find_file(const char *text, char path[PATH_MAX * 2], struct error *error)
{
    static const char credential[] = "credential:";
    if (strncmp(text, credential, sizeof credential - 1) != 0) {
        snprintf(path, PATH_MAX, "%s", text);
        return 0;
    }
    const char *name = text + sizeof credential - 1, *folder = getenv("CREDENTIALS_DIRECTORY");
    if (!folder)
        return error_set(error, -EINVAL,
                         "%.60s: systemd has handed over no credential: say LoadCredential=%.40s:… "
                         "in the unit",
                         text, name);
    snprintf(path, PATH_MAX * 2, "%s/%s", folder, name);
    return 0;
}

static int read_file(struct options *options, struct error *error)
{
    char path[PATH_MAX * 2], text[DATABASE_WHERE_MAX + 1];
    int result = find_file(options->database_file, path, error);
    if (result < 0)
        return result;
    FILE *file = fopen(path, "re");
    if (!file)
        return error_set(error, -EINVAL, "store.database_file: %.120s: %s", path, strerror(errno));
    size_t size = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[size] = '\0';
    size = strcspn(text, "\r\n");
    text[size] = '\0';
    if (size == 0 || size >= sizeof options->database)
        return error_set(
            error, -EINVAL,
            "store.database_file: %.120s: its first line must have from 1 to %zu bytes", path,
            sizeof options->database - 1);
    memcpy(options->database, text, size + 1);
    return 0;
}

/* Of the two, the one that was given later in the order of precedence counts. */
int database_settle(struct options *options, struct error *error)
{
    const struct config_value *words = &options->config.values[ROW_store_database],
                              *file = &options->config.values[ROW_store_database_file];
    if (!file->count || (words->count && words->source > file->source))
        return 0;
    if (words->count && words->source == file->source)
        return error_set(error, -EINVAL,
                         "store.database and store.database_file are both given: leave one out");
    return read_file(options, error);
}
