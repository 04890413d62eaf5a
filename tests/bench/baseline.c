/* SPDX-License-Identifier: Apache-2.0 */
/* baseline.c: the least that libmicrohttpd can do: it reads a body and answers 200 with the same
 * bytes each time. Threads, loops, sockets and connection memory are as in resynd-front
 * (daemon/front/http_listener.c). What resynd adds is measured against this in the same run.
 *
 *     baseline THREADS ANSWER_FILE [SOCKET]   serves until it is killed, over TCP (prints the port)
 *                                             or on a Unix socket at this path */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "daemon/front/http.h" /* for its limits only */
#include "daemon/front/http_listener.h"

enum {
    ANSWER_LIMIT = 16 << 20,
    BACKLOG = 4096,
};

static struct MHD_Response *answer;

struct server_thread {
    uv_thread_t thread;
    uv_loop_t loop;
    uv_poll_t poll;
    uv_timer_t timer;
    struct MHD_Daemon *daemon;
    int socket;
};

_Noreturn static void fail(const char *what)
{
    perror(what);
    exit(1);
}

/* Called first for the head, then for each part of the body, then once more: time to answer. */
static enum MHD_Result handle(void *context, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *upload,
                              size_t *upload_size, void **request)
{
    static int seen;
    if (!*request) {
        *request = &seen;
        return MHD_YES;
    }
    if (*upload_size) {
        *upload_size = 0;
        return MHD_YES;
    }
    return MHD_queue_response(connection, MHD_HTTP_OK, answer);
}

/* ---- One thread ---- */

static void run(struct server_thread *own);

static void on_readable(uv_poll_t *poll, int status, int events)
{
    run(poll->data);
}

static void on_timer(uv_timer_t *timer)
{
    run(timer->data);
}

static void run(struct server_thread *own)
{
    MHD_UNSIGNED_LONG_LONG timeout;
    MHD_run(own->daemon);
    if (MHD_get_timeout(own->daemon, &timeout) == MHD_YES)
        uv_timer_start(&own->timer, on_timer, timeout, 0);
    else
        uv_timer_stop(&own->timer);
}

static void serve(void *context)
{
    struct server_thread *own = context;
    own->daemon = MHD_start_daemon(
        MHD_USE_EPOLL, 0, NULL, NULL, handle, NULL, MHD_OPTION_LISTEN_SOCKET, own->socket,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HTTP_CONNECTION_BYTES,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)HTTP_CONNECTIONS_MAX, MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned)HTTP_IDLE_SECONDS, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_END);
    const union MHD_DaemonInfo *info =
        own->daemon ? MHD_get_daemon_info(own->daemon, MHD_DAEMON_INFO_EPOLL_FD) : NULL;
    if (!info || uv_loop_init(&own->loop) < 0 ||
        uv_poll_init(&own->loop, &own->poll, info->epoll_fd) < 0)
        fail("baseline: libmicrohttpd");
    own->poll.data = own->timer.data = own;
    uv_timer_init(&own->loop, &own->timer);
    uv_poll_start(&own->poll, UV_READABLE, on_readable);
    uv_run(&own->loop, UV_RUN_DEFAULT);
}

/* ---- Sockets ---- */

static int listen_tcp(struct sockaddr_in *address)
{
    int on = 1;
    socklen_t length = sizeof *address;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) < 0 ||
        bind(fd, (struct sockaddr *)address, length) < 0 || listen(fd, BACKLOG) < 0 ||
        getsockname(fd, (struct sockaddr *)address, &length) < 0) /* the port, for the next */
        fail("baseline: listen");
    return fd;
}

static int listen_unix(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) < 0 ||
        listen(fd, BACKLOG) < 0)
        fail("baseline: listen");
    return fd;
}

static void answer_read(const char *path)
{
    char *bytes = malloc(ANSWER_LIMIT);
    FILE *file = fopen(path, "rb");
    if (!bytes || !file)
        fail(path);
    size_t size = fread(bytes, 1, ANSWER_LIMIT, file);
    fclose(file);
    answer = MHD_create_response_from_buffer(size, bytes, MHD_RESPMEM_MUST_FREE);
    MHD_add_response_header(answer, "Content-Type", "application/json");
}

int main(int argc, char **argv)
{
    static struct server_thread threads[THREADS_MAX];
    unsigned count = argc >= 3 ? (unsigned)strtoul(argv[1], NULL, 10) : 0;
    if (argc > 4 || count < 1 || count > THREADS_MAX) {
        fprintf(stderr, "usage: baseline THREADS ANSWER_FILE [SOCKET]\n");
        return 2;
    }
    answer_read(argv[2]);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    int shared = argc == 4 ? listen_unix(argv[3]) : -1;
    for (unsigned i = 0; i < count; i++)
        threads[i].socket = shared >= 0 ? shared : listen_tcp(&address);
    for (unsigned i = 0; i < count; i++)
        if (uv_thread_create(&threads[i].thread, serve, &threads[i]) < 0)
            fail("baseline: thread");
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    return uv_thread_join(&threads[0].thread);
}
