/* SPDX-License-Identifier: Apache-2.0 */
/* channel.h: messages of proto/message.h over a SOCK_SEQPACKET socket, with descriptors. Knows no
 * event loop: callers poll. Sockets are non-blocking on both ends. */
#ifndef CHANNEL_CHANNEL_H
#define CHANNEL_CHANNEL_H

#include "proto/message.h"

/* A connected pair, close-on-exec, non-blocking. Negative errno. */
int channel_pair(int ends[2]);

/* Sends one message with `count` descriptors, which stay the caller's. 0; −EAGAIN where the peer is
 * slow (try again when writable); another negative errno: the channel is broken. */
int channel_send(int fd, const struct message *message, const int *descriptors, int count);

/* Receives one message that `from` may send to `to`, by the table. Descriptors go to `descriptors`
 * (room for MESSAGE_DESCRIPTORS_MAX), close-on-exec, the caller's to close; `*count` says how many.
 * 1: a message; 0: nothing now; −EPIPE: the peer is gone; −EPROTO: a packet that the table does not
 * know (its descriptors are closed already); other negative errno: broken. */
int channel_receive(int fd, enum peer from, enum peer to, struct message *message, int *descriptors,
                    int *count);

/* The same, for who has nothing else to do: waits until one has come, or the channel is of no more
 * use. */
int channel_await(int fd, enum peer from, enum peer to, struct message *message, int *descriptors,
                  int *count);

/* The word for a kind, for logs: "FRONT_SPAWN". Never NULL. */
const char *message_name(uint32_t kind);

/* A channel whose messages wait in memory while the peer is slow: queue, then flush when writable.
 */
struct outbox {
    int fd; /* borrowed */
    struct outbox_item *first, **last;
    unsigned waiting;
};
void outbox_init(struct outbox *outbox, int fd);
void outbox_deinit(struct outbox *outbox); /* closes the descriptors that still wait */
/* Sends now or queues. Takes the descriptors: closes them once sent, and on failure. 0 or negative
 * errno (broken channel, no memory). */
int outbox_send(struct outbox *outbox, const struct message *message, const int *descriptors,
                int count);
/* Sends what waits. 0: all sent; 1: some still wait (poll for writable); negative errno: broken. */
int outbox_flush(struct outbox *outbox);

#endif
