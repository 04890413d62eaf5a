/* SPDX-License-Identifier: Apache-2.0 */
/* manager.c: see manager.h. Runs in the supervisor; owns the socket. */
#include "daemon/supervisor/manager.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "daemon/supervisor/environment.h"

static uint64_t watchdog_of(void)
{
    long long pid = environment_number("WATCHDOG_PID", getpid()),
              us = environment_number("WATCHDOG_USEC", 0);
    return pid == getpid() && us > 0 ? (uint64_t)us / 1000 : 0;
}

int manager_open(struct manager *manager, struct error *error)
{
    struct sockaddr_un where = {.sun_family = AF_UNIX};
    const char *path = getenv("NOTIFY_SOCKET");
    *manager = MANAGER_INIT;
    if (!path || !*path)
        return 0;
    size_t size = strlen(path);
    bool fits = (*path == '/' || *path == '@') && size > 1 && size < sizeof where.sun_path;
    if (!fits)
        return error_set(error, -EINVAL,
                         "NOTIFY_SOCKET=%.60s is neither a path nor @NAME: unset it where there is "
                         "no service manager",
                         path);
    memcpy(where.sun_path, path, size);
    if (*path == '@') /* not in the file system */
        where.sun_path[0] = '\0';
    socklen_t length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + size);
    manager->socket = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (manager->socket < 0 || connect(manager->socket, (struct sockaddr *)&where, length) < 0)
        return error_set(
            error, -errno,
            "cannot reach the service manager at NOTIFY_SOCKET=%.60s: %s: unset it where "
            "there is none",
            path, strerror(errno));
    manager->watchdog_ms = watchdog_of();
    return 0;
}

void manager_tell(const struct manager *manager, const char *format, ...)
{
    char text[256];
    va_list list;
    va_start(list, format);
    int size = vsnprintf(text, sizeof text, format, list);
    va_end(list);
    if (manager->socket >= 0 && size > 0 && (size_t)size < sizeof text)
        (void)!write(manager->socket, text, (size_t)size);
}

void manager_close(struct manager *manager)
{
    if (manager->socket >= 0)
        close(manager->socket);
    *manager = MANAGER_INIT;
}
