/* SPDX-License-Identifier: Apache-2.0 */
/* listeners.c: see listeners.h. Runs in the supervisor; owns the listening sockets for life: the
 * kernel resets the connections that wait on a member of a group when that member is closed. */
#include "daemon/supervisor/listeners.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "daemon/supervisor/passed.h"

enum { BACKLOG = 4096 }; /* performance: 1,024 clients that connect at once, several times over */

void listeners_init(struct listeners *listeners, unsigned threads)
{
    *listeners = (struct listeners){.threads = threads};
}

/* One more, without sockets; NULL: there are too many. */
static struct listener *add(struct listeners *listeners, struct error *error)
{
    if (listeners->count == LISTENERS_MAX) {
        error_set(error, -E2BIG,
                  "there are more than %d sockets to listen on, those that the service manager "
                  "passes counted: leave some out",
                  LISTENERS_MAX);
        return NULL;
    }
    struct listener *listener = &listeners->all[listeners->count++];
    *listener = (struct listener){0};
    for (unsigned i = 0; i < THREADS_MAX; i++)
        listener->sockets[i] = -1;
    return listener;
}

static int open_socket(const struct address *address, bool shared)
{
    int family = address->any.sa_family, on = 1;
    int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -errno;
    bool fine = true;
    if (family != AF_UNIX)
        fine = setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
               (!shared || setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) == 0);
    if (fine && family == AF_INET6)
        fine = setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on) == 0;
    if (fine && bind(fd, &address->any, address->size) == 0)
        return fd;
    int code = errno;
    close(fd);
    return -code;
}

/* ---- TCP ---------------------------------------------------------------------------------------
 */

/* A member of a group could be bound beside another daemon's of the same user, which would then
 * share its clients; a socket outside any group cannot. */
static int probe(const struct address *address)
{
    int fd = open_socket(address, false);
    if (fd < 0)
        return fd;
    close(fd);
    return 0;
}

static int listen_tcp(struct listener *listener, unsigned threads)
{
    int result = probe(&listener->address);
    for (unsigned i = 0; result == 0 && i < threads; i++) {
        int fd = open_socket(&listener->address, true);
        if (fd < 0)
            return fd;
        listener->sockets[i] = fd;
        /* Port 0: the first member gets a port, and the others the same. */
        listener->address.size = sizeof listener->address.v6;
        if (getsockname(fd, &listener->address.any, &listener->address.size) < 0)
            return -errno;
    }
    for (unsigned i = 0; result == 0 && i < threads; i++)
        if (listen(listener->sockets[i], BACKLOG) < 0)
            result = -errno;
    return result;
}

/* ---- Unix --------------------------------------------------------------------------------------
 */

/* 1: there is the file of a socket that nobody listens on; 0: none. −EADDRINUSE or −EEXIST where it
 * is anything else. */
static int look_for_stale(const struct address *address)
{
    struct stat info;
    const char *path = address->unix_path.sun_path;
    if (lstat(path, &info) < 0)
        return errno == ENOENT ? 0 : -errno;
    if (!S_ISSOCK(info.st_mode))
        return -EEXIST;
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -errno;
    int result = connect(fd, &address->any, address->size);
    int code = errno;
    close(fd);
    return result == 0 || code != ECONNREFUSED ? -EADDRINUSE : 1;
}

static int remove_stale(const struct address *address)
{
    int result = look_for_stale(address);
    if (result <= 0)
        return result;
    return unlink(address->unix_path.sun_path) < 0 ? -errno : 0;
}

static int try_unix(const struct address *address)
{
    struct sockaddr_un folder = address->unix_path;
    char *slash = strrchr(folder.sun_path, '/');
    int result = look_for_stale(address);
    if (result < 0)
        return result;
    if (slash)
        slash[slash == folder.sun_path] = '\0';
    return access(slash ? folder.sun_path : ".", W_OK | X_OK) < 0 ? -errno : 0;
}

int address_try(const struct address *address)
{
    return address->any.sa_family == AF_UNIX ? try_unix(address) : probe(address);
}

