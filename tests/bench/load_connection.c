/* SPDX-License-Identifier: Apache-2.0 */
/* load_connection.c: see load_connection.h. Two system calls a request: a send and a receive. */
#include "tests/bench/load_connection.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum {
    HEAD_MAX = 512, /* of a request */
    BUFFER_BYTES = 64 * 1024,
};

/* ---- Requests ---- */

int request_read(struct request *request, const char *path, const char *file)
{
    FILE *stream = fopen(file, "rb");
    struct stat info;
    if (!stream || fstat(fileno(stream), &info) < 0)
        return -errno;
    size_t size = (size_t)info.st_size;
    request->bytes = malloc(HEAD_MAX + size);
    int head = request->bytes ? snprintf(request->bytes, HEAD_MAX,
                                         "POST %s HTTP/1.1\r\nHost: localhost\r\n"
                                         "Content-Type: application/json\r\n"
                                         "Content-Length: %zu\r\n\r\n",
                                         path, size)
                              : -1;
    bool fine =
        head > 0 && head < HEAD_MAX && fread(request->bytes + head, 1, size, stream) == size;
    fclose(stream);
    request->size = (size_t)head + size;
    if (!fine)
        errno = EIO;
    return fine ? 0 : -EIO;
}

/* ---- Opening ---- */

static int connect_unix(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    return fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) < 0 ? -errno : fd;
}

static int connect_tcp(const char *text)
{
    int on = 1;
    const char *colon = strrchr(text, ':');
    unsigned long port = colon ? strtoul(colon + 1, NULL, 10) : 0;
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)port),
                                  .sin_addr = {htonl(INADDR_LOOPBACK)}};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) < 0 ||
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) < 0)
        return -errno;
    return fd;
}

int connection_open(struct connection *connection, const char *address, int epoll)
{
    static const char unix_prefix[] = "unix:";
    size_t prefix = sizeof unix_prefix - 1;
    int fd = strncmp(address, unix_prefix, prefix) == 0 ? connect_unix(address + prefix)
                                                        : connect_tcp(address);
    *connection = (struct connection){.fd = fd, .epoll = epoll, .room = BUFFER_BYTES};
    if (fd < 0)
        return fd;
    connection->buffer = malloc(connection->room + 1);
    struct epoll_event event = {.events = EPOLLIN, .data = {.ptr = connection}};
    if (!connection->buffer || epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) < 0)
        return -errno;
    return 0;
}

/* ---- Sending ---- */

static int await_room(struct connection *connection, bool writing)
{
    if (connection->writing == writing)
        return 0;
    connection->writing = writing;
    struct epoll_event event = {.events = writing ? EPOLLIN | EPOLLOUT : EPOLLIN,
                                .data = {.ptr = connection}};
    return epoll_ctl(connection->epoll, EPOLL_CTL_MOD, connection->fd, &event) < 0 ? -errno : 0;
}

int connection_flush(struct connection *connection)
{
    while (connection->unsent_size) {
        ssize_t sent = send(connection->fd, connection->unsent, connection->unsent_size,
                            MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent < 0)
            return errno == EAGAIN ? await_room(connection, true) : -errno;
        connection->unsent += sent;
        connection->unsent_size -= (size_t)sent;
    }
    return await_room(connection, false);
}

int connection_send(struct connection *connection, const struct request *request)
{
    connection->unsent = request->bytes;
    connection->unsent_size = request->size;
    return connection_flush(connection);
}

/* ---- Receiving ---- */

static unsigned occurrences(const char *bytes, size_t size, const struct expectation *expectation)
{
    size_t length = strlen(expectation->text);
    unsigned found = 0;
    const char *end = bytes + size, *at = bytes;
    while ((at = memmem(at, (size_t)(end - at), expectation->text, length))) {
        found++;
        at += length;
    }
    return found;
}

/* Reads status and length once the head is whole. The buffer is NUL-terminated. */
static int read_head(struct connection *connection)
{
    static const char field[] = "\r\ncontent-length:";
    char *buffer = connection->buffer, *end = strstr(buffer, "\r\n\r\n");
    if (!end)
        return 0;
    *end = '\0';
    const char *length = strcasestr(buffer, field);
    *end = '\r';
    if (strncmp(buffer, "HTTP/1.1 ", 9) != 0 || !length)
        return -EPROTO;
    connection->answer.status = (int)strtol(buffer + 9, NULL, 10);
    connection->whole = (size_t)(end + 4 - buffer) + strtoul(length + sizeof field - 1, NULL, 10);
    return 0;
}

static int grow(struct connection *connection)
{
    size_t room = connection->whole > connection->room ? connection->whole : connection->room * 2;
    char *buffer = realloc(connection->buffer, room + 1);
    if (!buffer)
        return -ENOMEM;
    connection->buffer = buffer;
    connection->room = room;
    return 0;
}

int connection_receive(struct connection *connection, const struct expectation *expectation)
{
    if (connection->size == connection->room && grow(connection) < 0)
        return -ENOMEM;
    ssize_t got = recv(connection->fd, connection->buffer + connection->size,
                       connection->room - connection->size, MSG_DONTWAIT);
    if (got < 0 && errno == EAGAIN)
        return 0;
    if (got == 0)
        errno = ECONNRESET; /* keep-alive was asked for */
    if (got <= 0)
        return -errno;
    connection->size += (size_t)got;
    connection->buffer[connection->size] = '\0';
    int bad = connection->whole ? 0 : read_head(connection);
    if (bad < 0 || (connection->whole && connection->size > connection->whole)) {
        errno = EPROTO;
        return -EPROTO;
    }
    if (!connection->whole || connection->size < connection->whole)
        return 0;
    connection->answer.found = occurrences(connection->buffer, connection->size, expectation);
    connection->size = connection->whole = 0;
    return 1;
}
