/* SPDX-License-Identifier: Apache-2.0 */
/* wire.c: see wire.h. */
#include "daemon/front/engine/wire.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "daemon/front/engine/memory.h"
#include "lib/base/log.h"

enum { MESSAGES_AT_ONCE = 64 }; /* then the loop looks at its other handles */

static void on_event(uv_poll_t *poll, int status, int events);

static void watch(struct wire *wire)
{
    int events = UV_READABLE | (wire->outbox.waiting ? UV_WRITABLE : 0);
    uv_poll_start(&wire->poll, events, on_event);
}

static void lose(struct wire *wire, int error)
{
    if (wire->fd < 0)
        return;
    wire_close(wire);
    wire->events->lost(wire->owner, error);
}

static void receive(struct wire *wire)
{
    for (int i = 0; i < MESSAGES_AT_ONCE && wire->fd >= 0; i++) {
        struct message message;
        int descriptors[MESSAGE_DESCRIPTORS_MAX];
        int count = 0;
        int got = channel_receive(wire->fd, wire->peer, PEER_FRONT, &message, descriptors, &count);
        if (got == 0)
            return;
        if (got == 1) {
            wire->events->message(wire->owner, &message, descriptors, count);
        } else if (got == -EPROTO) {
            log_event(LOG_ERROR, "packet dropped", "peer=%d", (int)wire->peer);
        } else {
            lose(wire, got);
        }
    }
}

static void on_event(uv_poll_t *poll, int status, int events)
{
    struct wire *wire = poll->data;
    if (status < 0) {
        lose(wire, status);
        return;
    }
    if (events & UV_WRITABLE) {
        int left = outbox_flush(&wire->outbox);
        if (left < 0) {
            lose(wire, left);
            return;
        }
        watch(wire);
    }
    if (events & UV_READABLE)
        receive(wire);
}

struct wire *wire_open(uv_loop_t *loop, int fd, enum peer peer, const struct wire_events *events,
                       void *owner)
{
    struct wire *wire = memory_new(sizeof *wire);
    if (uv_poll_init(loop, &wire->poll, fd)) {
        close(fd);
        free(wire);
        return NULL;
    }
    wire->poll.data = wire;
    wire->peer = peer;
    wire->fd = fd;
    wire->events = events;
    wire->owner = owner;
    outbox_init(&wire->outbox, fd);
    watch(wire);
    return wire;
}

static void on_closed(uv_handle_t *handle)
{
    free(handle->data);
}

void wire_close(struct wire *wire)
{
    if (!wire || wire->fd < 0)
        return;
    outbox_deinit(&wire->outbox);
    uv_close((uv_handle_t *)&wire->poll, on_closed);
    close(wire->fd);
    wire->fd = -1;
}

void wire_send(struct wire *wire, const struct message *message, const int *descriptors, int count)
{
    if (!wire || wire->fd < 0) {
        for (int i = 0; i < count; i++)
            close(descriptors[i]);
        return;
    }
    int error = outbox_send(&wire->outbox, message, descriptors, count);
    if (error)
        lose(wire, error);
    else
        watch(wire);
}
