/* SPDX-License-Identifier: Apache-2.0 */
/* listeners.h: the sockets that clients connect to. Made once, or passed by the service manager,
 * and kept for the daemon's life, so that clients wait rather than being refused while the front is
 * started again. */
#ifndef SUPERVISOR_LISTENERS_H
#define SUPERVISOR_LISTENERS_H

#include <netinet/in.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "lib/base/error.h"
#include "proto/front_start.h"
#include "proto/limits.h"

struct address {
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
        struct sockaddr_un unix_path;
    };
    socklen_t size;
    enum listener_kind kind;
    bool tls;
};

/* HOST:PORT with an IP address or localhost, [IPV6]:PORT, either behind https:// or http://, and
 * unix:PATH. −EINVAL with a sentence. */
int address_parse(struct address *address, const char *text, struct error *error);
/* Whether only this machine can reach it: a Unix socket, or the loopback interface. */
bool address_is_local(const struct address *address);
/* As a URL without a path: http://127.0.0.1:8420, http://[::1]:8420, unix:/run/resynd.sock. */
enum { ADDRESS_TEXT_MAX = 128 };
void address_text(const struct address *address, char text[ADDRESS_TEXT_MAX]);

/* Whether it could be served at: 0 or negative errno. Leaves nothing behind. */
int address_try(const struct address *address);

struct listener {
    struct address address;   /* with the port that was bound */
    int sockets[THREADS_MAX]; /* one for each thread; where all share it: the first only */
    bool shared;              /* a Unix socket, or the service manager's */
    bool passed;              /* the service manager's: it listens there before us and after us */
    dev_t device;             /* of the Unix socket's file: only ours is removed */
    ino_t inode;
};

struct listeners {
    struct listener all[LISTENERS_MAX];
    unsigned count, threads;
};

void listeners_init(struct listeners *listeners, unsigned threads);
/* Takes what the service manager has passed: `count` descriptors, as sd_listen_fds(3) counts them.
 * −EINVAL with a sentence where one is not a listening socket. */
int listeners_adopt(struct listeners *listeners, unsigned count, struct error *error);
/* Binds and listens. Negative errno with a sentence. */
int listeners_open(struct listeners *listeners, const struct address *addresses, unsigned count,
                   struct error *error);
/* Whether somebody else listens on all of them too: who connects while nobody serves then waits. */
bool listeners_outlive(const struct listeners *listeners);
/* The descriptors in the order of proto/front_start.h, borrowed; returns how many. */
enum { LISTENER_DESCRIPTORS_MAX = LISTENERS_MAX * THREADS_MAX };
int listeners_descriptors(const struct listeners *listeners, int out[LISTENER_DESCRIPTORS_MAX],
                          unsigned *own, unsigned *shared);
/* Who is behind each, in the same order, as letters. */
void listeners_kinds(const struct listeners *listeners, char kinds[LISTENERS_MAX + 1]);
/* Closes all and removes the files of Unix sockets. */
void listeners_close(struct listeners *listeners);

#endif
