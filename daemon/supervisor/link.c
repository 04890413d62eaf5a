/* SPDX-License-Identifier: Apache-2.0 */
/* link.c: see link.h. Runs in the supervisor; owns the socket and what waits to be sent. */
#include "daemon/supervisor/link.h"

#include <stdbool.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

/* Messages taken in a row before others get their turn. */
enum { MESSAGES_AT_ONCE = 64 };

struct link {
    uv_poll_t poll;
    struct outbox outbox;
    struct link_owner owner;
    enum peer peer;
    bool closing;
    int events;
    int fd;
};

static void on_closed(uv_handle_t *handle)
{
    struct link *link = handle->data;
    outbox_deinit(&link->outbox);
    close(link->fd);
    free(link);
}

void link_close(struct link *link)
{
    if (!link || link->closing)
        return;
    link->closing = true;
    /* Told at once: the handle, and with it the descriptor, go at the end of the loop's turn. */
    shutdown(link->fd, SHUT_RDWR);
    uv_poll_stop(&link->poll);
    uv_close((uv_handle_t *)&link->poll, on_closed);
}

static void fail(struct link *link, int code)
{
    struct link_owner owner = link->owner;
    link_close(link);
    owner.broken(owner.context, code);
}

static void on_event(uv_poll_t *poll, int status, int events);

static void poll_for(struct link *link, int events)
{
    if (link->events == events)
        return;
    link->events = events;
    uv_poll_start(&link->poll, events, on_event);
}

static int take_messages(struct link *link)
{
    struct message message;
    int descriptors[MESSAGE_DESCRIPTORS_MAX], count;
    for (int taken = 0; taken < MESSAGES_AT_ONCE && !link->closing; taken++) {
        int result =
            channel_receive(link->fd, link->peer, PEER_SUPERVISOR, &message, descriptors, &count);
        if (result <= 0)
            return result;
        result = link->owner.message(link->owner.context, &message, descriptors, count);
        if (result < 0)
            return result;
    }
    return 0;
}

/* A send that fails does not end the link at once: what the peer said before it went is read
 * first. */
static void on_event(uv_poll_t *poll, int status, int events)
{
    struct link *link = poll->data;
    int result = take_messages(link);
    if (link->closing)
        return;
    if (result < 0) {
        fail(link, result);
        return;
    }
    int waiting = outbox_flush(&link->outbox);
    if (waiting < 0)
        shutdown(link->fd, SHUT_RDWR);
    poll_for(link, waiting > 0 ? UV_READABLE | UV_WRITABLE : UV_READABLE);
}

struct link *link_open(uv_loop_t *loop, int fd, enum peer peer, const struct link_owner *owner)
{
    struct link *link = calloc(1, sizeof *link);
    if (!link || uv_poll_init(loop, &link->poll, fd) < 0) {
        free(link);
        close(fd);
        return NULL;
    }
    link->poll.data = link;
    link->owner = *owner;
    link->peer = peer;
    link->fd = fd;
    outbox_init(&link->outbox, fd);
    poll_for(link, UV_READABLE);
    return link;
}

void link_send(struct link *link, const struct message *message, const int *descriptors, int count)
{
    if (!link || link->closing) {
        for (int i = 0; i < count; i++)
            close(descriptors[i]);
        return;
    }
    if (outbox_send(&link->outbox, message, descriptors, count) < 0)
        shutdown(link->fd, SHUT_RDWR); /* the loop will find it broken */
    else if (link->outbox.waiting)
        poll_for(link, UV_READABLE | UV_WRITABLE);
}
