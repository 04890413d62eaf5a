/* SPDX-License-Identifier: Apache-2.0 */
/* wire.h: a channel (lib/channel) on the control loop: watched, queued, and told to its owner. */
#ifndef ENGINE_WIRE_H
#define ENGINE_WIRE_H

#include <uv.h>

#include "lib/channel/channel.h"

struct wire_events {
    /* Descriptors are the receiver's to close. */
    void (*message)(void *owner, const struct message *message, const int *descriptors, int count);
    void (*lost)(void *owner, int error); /* the wire is closed already */
};

struct wire {
    uv_poll_t poll;
    struct outbox outbox;
    enum peer peer;
    int fd; /* owned; -1: closed */
    const struct wire_events *events;
    void *owner;
};

/* Watches `fd`, which is the wire's from here on, whatever comes. NULL: it cannot be watched. */
struct wire *wire_open(uv_loop_t *loop, int fd, enum peer peer, const struct wire_events *events,
                       void *owner);
void wire_close(struct wire *wire); /* NULL: nothing */
/* Takes the descriptors. Failures come through lost(), from within. */
void wire_send(struct wire *wire, const struct message *message, const int *descriptors, int count);

#endif
