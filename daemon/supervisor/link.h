/* SPDX-License-Identifier: Apache-2.0 */
/* link.h: the supervisor's end of a channel, on its loop. */
#ifndef SUPERVISOR_LINK_H
#define SUPERVISOR_LINK_H

#include <uv.h>

#include "lib/channel/channel.h"

struct link;

struct link_owner {
    /* Takes the descriptors, whatever it returns. Negative errno: the peer does not keep to the
     * protocol, and the link is broken. */
    int (*message)(void *context, const struct message *message, const int *descriptors, int count);
    /* Called once, never from within link_send; the link is closed afterwards. */
    void (*broken)(void *context, int code);
    void *context;
};

/* Takes `fd` (closed on failure too). NULL: no memory or no descriptor. */
struct link *link_open(uv_loop_t *loop, int fd, enum peer peer, const struct link_owner *owner);
void link_close(struct link *link); /* NULL is fine; never calls back */
/* Takes the descriptors. A failure shows as `broken`, later. A NULL link drops the message. */
void link_send(struct link *link, const struct message *message, const int *descriptors, int count);

#endif