static int listen_unix(struct listener *listener)
{
    const char *path = listener->address.unix_path.sun_path;
    int result = remove_stale(&listener->address);
    if (result < 0)
        return result;
    mode_t before = umask(0117); /* the file is born 0660: owner and group */
    int fd = open_socket(&listener->address, false);
    umask(before);
    if (fd < 0)
        return fd;
    listener->sockets[0] = fd;
    listener->shared = true;
    struct stat info;
    if (lstat(path, &info) < 0 || listen(fd, BACKLOG) < 0)
        return -errno;
    listener->device = info.st_dev;
    listener->inode = info.st_ino;
    return 0;
}

/* ---- All ---------------------------------------------------------------------------------------
 */

static int explain(const struct listener *listener, int code, struct error *error)
{
    char text[ADDRESS_TEXT_MAX];
    const char *advice = "";
    address_text(&listener->address, text);
    switch (code) {
    case -EADDRINUSE:
        advice = ": stop who listens there, or give another --listen";
        break;
    case -EACCES:
    case -EPERM:
        advice = ": give a port above 1023, or a path that this user may write";
        break;
    case -EADDRNOTAVAIL:
        advice = ": give an address of this machine";
        break;
    case -EEXIST:
        advice = ", which is not a socket: give another path";
        break;
    }
    return error_set(error, code, "cannot listen on %.110s: %s%s", text, strerror(-code), advice);
}

int listeners_open(struct listeners *listeners, const struct address *addresses, unsigned count,
                   struct error *error)
{
    for (unsigned i = 0; i < count; i++) {
        struct listener *listener = add(listeners, error);
        if (!listener)
            return -E2BIG;
        listener->address = addresses[i];
        bool tcp = addresses[i].any.sa_family != AF_UNIX;
        int result = tcp ? listen_tcp(listener, listeners->threads) : listen_unix(listener);
        if (result < 0)
            return explain(listener, result, error);
    }
    return 0;
}

int listeners_adopt(struct listeners *listeners, unsigned count, struct error *error)
{
    for (unsigned i = 0; i < count; i++) {
        struct listener *listener = add(listeners, error);
        if (!listener)
            return -E2BIG;
        int result = passed_socket(i, &listener->address, error);
        if (result < 0)
            return result;
        listener->sockets[0] = result;
        listener->shared = listener->passed = true;
    }
    return 0;
}

bool listeners_outlive(const struct listeners *listeners)
{
    bool all = true;
    for (unsigned i = 0; i < listeners->count; i++)
        all &= listeners->all[i].passed;
    return all;
}

int listeners_descriptors(const struct listeners *listeners, int out[LISTENER_DESCRIPTORS_MAX],
                          unsigned *own, unsigned *shared)
{
    int count = 0;
    *own = *shared = 0;
    for (unsigned i = 0; i < listeners->count; i++) {
        if (listeners->all[i].shared)
            continue;
        for (unsigned thread = 0; thread < listeners->threads; thread++)
            out[count++] = listeners->all[i].sockets[thread];
        ++*own;
    }
    for (unsigned i = 0; i < listeners->count; i++) {
        if (!listeners->all[i].shared)
            continue;
        out[count++] = listeners->all[i].sockets[0];
        ++*shared;
    }
    return count;
}

static char letter_of(const struct address *address)
{
    return (char)(address->tls ? toupper(address->kind) : (int)address->kind);
}

void listeners_kinds(const struct listeners *listeners, char kinds[LISTENERS_MAX + 1])
{
    unsigned count = 0;
    for (int shared = 0; shared < 2; shared++)
        for (unsigned i = 0; i < listeners->count; i++)
            if (listeners->all[i].shared == shared)
                kinds[count++] = letter_of(&listeners->all[i].address);
    kinds[count] = '\0';
}

static void remove_file(const struct listener *listener)
{
    struct stat info;
    const char *path = listener->address.unix_path.sun_path;
    if (listener->inode && lstat(path, &info) == 0 && info.st_dev == listener->device &&
        info.st_ino == listener->inode)
        unlink(path);
}

void listeners_close(struct listeners *listeners)
{
    for (unsigned i = 0; i < listeners->count; i++) {
        struct listener *listener = &listeners->all[i];
        for (unsigned thread = 0; thread < THREADS_MAX; thread++)
            if (listener->sockets[thread] >= 0)
                close(listener->sockets[thread]);
        if (listener->address.any.sa_family == AF_UNIX)
            remove_file(listener);
    }
    listeners->count = 0;
}
