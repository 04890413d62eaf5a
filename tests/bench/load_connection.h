/* SPDX-License-Identifier: Apache-2.0 */
/* load_connection.h: one keep-alive connection of the load generator: a request out, an answer in,
 * nothing in between. Non-blocking. */
#ifndef BENCH_LOAD_CONNECTION_H
#define BENCH_LOAD_CONNECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>

/* A whole request, head and body, as it is sent. */
struct request {
    char *bytes;
    size_t size;
};
/* Makes a POST to `path` of the file's bytes. Negative errno. */
int request_read(struct request *request, const char *path, const char *file);

/* What a right answer's body holds: `text`, so many times. */
struct expectation {
    const char *text;
    unsigned times;
};

struct answer {
    int status;
    unsigned found; /* times that the expected text is in the body */
};

struct connection {
    int fd, epoll;
    bool writing; /* a part of the request is still to be sent */
    const char *unsent;
    size_t unsent_size;
    char *buffer; /* what has come of the answer */
    size_t size, room;
    size_t whole; /* bytes of the whole answer; 0 until the head has come */
    struct answer answer;
    uint64_t due_ns;         /* the caller's */
    struct connection *next; /* the caller's */
};

/* Connects to 127.0.0.1:PORT or unix:PATH and registers with `epoll`. Negative errno. */
int connection_open(struct connection *connection, const char *address, int epoll);

/* Sends what it can at once; the rest goes with connection_flush on EPOLLOUT. */
int connection_send(struct connection *connection, const struct request *request);
int connection_flush(struct connection *connection);

/* Takes what has come. 1: `answer` is whole; 0: there is more to come; negative errno: the
 * connection has ended or speaks no HTTP that is known here. */
int connection_receive(struct connection *connection, const struct expectation *expectation);

#endif
