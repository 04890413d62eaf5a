/* SPDX-License-Identifier: Apache-2.0 */
/* inprocess.c: resynd-front with the verifier called in its own process (inprocess_engine.h): what
 * isolation costs is measured against this. One environment and one thread, since an image has one
 * address.
 *
 *     inprocess SOURCE.c     prints its port, serves until it is killed */
#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "daemon/front/http.h"
#include "lib/base/log.h"
#include "tests/bench/inprocess_engine.h"

enum { BACKLOG = 4096 };

/* Where the front expects its one socket (proto/front_start.h). Returns the port. */
static int listen_here(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t length = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, length) < 0 || listen(fd, BACKLOG) < 0 ||
        getsockname(fd, (struct sockaddr *)&address, &length) < 0 ||
        dup2(fd, FRONT_LISTENERS) != FRONT_LISTENERS) {
        perror("inprocess: listen");
        exit(EXIT_FAILURE);
    }
    if (fd != FRONT_LISTENERS)
        close(fd);
    return ntohs(address.sin_port);
}

int main(int argc, char **argv)
{
    static struct server server = {.threads = 1, .own = 1};
    struct error error;
    if (argc != 2) {
        fprintf(stderr, "usage: inprocess SOURCE.c\n");
        return 2;
    }
    log_init("inprocess", LOG_INFO);
    signal(SIGPIPE, SIG_IGN);
    if (inprocess_load(argv[1], &error) < 0) {
        fprintf(stderr, "inprocess: %s\n", error.text);
        return EXIT_FAILURE;
    }
    printf("%d\n", listen_here());
    fflush(stdout);
    return engine_run(&(struct engine_options){.threads = 1}, &http_hooks, &server);
}
