/* SPDX-License-Identifier: Apache-2.0 */
/* passed.c: see passed.h. Runs in the supervisor, at its start. */
#include "daemon/supervisor/passed.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "daemon/supervisor/environment.h"

enum { PASSED_FIRST = 3 }; /* SD_LISTEN_FDS_START */

int passed_count(struct error *error)
{
    long long count = environment_number("LISTEN_FDS", 0);
    if (environment_number("LISTEN_PID", 0) != getpid())
        return 0; /* meant for another process, or for none */
    if (count < 0 || count > LISTENERS_MAX)
        return error_set(error, -EINVAL,
                         "LISTEN_FDS=%.20s: at most %d sockets can be passed: let the socket unit "
                         "have fewer",
                         getenv("LISTEN_FDS"), LISTENERS_MAX);
    return (int)count;
}

/* Of FileDescriptorName=: the index-th of what stands between colons. */
static void copy_name(unsigned index, char *out, size_t size)
{
    const char *names = getenv("LISTEN_FDNAMES");
    for (; names && index; index--) {
        names = strchr(names, ':');
        names = names ? names + 1 : NULL;
    }
    snprintf(out, size, "%.*s", names ? (int)strcspn(names, ":") : 0, names ? names : "");
}

static int option_of(int fd, int option)
{
    int value = -1;
    socklen_t size = sizeof value;
    return getsockopt(fd, SOL_SOCKET, option, &value, &size) < 0 ? -1 : value;
}

static bool is_listening(int fd)
{
    int domain = option_of(fd, SO_DOMAIN);
    return option_of(fd, SO_TYPE) == SOCK_STREAM && option_of(fd, SO_ACCEPTCONN) == 1 &&
           (domain == AF_INET || domain == AF_INET6 || domain == AF_UNIX);
}

int passed_socket(unsigned index, struct address *address, struct error *error)
{
    char name[64];
    int fd = PASSED_FIRST + (int)index;
    address->size = offsetof(struct address, size);
    memset(address, 0, offsetof(struct address, size));
    int flags = fcntl(fd, F_GETFL);
    if (is_listening(fd) && flags >= 0 && fcntl(fd, F_SETFL, flags | O_NONBLOCK) == 0 &&
        fcntl(fd, F_SETFD, FD_CLOEXEC) == 0 && getsockname(fd, &address->any, &address->size) == 0)
        return fd;
    copy_name(index, name, sizeof name);
    return error_set(error, -EINVAL,
                     "descriptor %d (%s), which the service manager has passed, is not a listening "
                     "TCP or Unix stream socket: give its socket unit ListenStream= and no Accept=",
                     fd, *name ? name : "without a name");
}
