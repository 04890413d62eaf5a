/* SPDX-License-Identifier: Apache-2.0 */
/* baseline.c: the least that libmicrohttpd can do: it reads a body and answers 200 with as many
 * bytes as it was told. One thread, one daemon, one epoll and one SO_REUSEPORT socket each, as in
 * resynd-front. What resynd adds is measured against this in the same run.
 *
 *     baseline THREADS ANSWER_BYTES     prints its port, serves until it is killed */
#include <arpa/inet.h>
#include <microhttpd.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum {
    THREADS_LIMIT = 64,
    ANSWER_LIMIT = 1 << 20,
    BACKLOG = 4096,
    CONNECTION_MEMORY = 8192, /* the fastest for single requests */
    CONNECTION_SECONDS = 75,
};

static struct MHD_Response *answer;

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

static int listen_on(struct sockaddr_in *address)
{
    int on = 1;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) < 0 ||
        bind(fd, (struct sockaddr *)address, sizeof *address) < 0 || listen(fd, BACKLOG) < 0) {
        perror("baseline: listen");
        exit(1);
    }
    return fd;
}

static void *serve(void *socket_of_thread)
{
    struct MHD_Daemon *server = MHD_start_daemon(
        MHD_USE_EPOLL, 0, NULL, NULL, handle, NULL, MHD_OPTION_LISTEN_SOCKET,
        *(int *)socket_of_thread, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)CONNECTION_SECONDS, MHD_OPTION_END);
    if (!server) {
        fprintf(stderr, "baseline: libmicrohttpd did not start\n");
        exit(1);
    }
    while (MHD_run_wait(server, -1) == MHD_YES)
        ;
    return NULL;
}

int main(int argc, char **argv)
{
    int threads = argc == 3 ? (int)strtol(argv[1], NULL, 10) : 0;
    long size = argc == 3 ? strtol(argv[2], NULL, 10) : 0;
    static char body[ANSWER_LIMIT];
    static int sockets[THREADS_LIMIT];
    if (threads < 1 || threads > THREADS_LIMIT || size < 1 || size > ANSWER_LIMIT) {
        fprintf(stderr, "usage: baseline THREADS ANSWER_BYTES\n");
        return 2;
    }
    memset(body, ' ', sizeof body);
    answer = MHD_create_response_from_buffer((size_t)size, body, MHD_RESPMEM_PERSISTENT);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t length = sizeof address;
    for (int i = 0; i < threads; i++) {
        sockets[i] = listen_on(&address);
        getsockname(sockets[i], (struct sockaddr *)&address, &length); /* the port, for the rest */
    }
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    for (int i = 1; i < threads; i++) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, serve, &sockets[i]) != 0)
            return 1;
    }
    serve(&sockets[0]);
}
